"""An exact length of time: two days are always 48 hours."""

from __future__ import annotations

from datetime import time, timedelta

from rule_dsl.types import DURATION, Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Value
from runtime.fields.parts.spans import read_span, span_text
from runtime.spec.app import FieldSpec


class Duration(FieldType):
    """A length of time; months and years are none, for they have no fixed length."""

    key = "duration"
    sheet_rank = 65
    face = Face({"zh": "时长", "en": "duration"}, icon="hourglass", group="basic", control="text")
    samples = (
        Sample("2天", timedelta(days=2), "PT172800S", "2天"),
        Sample("3小时30分", timedelta(hours=3, minutes=30), "PT12600S", "3小时30分"),
        Sample("PT3H", timedelta(hours=3), "PT10800S", "3小时"),
        Sample("P1DT12H", timedelta(days=1, hours=12), "PT129600S", "1天12小时"),
        Sample("90 min", timedelta(minutes=90), "PT5400S", "1小时30分"),
        Sample("1 day and 2 hours", timedelta(days=1, hours=2), "PT93600S", "1天2小时"),
        Sample("１个半小时", timedelta(minutes=90), "PT5400S", "1小时30分"),
        Sample("半天", timedelta(hours=12), "PT43200S", "12小时"),
        Sample("-1.5秒", timedelta(seconds=-1.5), "-PT1.5S", "-1.5秒"),
        Sample("3:30", timedelta(hours=3, minutes=30), "PT12600S", "3小时30分"),
        Sample(time(3, 30), timedelta(hours=3, minutes=30), "PT12600S", "3小时30分"),
        Sample("0分", timedelta(0), "PT0S", "0分"),
        Sample(""),
        Sample("30", wrong="duration_needs_unit"),
        Sample("3个月", wrong="duration_by_calendar"),
        Sample("P3M", wrong="duration_by_calendar"),
        Sample("0.0000001秒", wrong="duration_too_fine"),
        Sample("11574075天", wrong="duration_too_long"),
        Sample("很久", wrong="not_a_duration"),
        Sample("3:75", wrong="not_a_duration"),
        Sample("-", wrong="not_a_duration"),
        Sample(5, wrong="not_a_duration"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("span")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        return read_span(raw)

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return "" if value is None else span_text(value, reader.lang)

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return DURATION


BLOCK = Duration()

"""A day, without a clock and without a zone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from rule_dsl.types import DATE, Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Value
from runtime.fields.parts.days import read_day
from runtime.spec.app import FieldSpec

_DAY = date(2026, 11, 21)
_SHOWN = "2026-11-21"


class Day(FieldType):
    """A calendar day."""

    key = "date"
    sheet_rank = 75
    face = Face({"zh": "日期", "en": "date"}, icon="calendar", group="basic", control="date")
    samples = (
        Sample("2026-11-21", _DAY, _SHOWN, _SHOWN),
        Sample("2026/11/21", _DAY, _SHOWN, _SHOWN),
        Sample("２０２６年１１月２１日", _DAY, _SHOWN, _SHOWN),
        Sample("2026.1.5", date(2026, 1, 5), "2026-01-05", "2026-01-05"),
        Sample("20261121", _DAY, _SHOWN, _SHOWN),
        Sample("21-Nov-2026", _DAY, _SHOWN, _SHOWN),
        Sample("Nov 21, 2026", _DAY, _SHOWN, _SHOWN),
        Sample("2026-11-21 00:00:00", _DAY, _SHOWN, _SHOWN),
        Sample(datetime(2026, 11, 21), _DAY, _SHOWN, _SHOWN),  # noqa: DTZ001 - as a sheet gives it
        Sample("2028-02-29", date(2028, 2, 29), "2028-02-29", "2028-02-29"),
        Sample(""),
        Sample("2026-02-29", wrong="no_such_day"),
        Sample("2026-13-01", wrong="no_such_day"),
        Sample("11/21/2026", wrong="not_a_date"),
        Sample("2026-11-21 10:00", wrong="not_a_date"),
        Sample("0999-01-01", wrong="year_out_of_range"),
        Sample("明天", wrong="not_a_date"),
        Sample(46347, wrong="not_a_date"),
        Sample("2" * 61, wrong="too_long"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("day")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        return read_day(raw)

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return "" if value is None else value.isoformat()

    def cell(self, value: Value, spec: FieldSpec, reader: Reader) -> Any:
        return value

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return DATE


BLOCK = Day()

"""An instant: written and read on the reader's clock, kept in UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rule_dsl.types import MOMENT, Type
from runtime.fields.base import Face, FieldType, Json, Reader, Sample, Storage, Value
from runtime.fields.parts.days import is_shown_twice, moment_text, read_moment
from runtime.spec.app import FieldSpec

_TEN = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
_WIRE = "2026-11-21T02:00:00Z"
_SHOWN = "2026-11-21 10:00"


class Moment(FieldType):
    """A point in time, to the microsecond."""

    key = "moment"
    sheet_rank = 70
    face = Face(
        {"zh": "日期时间", "en": "date and time"}, icon="clock", group="basic", control="moment"
    )
    samples = (
        Sample("2026-11-21 10:00", _TEN, _WIRE, _SHOWN),
        Sample("2026-11-21T10:00", _TEN, _WIRE, _SHOWN),
        Sample("2026/11/21 10:00:00", _TEN, _WIRE, _SHOWN),
        Sample("2026年11月21日 10点", _TEN, _WIRE, _SHOWN),
        Sample("2026-11-21T02:00:00Z", _TEN, _WIRE, _SHOWN),
        Sample("2026-11-20T21:00:00-05:00", _TEN, _WIRE, _SHOWN),
        Sample(
            "2026-11-21 10:00:30.25",
            _TEN.replace(second=30, microsecond=250_000),
            "2026-11-21T02:00:30.250000Z",
            "2026-11-21 10:00:30.250000",
        ),
        Sample(datetime(2026, 11, 21, 10), _TEN, _WIRE, _SHOWN),  # noqa: DTZ001 - as a sheet gives it
        Sample(""),
        Sample("2026-11-21", wrong="moment_needs_time"),
        Sample("2026-11-21 25:00", wrong="not_a_moment"),
        Sample("2026-02-30 10:00", wrong="no_such_day"),
        Sample("1940-06-01 00:30", wrong="no_such_time"),
        Sample("9999-12-31 10:00", wrong="year_out_of_range"),
        Sample("10:00", wrong="not_a_moment"),
        Sample(1795224000, wrong="not_a_moment"),
    )

    def storage(self, spec: FieldSpec) -> Storage:
        return Storage("moment")

    def parse(self, raw: Json, spec: FieldSpec, reader: Reader) -> Value:
        return read_moment(raw, reader.timezone)

    def show(self, value: Value, spec: FieldSpec, reader: Reader) -> str:
        return "" if value is None else moment_text(value, reader.timezone)

    def cell(self, value: Value, spec: FieldSpec, reader: Reader) -> Any:
        if value is None or is_shown_twice(value, reader.timezone):
            return self.show(value, spec, reader)
        return value.astimezone(ZoneInfo(reader.timezone))

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return MOMENT


BLOCK = Moment()

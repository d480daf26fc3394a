"""The sample records of the workshop, the clock and the calendar that every result is worked out with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from rule_dsl.calendar import Calendar
from rule_dsl.reference.base import Lang
from rule_dsl.targets.scope import Scope
from rule_dsl.values import Row

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
CALENDAR = Calendar(
    holidays=frozenset({date(2026, 10, 1)}), make_up=frozenset({date(2026, 10, 10)})
)
PARAMETERS: Mapping[str, Any] = {"cost_limit": Decimal(5000), "answer_time": timedelta(hours=2)}
TEXTS: Mapping[str, Mapping[Lang, str]] = {
    "cause": {"zh": "轴承磨损", "en": "worn bearing"},
    "bearing": {"zh": "轴承", "en": "bearing"},
    "seal": {"zh": "密封圈", "en": "seal"},
}


def _moment(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def _repairs(lang: Lang) -> tuple[Row, ...]:
    """The machine's repair requests, oldest first; the last one is the sample record."""
    older = {"machine": "m1", "severity": "major", "state": "checked", "parts": ()}
    return (
        older
        | {
            "id": "r1",
            "reported_at": _moment(10, 28, 9),
            "cost": Decimal(900),
            "downtime": timedelta(minutes=90),
        },
        older
        | {
            "id": "r2",
            "reported_at": _moment(11, 2, 14),
            "cost": Decimal(1800),
            "downtime": timedelta(hours=3),
        },
        {
            "id": "r3",
            "machine": "m1",
            "severity": "stop",
            "faults": frozenset({"mechanical"}),
            "downtime": timedelta(hours=5),
            "reported_at": _moment(11, 20, 8, 30),
            "promised": date(2026, 11, 23),
            "cost": Decimal(4200),
            "quoted": Decimal(4000),
            "progress": Decimal("0.4"),
            "hours": Decimal(3),
            "parts_ready": False,
            "cause": TEXTS["cause"][lang],
            "repairer": "wang",
            "parts": (
                {"part_name": TEXTS["bearing"][lang], "amount": Decimal(2), "price": Decimal(600)},
                {"part_name": TEXTS["seal"][lang], "amount": Decimal(4), "price": Decimal(35)},
            ),
            "state": "working",
        },
    )


MACHINE: Row = {
    "id": "m1",
    "machine_no": "CNC-07",
    "uptime": Decimal("0.72"),
    "temperature": Decimal(86),
    "next_check": date(2026, 11, 25),
    "critical": True,
    "keeper": "wang",
}
CHECKS: tuple[Row, ...] = tuple(
    {
        "id": f"c{number}",
        "checked_machine": "m1",
        "checked_at": _moment(month, day, 15),
        "score": Decimal(score),
        "passed": score >= 60,
    }
    for number, (month, day, score) in enumerate(
        ((10, 30, 95), (11, 6, 92), (11, 13, 78), (11, 18, 74), (11, 20, 58))
    )
)
CHANGED: Mapping[str, datetime] = {
    "state": _moment(11, 20, 9, 10),
    "parts_ready": _moment(11, 20, 8, 30),
    "progress": _moment(11, 21, 9),
}
HAPPENED: Mapping[str, datetime] = {"dispatch": _moment(11, 20, 9, 10)}
POSSIBLE: Mapping[str, datetime] = {
    "dispatch": _moment(11, 20, 8, 30),
    "finish": _moment(11, 20, 9, 10),
}
DAILY: Mapping[str, tuple[str, ...]] = {
    "uptime": ("0.9", "0.85", "0.8", "0.72"),
    "temperature": ("80", "83", "82", "86"),
}
"""The values of the last four days, up to today."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """The other records: what :class:`rule_dsl.targets.scope.Related` asks for."""

    lang: Lang

    def link(self, form: str, record_id: str) -> Row | None:
        """The record with this id."""
        return next((row for row in self.rows(form) if row["id"] == record_id), None)

    def rows(self, form: str, by: str | None = None, value: str | None = None) -> Sequence[Row]:
        """The form's records."""
        found = {"machine": (MACHINE,), "check": CHECKS, "repair": _repairs(self.lang)}[form]
        return tuple(row for row in found if by is None or row.get(by) == value)

    def changed_at(self, form: str, record: Row, key: str) -> datetime | None:
        """Since when the sample record's field has had its value."""
        return CHANGED.get(key)

    def rows_changed_at(self, form: str, by: str, value: str) -> datetime | None:
        """When the newest of those records last changed."""
        return max((row["created_at"] for row in self.rows(form, by, value)), default=None)

    def possible_since(self, form: str, record: Row, act: str) -> datetime | None:
        """Since when the act has been possible."""
        return POSSIBLE.get(act)

    def happened(self, form: str, record: Row, act: str) -> datetime | None:
        """When the act happened."""
        return HAPPENED.get(act)

    def daily(self, form: str, record: Row, key: str) -> Mapping[date, Any]:
        """The values of the last days."""
        values = DAILY.get(key, ())
        today = NOW.astimezone(ZONE).date()
        return {
            today - timedelta(len(values) - 1 - index): Decimal(value)
            for index, value in enumerate(values)
        }


def record(subject: str, lang: Lang) -> Row:
    """The sample record of a form."""
    return Workshop(lang).rows(subject)[-1]


def scope(subject: str, lang: Lang) -> Scope:
    """What an example is worked out with."""
    return Scope(record(subject, lang), NOW, ZONE, CALENDAR, PARAMETERS, Workshop(lang))

"""The edges of each meaning: what a careful person writes down, on every target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from rule_dsl.calendar import Calendar
from rule_dsl.types import DATE, MOMENT, Type
from runtime.store.lowering import Clock
from tests.rule_dsl.targets.record import Record, Values, over_fields
from tests.rule_dsl.vectors.test_vectors import EMPTY_FIELDS, FOLDER, shown, tree_of

NOW = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
CALENDAR = Calendar(
    holidays=frozenset({date(2026, 10, 1), date(2026, 10, 2), date(2026, 11, 23)}),
    make_up=frozenset({date(2026, 9, 27), date(2026, 10, 10), date(2026, 11, 21)}),
)
BIT = timedelta(microseconds=1)
WEEK = timedelta(days=7)
FIELDS: dict[str, Any] = {
    "daybefore": date(2026, 11, 20),
    "this_day": date(2026, 11, 21),
    "week_later": date(2026, 11, 28),
    "day_after": date(2026, 11, 29),
    "month_later": date(2026, 12, 21),
    "just_past": NOW - BIT,
    "right_now": NOW,
    "week_to_the_dot": NOW + WEEK,
    "week_and_a_bit": NOW + WEEK + BIT,
}
TYPES: dict[str, Type] = {
    key: MOMENT if isinstance(value, datetime) else DATE for key, value in FIELDS.items()
}


@dataclass(frozen=True)
class Row:
    formula: str
    expected: str
    zone: str
    topic: str


def rows() -> list[Row]:
    lines = (FOLDER / "by_hand.tsv").read_text(encoding="utf-8").splitlines()
    body = [line for line in lines if not line.startswith("#")][1:]
    return [Row(*line.split("\t")) for line in body]


def record(zone: str) -> Record:
    return Record(
        {**EMPTY_FIELDS, **TYPES},
        {**dict.fromkeys(EMPTY_FIELDS), **FIELDS},
        Clock(NOW, ZoneInfo(zone), CALENDAR),
    )


def wrong(values_on: Values) -> Iterator[str]:
    for zone, found in groupby(sorted(rows(), key=attrgetter("zone")), attrgetter("zone")):
        cases, here = list(found), record(zone)
        trees = [tree_of(row.formula, here) for row in cases]
        for how, (there, said) in enumerate(((here, trees), over_fields(here, trees))):
            for row, value in zip(cases, values_on(there, said), strict=True):
                if shown(value) != row.expected:
                    where = f"{row.topic}, {zone}{', over fields' * how}"
                    yield f"{row.formula}: {row.expected} expected, {shown(value)} found ({where})"


def test_the_edges_of_each_meaning_are_as_written_down(values_on: Values) -> None:
    found = list(wrong(values_on))
    assert not found, "\n".join(found)

"""Other records and the past, empty, one and many, and the edges of windows, on every target.

The values were written by hand from docs/reference/semantics.md. An order bears the name of what
it shows; its customer bears the same name.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from rule_dsl import parse
from rule_dsl.calendar import zone_of
from rule_dsl.targets.python import compile_python
from rule_dsl.targets.scope import Scope
from rule_dsl.tree import Node
from rule_dsl.types import BOOL, DURATION
from runtime.store.lowering import Clock
from tests.rule_dsl.targets.generate import Generator
from tests.rule_dsl.targets.test_differential import Case, Run
from tests.rule_dsl.targets.test_sentences import differences
from tests.rule_dsl.targets.world import (
    CALENDAR,
    NOW,
    PARAMS,
    VOCABULARY,
    ZONE_INFOS,
    Dice,
    Tables,
    World,
)

BIT = timedelta(microseconds=1)
DAY = timedelta(days=1)
MONTH = 30 * DAY
TODAY = date(2026, 11, 21)
SHANGHAI = ZONE_INFOS[0]
LATE, ON_TIME = timedelta(days=2), timedelta()

DELIVERIES: dict[str, list[dict[str, Any]]] = {
    "three late": [{"done": TODAY - back * DAY, "delay": LATE} for back in (3, 2, 1)],
    "two late": [{"done": TODAY - back * DAY, "delay": LATE} for back in (2, 1)],
    "third in trash": [
        {"done": TODAY - 3 * DAY, "delay": LATE, "deleted_at": NOW},
        *({"done": TODAY - back * DAY, "delay": LATE} for back in (2, 1)),
    ],
    "older on time": [
        {"done": TODAY - 9 * DAY, "delay": ON_TIME},
        *({"done": TODAY - back * DAY, "delay": LATE} for back in (3, 2, 1)),
    ],
    "newest on time": [
        *({"done": TODAY - back * DAY, "delay": LATE} for back in (3, 2)),
        {"done": TODAY, "delay": ON_TIME},
    ],
    "one without a day": [
        {"done": None, "delay": ON_TIME},
        *({"done": TODAY - back * DAY, "delay": LATE} for back in (300, 2, 1)),
    ],
    "one without a delay": [
        *({"done": TODAY - back * DAY, "delay": LATE} for back in (3, 2)),
        {"done": TODAY, "delay": None},
    ],
    "days around": [
        {"done": TODAY - MONTH, "qty": 1},
        {"done": TODAY - MONTH + DAY, "qty": 2},
        {"done": TODAY, "qty": 4},
        {"done": TODAY + DAY, "qty": 8},
        {"done": None, "qty": 16},
    ],
}
VISITS: dict[str, list[dict[str, Any]]] = {
    "moments around": [
        {"at": NOW - MONTH, "cost": 1},
        {"at": NOW - MONTH + BIT, "cost": 2},
        {"at": NOW, "cost": 4},
        {"at": NOW + BIT, "cost": 8},
        {"at": None, "cost": 16},
        {"at": NOW - DAY, "cost": 32, "deleted_at": NOW},
    ],
    "all outside": [{"at": NOW - MONTH, "cost": 1}, {"at": NOW + DAY, "cost": 2}],
    "one without a cost": [{"at": NOW - DAY, "cost": None}, {"at": NOW, "cost": 4}],
}
LINES: dict[str, list[dict[str, Any]]] = {
    "one line": [{"qty": 2, "cost": 3}],
    "three lines": [{"qty": 2, "cost": 1}, {"qty": None, "cost": 50}, {"qty": 3, "cost": None}],
}
ORDERS: dict[str, dict[str, Any]] = {
    "no link": {"customer": None},
    "link to nobody": {"customer": "nobody"},
    "limit of its own": {},
    "just long": {"rush": True},
    "a bit longer": {"rush": True},
    "no longer": {"rush": False},
    "a day ago": {"customer": "a pair", "created_at": NOW - DAY},
    "less than a day ago": {"customer": "a pair", "created_at": NOW - DAY + BIT},
    "alone": {"created_at": NOW},
}
CUSTOMERS: dict[str, dict[str, Any]] = {
    "limit of its own": {"limit": 7, "parent": "three late"},
    "three late": {"limit": 9},
}
CHANGED = {"just long": NOW - DAY, "a bit longer": NOW - DAY - BIT, "no longer": NOW - MONTH}
COUNTS: dict[str, list[tuple[datetime, int]]] = {
    "rising": [(NOW - 2 * DAY, 1), (NOW - DAY, 2), (NOW, 3)],
    "rising till yesterday": [(NOW - 3 * DAY, 1), (NOW - 2 * DAY, 2), (NOW - DAY, 3)],
    "rose before": [(NOW - 4 * DAY, 1), (NOW - 3 * DAY, 2), (NOW - 2 * DAY, 3)],
    "a day without a write": [(NOW - 3 * DAY, 1), (NOW - DAY, 2), (NOW, 3)],
    "level": [(NOW - 2 * DAY, 1), (NOW - DAY, 2), (NOW, 2)],
    "too short": [(NOW - DAY, 2), (NOW, 3)],
    "the day's last": [(NOW - 2 * DAY, 1), (NOW - DAY - 4 * BIT, 9), (NOW - DAY, 2), (NOW, 3)],
    # Midnight in Shanghai is 16:00 in UTC, so the last two are two days.
    "midnight": [
        (NOW - 2 * DAY, 1),
        (NOW.replace(day=20, hour=15, minute=59), 2),
        (NOW.replace(day=20, hour=16, minute=0, second=0, microsecond=0), 3),
    ],
}
POSSIBLE = {
    "in time still": NOW - 2 * DAY + BIT,
    "too late": NOW - 2 * DAY - BIT,
    "done since": NOW - 9 * DAY,
    "done before": NOW - 9 * DAY,
}
HAPPENED = {"done since": NOW - 8 * DAY, "done before": NOW - 10 * DAY}

RUSH = Node("field", ("rush",), BOOL)
LONG = Node("dur", ("24", "h"), DURATION)
UNSIGNED = Node("not_within", (Node("dur", ("48", "h"), DURATION), Node("act", ("sign",))), BOOL)
EXPECTED: dict[str | Node, dict[str, Any]] = {
    "customer last 3 delivery all delay >= 2 days": {
        "three late": True,
        "two late": False,
        "third in trash": False,
        "older on time": True,
        "newest on time": False,
        "one without a day": True,
        "one without a delay": False,
        "no link": False,
        "alone": False,
    },
    "customer last 3 delivery at least 2 delay >= 2 days": {
        "three late": True,
        "two late": False,
        "newest on time": True,
        "one without a delay": True,
        "alone": False,
    },
    "customer last 1 delivery all delay >= 2 days": {
        "two late": True,
        "newest on time": False,
        "one without a day": True,
        "alone": False,
    },
    "formula count delivery of customer in last 30 days": {"days around": 2, "alone": 0},
    "formula sum of delivery's qty of customer in last 30 days": {"days around": 6, "alone": 0},
    "formula count visit in last 30 days": {
        "moments around": 2,
        "all outside": 0,
        "one without a cost": 2,
        "alone": 0,
    },
    "formula sum of visit's cost in last 30 days": {
        "moments around": 6,
        "all outside": 0,
        "one without a cost": 4,
        "alone": 0,
    },
    "formula average visit's cost in last 30 days": {
        "moments around": 3,
        "all outside": None,
        "one without a cost": 4,
        "alone": None,
    },
    "formula maximum visit's cost in last 30 days": {"moments around": 4, "all outside": None},
    "formula SUM(visit.cost)": {"moments around": 31, "all outside": 3, "alone": 0},
    "formula COUNT(visit)": {"moments around": 5, "alone": 0},
    "formula COUNT(visit.cost, 1, title)": {"one without a cost": 2, "alone": 1},
    "formula MIN(visit.cost)": {"one without a cost": 4, "alone": None},
    "formula SUM(lines.cost)": {"alone": 0, "one line": 3, "three lines": 51},
    "formula AVERAGE(lines.cost)": {"alone": None, "one line": 3, "three lines": Decimal("25.5")},
    "formula COUNT(lines)": {"alone": 0, "one line": 1, "three lines": 3},
    "formula COUNT(lines.cost)": {"alone": 0, "one line": 1, "three lines": 2},
    "formula SUM(lines.qty * lines.cost)": {"alone": 0, "one line": 6, "three lines": 2},
    "any lines' qty > 1": {"alone": False, "one line": True, "three lines": True},
    "all lines' qty > 1": {"one line": True, "three lines": False},
    "at least 2 lines' cost between 1 and 50": {
        "alone": False,
        "one line": False,
        "three lines": True,
    },
    "formula customer.limit": {
        "limit of its own": 7,
        "no link": None,
        "link to nobody": None,
        "two late": None,
    },
    "customer.limit <= 7": {"limit of its own": True, "no link": False, "link to nobody": False},
    "customer.limit is empty": {"limit of its own": False, "no link": True, "two late": True},
    "formula customer.parent.limit": {"limit of its own": 9, "no link": None, "two late": None},
    "exists order where (customer = this customer) in last 24 hours": {
        "alone": False,
        "a day ago": True,
        "less than a day ago": False,
    },
    "count for 2 days rising": {
        "rising": True,
        "rising till yesterday": True,
        "rose before": False,
        "a day without a write": True,
        "level": False,
        "too short": False,
        "the day's last": True,
        "midnight": True,
        "alone": False,
    },
    Node("held", (RUSH, ">", LONG), BOOL): {
        "just long": False,
        "a bit longer": True,
        "no longer": False,
    },
    Node("held", (RUSH, ">=", LONG), BOOL): {
        "just long": True,
        "a bit longer": True,
        "no longer": False,
    },
    UNSIGNED: {
        "in time still": False,
        "too late": True,
        "done since": False,
        "done before": True,
    },
}
NAMES = sorted({name for expected in EXPECTED.values() for name in expected})


def rows_of(
    form: str, owner: str, given: list[dict[str, Any]], **link: str
) -> list[dict[str, Any]]:
    empty = dict.fromkeys(VOCABULARY.forms[form].fields)
    own = {"created_at": NOW - MONTH, "deleted_at": None}
    return [
        {
            **empty,
            **own,
            **link,
            **{k: Decimal(v) if type(v) is int else v for k, v in row.items()},
            "id": row.get("id", f"{owner} {place}"),
        }
        for place, row in enumerate(given)
    ]


def world() -> World:
    made = World(zone=SHANGHAI)
    orders = [{"id": name, "customer": name, **ORDERS.get(name, {})} for name in NAMES]
    people = [{"id": name, **CUSTOMERS.get(name, {})} for name in [*NAMES, "a pair"]]
    made.forms = {
        "order": rows_of("order", "", orders),
        "customer": rows_of("customer", "", people),
        "delivery": [
            row
            for name in DELIVERIES
            for row in rows_of("delivery", name, DELIVERIES[name], customer=name)
        ],
        "visit": [
            row for name in VISITS for row in rows_of("visit", name, VISITS[name], order=name)
        ],
    }
    for order in made.forms["order"]:
        order["lines"] = tuple(rows_of("order.lines", order["id"], LINES.get(order["id"], [])))
    made.changes = {("order", name, "rush"): at for name, at in CHANGED.items()}
    made.possible = {("order", name, "sign"): at for name, at in POSSIBLE.items()}
    made.acts = {("order", name, "sign"): at for name, at in HAPPENED.items()}
    made.written = {
        ("order", name, "count"): [(at, Decimal(count)) for at, count in times]
        for name, times in COUNTS.items()
    }
    return made


def run_of(made: World) -> Run:
    scopes = [
        Scope(record, NOW, SHANGHAI, CALENDAR, PARAMS, made) for record in made.forms["order"]
    ]
    clock = Clock(NOW, SHANGHAI, CALENDAR, PARAMS)
    return Run(0, made, Generator(Dice(0)), Tables(), clock, scopes)


def case_of(said: str | Node, run: Run) -> Case:
    tree = said
    if isinstance(said, str):
        parsed = parse(said, VOCABULARY, subject="order")
        assert parsed.tree is not None, (said, [p.message("en") for p in parsed.problems])
        tree = parsed.tree.child(0)
    assert isinstance(tree, Node)
    program = compile_python(tree, VOCABULARY, "order")
    return Case(tree, program, [program(scope) for scope in run.scopes])


@pytest.mark.pg
def test_what_reads_other_records_and_the_past_has_the_value_written_down(
    postgres_url: str,
) -> None:
    assert zone_of(SHANGHAI).day(NOW) == TODAY
    run = run_of(world())
    batch = [case_of(said, run) for said in EXPECTED]
    wrong = [
        f"{case.tree.dump()} of {name!r}: {value!r} expected, {found[name]!r} found"
        for case, expected in zip(batch, EXPECTED.values(), strict=True)
        for found in [dict(zip(NAMES, case.values, strict=True))]
        for name, value in expected.items()
        if found[name] != value
    ]
    assert not wrong, "\n".join(wrong)
    assert differences(run, batch, postgres_url) == []

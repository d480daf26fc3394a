"""Whole sentences on every target: what is said is parsed, then computed for each record."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from rule_dsl import parse
from rule_dsl.targets.json import compile_json
from rule_dsl.targets.ops import Refused
from rule_dsl.targets.python import compile_python
from tests.rule_dsl.targets.node import Node as NodeProcess
from tests.rule_dsl.targets.test_differential import (
    Case,
    Run,
    js_differences,
    opened,
    sql_differences,
    start,
    statement,
    surroundings,
)
from tests.rule_dsl.targets.world import NOW, VOCABULARY

HERE = (
    "formula count^2 - 2^count",
    "formula SUM(lines.qty * lines.cost * count)",
    "formula SUM(IF(lines.ready, lines.cost, 0))",
    "formula AVERAGE(ROUND(lines.cost / lines.qty, 2))",
    "formula placed + 1 hour 30 minutes",
    "spent > 1h30m",
    "all lines' qty > 1",
    "at least 2 lines' cost between 1 and 50",
    'tags contains "red"',
    'marks in "red", "blue"',
    "order is not rush and paid",
)
"""What the browser computes, too: the record with its lines."""
ELSEWHERE = (
    "customer last 3 delivery at least 2 delay >= 1 hour",
    "customer last 2 delivery's qty all > 5",
    "formula count visit where cost > 50 in last 30 days",
    "formula sum of visit's cost where cost > this price in last 30 days",
    "formula count delivery of customer in last 30 days",
    "formula average delivery's qty of customer where good in last 30 days",
    "formula COUNT(visit)",
    "count for 1 day rising",
    "formula SUM(visit.cost * count)",
    "formula SUM(lines.qty * customer.limit)",
)


@pytest.mark.pg
def test_a_sentence_has_one_value_on_every_target(postgres_url: str) -> None:
    run = start(7)
    batch = [case_of(run, text) for text in (*HERE, *ELSEWHERE)]
    for text, case in zip((*HERE, *ELSEWHERE), batch, strict=True):
        assert len(set(map(str, case.values))) > 1, text
    assert differences(run, batch, postgres_url) == []


VISITS = ((1, 5), (1, 10), (0, 12), (0, 1))
"""Days back and cost of one order's visits, in their order."""


@pytest.mark.pg
@pytest.mark.parametrize("gap", [False, True])
def test_the_records_of_a_day_are_one_number(gap: bool, postgres_url: str) -> None:
    run = start(7)
    order = run.world.forms["order"][0]["id"]
    others = [row for row in run.world.forms["visit"] if row["order"] != order]
    visits = [
        {
            "id": f"visit{place}",
            "created_at": NOW,
            "deleted_at": None,
            "order": order,
            "at": NOW - timedelta(days=back * (2 if gap else 1), minutes=10 - place),
            "cost": Decimal(cost),
            "note": None,
        }
        for place, (back, cost) in enumerate(VISITS)
    ]
    run.world.forms["visit"] = [*others, *visits]
    expected = {
        "visit's cost for 1 day falling": True,
        "sum of visit's cost for 1 day falling": True,
        "average visit's cost for 1 day rising": False,
        "maximum visit's cost for 1 day rising": True,
        "minimum visit's cost for 1 day falling": True,
        "count visit for 1 day rising": False,
    }
    batch = [case_of(run, text) for text in expected]
    found = dict(zip(expected, (case.values[0] for case in batch), strict=True))
    assert found == {text: holds and not gap for text, holds in expected.items()}
    assert differences(run, batch, postgres_url) == []


def case_of(run: Run, text: str) -> Case:
    """A sentence and the values that Python gives for each record."""
    parsed = parse(text, VOCABULARY, subject="order")
    assert parsed.tree is not None, (text, [p.message("en") for p in parsed.problems])
    tree = parsed.tree.child(0)
    case = Case(tree, compile_python(tree, VOCABULARY, "order"))
    case.values = [case.program(scope) for scope in run.scopes]
    return case


def differences(run: Run, batch: list[Case], postgres_url: str) -> list[str]:
    """What SQLite, PostgreSQL and the browser give otherwise."""
    found: list[str] = []
    with opened(run, postgres_url) as databases:
        for name, connection in databases:
            rows = list(connection.execute(statement(run, batch)).all())
            found += sql_differences(name, rows, batch)
    with NodeProcess(surroundings(run)) as node:
        found += js_differences(node, batch)
    return found


@pytest.mark.parametrize("text", [*HERE, *ELSEWHERE])
def test_the_browser_takes_all_but_other_records(text: str) -> None:
    tree = parse(text, VOCABULARY, subject="order").tree
    assert tree is not None
    if text in HERE:
        assert compile_json(tree.child(0), VOCABULARY, "order")
        return
    with pytest.raises(Refused) as refused:
        compile_json(tree.child(0), VOCABULARY, "order")
    assert refused.value.code == "other_records"

"""Whole sentences on every target: what is said is parsed, then computed for each record."""

from __future__ import annotations

import pytest

from rule_dsl import parse
from rule_dsl.targets.json import compile_json
from rule_dsl.targets.ops import Refused
from rule_dsl.targets.python import compile_python
from tests.rule_dsl.targets.node import Node as NodeProcess
from tests.rule_dsl.targets.test_differential import (
    Case,
    js_differences,
    opened,
    sql_differences,
    start,
    statement,
    surroundings,
)
from tests.rule_dsl.targets.world import VOCABULARY

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
    "formula SUM(visit.cost * count)",
    "formula SUM(lines.qty * customer.limit)",
)


@pytest.mark.pg
def test_a_sentence_has_one_value_on_every_target(postgres_url: str) -> None:
    run = start(7)
    batch = []
    for text in (*HERE, *ELSEWHERE):
        parsed = parse(text, VOCABULARY, subject="order")
        assert parsed.tree is not None, (text, [p.message("en") for p in parsed.problems])
        tree = parsed.tree.child(0)
        case = Case(tree, compile_python(tree, VOCABULARY, "order"))
        case.values = [case.program(scope) for scope in run.scopes]
        assert len(set(map(str, case.values))) > 1, text
        batch.append(case)
    differences: list[str] = []
    with opened(run, postgres_url) as databases:
        for name, connection in databases:
            rows = list(connection.execute(statement(run, batch)).all())
            differences += sql_differences(name, rows, batch)
    with NodeProcess(surroundings(run)) as node:
        differences += js_differences(node, batch)
    assert differences == []


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

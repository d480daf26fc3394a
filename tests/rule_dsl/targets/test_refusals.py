"""What the browser refuses: a list that must not grow, and the same tables on both sides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rule_dsl.functions import casing
from rule_dsl.targets.json import REFUSED, compile_json
from rule_dsl.targets.ops import Refused
from rule_dsl.tree import Node
from rule_dsl.types import BOOL, DURATION, MONEY, NUMBER, TEXT
from tests.rule_dsl.targets.world import VOCABULARY

ASSETS = Path(__file__).parents[3] / "runtime" / "web" / "assets" / "js" / "rules"
DAY = Node("dur", ("1", "d"), DURATION)
YES = Node("bool", ("true",), BOOL)

READING_OTHERS = {
    "a field of a linked record": Node("path", ("customer", "limit"), MONEY),
    "other records": Node("exists", ("delivery", YES, DAY), BOOL),
    "the last linked records": Node("last_all", ("customer", "2", "delivery", YES), BOOL),
    "linked records of a while": Node("roll", ("count", Node("path", ("visit",)), DAY), NUMBER),
    "values of linked records": Node("sum", (Node("path", ("visit", "cost"), MONEY),), MONEY),
    "a trend": Node("trend", (Node("path", ("visit", "cost"), MONEY), DAY, "up"), BOOL),
    "a trend of its own": Node("trend", (Node("field", ("count",), NUMBER), DAY, "up"), BOOL),
    "since when a field has its value": Node(
        "held", (Node("field", ("rush",), BOOL), ">", DAY), BOOL
    ),
    "what has not happened": Node("not_within", (DAY, Node("act", ("sign",))), BOOL),
}


@pytest.mark.parametrize("tree", READING_OTHERS.values(), ids=READING_OTHERS.keys())
def test_the_browser_refuses_what_reads_other_records(tree: Node) -> None:
    with pytest.raises(Refused) as refused:
        compile_json(tree, VOCABULARY, "order")
    assert refused.value.code == "other_records"


def test_the_list_of_refusals_does_not_grow() -> None:
    history = set("trend trend_own changed_at rows_changed_at possible_since happened".split())
    assert {"follow", *history} == REFUSED


def test_lines_of_the_record_at_hand_are_not_refused() -> None:
    total = Node("sum", (Node("path", ("lines", "cost"), MONEY),), MONEY)
    ready = Node("all", ("lines", Node("field", ("ready",), BOOL)), BOOL)
    for tree in (total, ready):
        assert compile_json(tree, VOCABULARY, "order")


def test_javascript_has_the_same_table_of_letter_cases() -> None:
    text = (ASSETS / "casing.js").read_text(encoding="utf-8")
    for name in ("HAS_UPPER", "ITS_UPPER", "HAS_LOWER", "ITS_LOWER", "CASED_ELSEWHERE"):
        block = re.search(rf"export const {name} = \[(.*?)\]", text, re.DOTALL)
        assert block is not None, name
        assert "".join(re.findall(r"'([^']*)'", block[1])) == getattr(casing, name)


def test_a_text_of_the_author_never_enters_generated_source() -> None:
    from rule_dsl.targets.elaborate import elaborate
    from rule_dsl.targets.python import _Writer

    evil = "'); import os; os.system('x"
    tree = Node("=", (Node("field", ("title",), TEXT), Node("text", (evil,), TEXT)), BOOL)
    writer = _Writer()
    writer.define("program", elaborate(tree, VOCABULARY, "order"), arguments="s")
    assert writer.functions == ["def program(s):\n    pass\n    return (r.get(c0) == c1)"]
    assert writer.constants == ["title", evil]

"""One thing is said in many ways: each of these was read, and its tree reviewed, by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rule_dsl import load, parse, print_text
from tests.rule_dsl.trades_vocabulary import TRADES

PHRASINGS = json.loads((Path(__file__).parent / "phrasings.json").read_text("utf-8"))


@pytest.mark.parametrize(("subject", "text", "tree"), PHRASINGS, ids=lambda value: str(value)[:20])
def test_a_phrasing_has_its_reviewed_tree(subject: str, text: str, tree: Any) -> None:
    parsed = parse(text, TRADES, subject=subject)
    assert parsed.tree is not None, [problem.message("zh") for problem in parsed.problems]
    assert parsed.tree.dump() == tree
    for lang in ("zh", "en"):
        printed = print_text(load(tree, TRADES, subject), TRADES, subject, lang)
        read = parse(printed, TRADES, subject=subject)
        assert read.tree is not None, printed
        assert read.tree.dump() == tree


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("将处理状态改为待派工", "set_state_no_move"),
        ("将处理状态改为已完工", None),
    ],
)
def test_a_state_is_set_by_the_only_move_that_leads_there(text: str, code: str | None) -> None:
    parsed = parse(text, TRADES, subject="repair")
    assert [problem.code for problem in parsed.errors] == ([code] if code else [])

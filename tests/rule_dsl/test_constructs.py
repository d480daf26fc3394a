"""What an app's clerk writes, in both languages: one tree, and texts that read back as it."""

from __future__ import annotations

from typing import Any

import pytest

from rule_dsl import load, parse, print_text
from tests.rule_dsl.workshop_vocabulary import WORKSHOP

Row = tuple[str, str, Any]


def tree_of(text: str, subject: str = "job") -> Any:
    """The tree of a text, after it was stored, loaded, printed and read again."""
    parsed = parse(text, WORKSHOP, subject=subject)
    assert parsed.tree is not None, (text, [p.message("zh") for p in parsed.problems])
    stored = parsed.tree.dump()
    assert load(stored, WORKSHOP, subject) == parsed.tree
    for lang in ("zh", "en"):
        printed = print_text(parsed.tree, WORKSHOP, subject, lang)
        again = parse(printed, WORKSHOP, subject=subject)
        assert again.tree is not None, (printed, [p.message("zh") for p in again.problems])
        assert again.tree.dump() == stored, printed
        assert print_text(again.tree, WORKSHOP, subject, lang) == printed
    return stored


def codes_of(text: str, subject: str = "job") -> list[str]:
    """What is said against a text."""
    return [problem.code for problem in parse(text, WORKSHOP, subject=subject).errors]


POWERS: list[Row] = [
    ("公式 数量^2", "formula quantity^2", ["power", "quantity", "2"]),
    ("公式 -数量^2", "formula -quantity^2", ["power", ["-", "0", "quantity"], "2"]),
    ("公式 2^3^数量", "formula 2^3^quantity", ["power", ["power", "2", "3"], "quantity"]),
    ("公式 2*数量^-1", "formula 2*quantity^-1", ["*", "2", ["power", "quantity", "-1"]]),
]


@pytest.mark.parametrize(("zh", "en", "tree"), POWERS)
def test_a_caret_is_the_power_of_spreadsheets(zh: str, en: str, tree: Any) -> None:
    assert tree_of(zh) == tree_of(en) == ["formula", tree]


def test_a_caret_takes_numbers_only() -> None:
    assert codes_of("公式 标签^2") == ["argument_wrong_kind"]
    assert codes_of("公式 数量^") == ["missing_value"]

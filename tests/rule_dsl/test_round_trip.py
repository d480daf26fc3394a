"""Printing and parsing are each other's inverse, over generated trees, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from rule_dsl import load, parse, print_text
from rule_dsl.tree import Node
from tests.rule_dsl import generated
from tests.rule_dsl.trades_vocabulary import TRADES

BOUNDED = settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def _round(stored: Any, subject: str) -> None:
    tree = load(stored, TRADES, subject)
    assert tree.dump() == stored
    for lang in ("zh", "en"):
        text = print_text(tree, TRADES, subject, lang)
        read = parse(text, TRADES, subject=subject)
        said = [problem.message("en") for problem in read.problems]
        assert isinstance(read.tree, Node), (text, said)
        assert read.tree.dump() == stored, text
        assert print_text(read.tree, TRADES, subject, lang) == text


@pytest.mark.parametrize("form", [generated.TICKET, generated.REPAIR], ids=lambda form: form.key)
def test_rules_survive_printing_and_parsing(form: Any) -> None:
    @BOUNDED
    @given(generated.rules(form))
    def check(stored: Any) -> None:
        _round(stored, form.key)

    check()


def test_formulas_survive_printing_and_parsing() -> None:
    @BOUNDED
    @given(generated.formulas(generated.TICKET))
    def check(stored: Any) -> None:
        _round(stored, "ticket")

    check()

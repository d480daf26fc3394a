"""The corpus of sentences as an app declares its names: each sentence means there what it should."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rule_dsl import parse
from runtime.catalog import catalog
from runtime.spec.load import load_app
from runtime.spec.vocabulary import vocabulary
from tests.rule_dsl.corpus_vocabulary import CORPUS
from tests.rule_dsl.test_corpus import GOLDEN, PAIRS

SPEC, PROBLEMS = load_app(Path(__file__).parents[1] / "apps" / "corpus", catalog().blocks)
assert SPEC is not None, PROBLEMS
WORDS = vocabulary(SPEC, catalog().fields)
OTHER_TYPES = {"customer.level", "supplier.next_lots"}
"""A choice and tags here, texts in the hand-made vocabulary; the trees are the same."""


def test_nothing_is_wrong_with_the_app() -> None:
    assert [each.message("zh") for each in PROBLEMS if each.severity == "error"] == []


def test_every_name_of_the_corpus_is_declared_with_its_key_and_kind() -> None:
    for form in CORPUS.forms.values():
        if form.key in {"check_item", "track_event", "order_line"}:
            continue  # lines of the order here
        for key, field in form.fields.items():
            here = WORDS.forms[form.key].fields[key]
            assert here.labels["zh"][0] == field.labels["zh"][0], f"{form.key}.{key}"
            if f"{form.key}.{key}" not in OTHER_TYPES:
                assert here.type.kind == field.type.kind, f"{form.key}.{key}"
    declared = {(name.kind, name.key) for name in WORDS.names}
    assert [n.key for n in CORPUS.names if (n.kind, n.key) not in declared] == []


@pytest.mark.parametrize(
    ("row", "subject", "text", "tree"), GOLDEN, ids=lambda value: str(value)[:24]
)
def test_a_sentence_of_the_corpus_has_its_golden_tree_in_an_app(
    row: str, subject: str | None, text: str, tree: Any
) -> None:
    parsed = parse(text, WORDS)
    assert parsed.errors == ()
    assert parsed.tree is not None
    assert parsed.tree.dump() == tree
    assert parsed.subject == subject


@pytest.mark.parametrize(
    ("row", "chinese", "english"), [each for each in PAIRS if each[2]], ids=str
)
def test_the_english_column_means_the_same_in_an_app(row: str, chinese: str, english: str) -> None:
    first, second = parse(chinese, WORDS), parse(english, WORDS)
    assert first.tree is not None
    assert second.tree == first.tree


def test_every_rule_of_the_corpus_that_is_a_rule_is_a_rule_of_the_app() -> None:
    kept = {rule.text for rule in SPEC.rules}  # type: ignore[union-attr]
    missing = {
        row
        for row, _, _, tree in GOLDEN
        if tree[0] == "rule"
        and not any(text in kept for number, _, text, _ in GOLDEN if number == row)
    }
    assert missing == set()

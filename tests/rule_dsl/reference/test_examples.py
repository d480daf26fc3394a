"""Every example of the reference is read, in both languages, and gives what its page says."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from rule_dsl import load, parse, print_text
from rule_dsl.functions import FUNCTIONS, Function
from rule_dsl.reference.base import Example, Group, Lang
from rule_dsl.reference.calls import empty_calls, own_name, sample_calls
from rule_dsl.reference.reading import Reading, read_example, read_text
from rule_dsl.reference.spelling import value_text
from rule_dsl.reference.workshop import WORKSHOP
from rule_dsl.types import NUMBER
from tests.rule_dsl.functions.test_samples import given
from tests.rule_dsl.reference.examples import TREES, examples, in_language

EXAMPLES = list(examples())
REVIEWED = {
    (page, zh): (tree, value) for page, zh, tree, value in json.loads(TREES.read_text("utf-8"))
}
LANGS: tuple[Lang, ...] = ("zh", "en")
SPOKEN = pytest.mark.parametrize(
    ("page", "example", "group"), EXAMPLES, ids=[f"{page}-{each.zh}" for page, each, _ in EXAMPLES]
)
WHOLE = {"AND", "OR", "NOT", "XOR", "NUMBERIF"}
"""A condition cannot be written as empty."""
EACH_FUNCTION = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
INVISIBLE = {"CLEAN"}
"""Functions about characters that no page can show."""


@SPOKEN
def test_both_languages_mean_the_reviewed_tree(page: str, example: Example, group: Group) -> None:
    tree, _ = REVIEWED[page, example.zh]
    for lang in LANGS:
        assert read_example(example, group, lang).tree.dump() == in_language(tree, lang)


@SPOKEN
def test_a_formula_gives_the_reviewed_value(page: str, example: Example, group: Group) -> None:
    _, value = REVIEWED[page, example.zh]
    zh, en = (read_example(example, group, lang) for lang in LANGS)
    assert _shown(zh, "zh") == value
    assert zh.is_value == en.is_value
    if zh.is_value and not isinstance(zh.value, str):
        assert zh.value == en.value


def _shown(found: Reading, lang: Lang) -> str | None:
    return value_text(found.value, found.tree.child(0).type, lang) if found.is_value else None


@SPOKEN
def test_what_is_shown_after_saving_reads_back(page: str, example: Example, group: Group) -> None:
    for lang in LANGS:
        found = read_example(example, group, lang)
        stored = load(found.tree.dump(), WORKSHOP, example.subject)
        assert stored == found.tree
        assert print_text(stored, WORKSHOP, example.subject, lang) == found.canonical
        assert parse(found.canonical, WORKSHOP, subject=example.subject).tree == found.tree


def test_no_reviewed_tree_is_left_over() -> None:
    assert set(REVIEWED) == {(page, example.zh) for page, example, _ in EXAMPLES}


@EACH_FUNCTION
def test_a_function_page_shows_its_samples_and_their_results(function: Function) -> None:
    for lang in LANGS:
        calls = sample_calls(function, lang)
        assert calls or function.name in INVISIBLE
        for call in calls:
            found = read_text(call.text, "repair", ("formula",), lang)
            assert found.value == call.value
            assert found.tree.child(0).head == function.name.lower()
            assert load(found.tree.dump(), WORKSHOP, "repair") == found.tree
            assert parse(found.canonical, WORKSHOP, subject="repair").tree == found.tree


@EACH_FUNCTION
def test_the_results_on_a_page_are_those_of_the_samples(function: Function) -> None:
    calls = sample_calls(function, "zh")
    if function.samples and len(calls) == len(function.samples):
        for call, sample in zip(calls, function.samples, strict=True):
            is_number = isinstance(call.value, Decimal)
            assert call.value == (given(sample.expected, NUMBER) if is_number else sample.expected)


@EACH_FUNCTION
def test_a_function_says_what_an_empty_argument_does(function: Function) -> None:
    full = [sample for sample in function.samples if sample.args and None not in sample.args]
    for lang in LANGS:
        assert bool(empty_calls(function, lang)) == bool(full and function.name not in WHOLE)


@EACH_FUNCTION
def test_a_function_has_a_name_of_its_own_in_chinese(function: Function) -> None:
    assert own_name(function, "zh") in function.zh

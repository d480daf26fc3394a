"""Every sentence of the corpus means, in both languages, what a careful person would write down."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from rule_dsl import load, parse, print_text
from tests.rule_dsl.corpus_vocabulary import CORPUS

HERE = Path(__file__).parent
GOLDEN: list[list[Any]] = json.loads((HERE / "golden_trees.json").read_text("utf-8"))
with (HERE / "pairs.tsv").open(encoding="utf-8", newline="") as rows:
    PAIRS = [tuple(row) for row in csv.reader(rows, delimiter="\t")][1:]


@pytest.mark.parametrize(
    ("row", "subject", "text", "tree"), GOLDEN, ids=lambda value: str(value)[:24]
)
def test_a_sentence_has_its_golden_tree(
    row: str, subject: str | None, text: str, tree: Any
) -> None:
    parsed = parse(text, CORPUS)
    assert parsed.errors == ()
    assert parsed.tree is not None
    assert parsed.tree.dump() == tree
    assert parsed.subject == subject


@pytest.mark.parametrize(("row", "chinese", "english"), PAIRS)
def test_both_columns_of_a_row_give_the_same_tree(row: str, chinese: str, english: str) -> None:
    first = parse(chinese, CORPUS)
    assert first.tree is not None, [problem.message("zh") for problem in first.problems]
    if english:
        second = parse(english, CORPUS)
        assert second.tree is not None, [problem.message("en") for problem in second.problems]
        assert second.tree.dump() == first.tree.dump()


def test_every_row_has_a_golden_tree() -> None:
    assert [(row[0], row[1]) for row in PAIRS] == [(row[0], row[2]) for row in GOLDEN]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("row", "subject", "text", "tree"), GOLDEN, ids=lambda value: str(value)[:24]
)
def test_canonical_text_reads_back(
    row: str, subject: str | None, text: str, tree: Any, lang: str
) -> None:
    subject = subject or "order"
    typed = load(tree, CORPUS, subject)
    assert typed.dump() == tree
    printed = print_text(typed, CORPUS, subject, lang)
    read = parse(printed, CORPUS, subject=subject)
    assert read.tree == typed
    assert print_text(typed, CORPUS, subject, lang) == printed

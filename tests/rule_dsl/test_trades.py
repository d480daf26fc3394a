"""The language is not tuned to orders: sentences of other trades, in both languages."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from rule_dsl import load, parse, print_text
from tests.rule_dsl.trades_vocabulary import TRADES

HERE = Path(__file__).parent
TREES = dict(json.loads((HERE / "trades_trees.json").read_text("utf-8")))
with (HERE / "trades.tsv").open(encoding="utf-8", newline="") as rows:
    SENTENCES = list(csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def test_there_are_enough_of_them() -> None:
    assert len(SENTENCES) >= 40


@pytest.mark.parametrize(("subject", "chinese", "english"), SENTENCES)
def test_both_languages_mean_the_reviewed_tree(subject: str, chinese: str, english: str) -> None:
    for text in (chinese, english):
        parsed = parse(text, TRADES, subject=subject)
        assert parsed.tree is not None, [problem.message("zh") for problem in parsed.problems]
        assert parsed.tree.dump() == TREES[chinese]


@pytest.mark.parametrize(("subject", "chinese", "english"), SENTENCES)
def test_canonical_text_reads_back(subject: str, chinese: str, english: str) -> None:
    tree = load(TREES[chinese], TRADES, subject)
    for lang in ("zh", "en"):
        assert parse(print_text(tree, TRADES, subject, lang), TRADES, subject=subject).tree == tree

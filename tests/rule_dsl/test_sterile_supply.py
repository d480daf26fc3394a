"""Sentences written from the reference alone, each tree by hand before the parser saw it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from rule_dsl import load, parse, print_text
from tests.rule_dsl.sterile_supply_vocabulary import STERILE

HERE = Path(__file__).parent


def _rows(name: str) -> list[list[str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


SENTENCES = _rows("sterile_supply.tsv")
SLIPS = _rows("sterile_supply_slips.tsv")


@pytest.mark.parametrize(("form", "chinese", "english", "tree"), SENTENCES)
def test_both_languages_mean_the_tree_a_careful_reader_writes(
    form: str, chinese: str, english: str, tree: str
) -> None:
    for text in (chinese, english):
        parsed = parse(text, STERILE, subject=form)
        assert parsed.tree is not None, [problem.message("zh") for problem in parsed.problems]
        assert parsed.tree.dump() == json.loads(tree)


@pytest.mark.parametrize(("form", "chinese", "english", "tree"), SENTENCES)
def test_canonical_text_reads_back(form: str, chinese: str, english: str, tree: str) -> None:
    stored = load(json.loads(tree), STERILE, form)
    for lang in ("zh", "en"):
        assert parse(print_text(stored, STERILE, form, lang), STERILE, subject=form).tree == stored


@pytest.mark.parametrize(("lang", "text", "code", "where", "message", "hint"), SLIPS)
def test_a_slip_is_told_with_its_place_and_its_mending(
    lang: str, text: str, code: str, where: str, message: str, hint: str
) -> None:
    problem = parse(text, STERILE, subject="job").problems[0]
    assert problem.code == code
    assert text[problem.span.start : problem.span.end] == where
    assert problem.message(lang) == message
    assert problem.hint(lang) == hint

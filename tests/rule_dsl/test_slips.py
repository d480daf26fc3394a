"""The commonest slips, each with its own whole sentence, its place and what to do about it."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from rule_dsl import parse
from rule_dsl.messages import SENTENCES
from tests.rule_dsl.corpus_vocabulary import CORPUS

HERE = Path(__file__).parent


def _slips(lang: str) -> list[tuple[str, ...]]:
    with (HERE / f"slips_{lang}.tsv").open(encoding="utf-8", newline="") as rows:
        found = csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(lang, *row) for row in found][1:]


SLIPS = _slips("zh") + _slips("en")


@pytest.mark.parametrize(("lang", "text", "code", "where", "message", "hint"), SLIPS)
def test_a_slip_is_named_with_its_place_and_its_mending(
    lang: str, text: str, code: str, where: str, message: str, hint: str
) -> None:
    parsed = parse(text, CORPUS, subject="order")
    problem = parsed.problems[0]
    assert problem.code == code
    assert text[problem.span.start : problem.span.end] == where
    assert problem.message(lang) == message
    assert problem.hint(lang) == hint


def test_there_are_at_least_sixty_slips_in_each_language() -> None:
    for lang in ("zh", "en"):
        assert len({row[1] for row in SLIPS if row[0] == lang}) >= 60
        assert len({row[4] for row in SLIPS if row[0] == lang}) >= 60


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_sentence_is_whole_and_in_its_language(code: str) -> None:
    for lang, (message, hint) in SENTENCES[code].items():
        for sentence in filter(None, (message, hint)):
            assert sentence[-1] in ("。？" if lang == "zh" else ".?"), sentence
            bare = re.sub(r"\{\w+\}|“[^”]*”|TOP|SUM、?|MAX|cron|N", "", sentence)
            if lang == "zh":
                assert not re.search(r"[A-Za-z]{3,}", bare), sentence
            else:
                assert not re.search(r"[一-鿿]", bare), sentence


def test_a_problem_is_the_object_of_the_contract() -> None:
    text = "如果数量>10，\n则向生产经里发送“x”"
    problem = parse(text, CORPUS, subject="order").problems[0]
    assert problem.as_dict("zh", text, "rules/a.rule") == {
        "code": "unknown_name_like",
        "severity": "error",
        "path": "rules/a.rule",
        "line": 2,
        "column": 3,
        "end_line": 2,
        "end_column": 7,
        "display_column": 5,
        "message": "没有叫「生产经里」的角色。是不是「生产经理」？",
        "hint": "请改成「生产经理」，或先在应用里声明它。",
        "suggestions": ["生产经理"],
    }

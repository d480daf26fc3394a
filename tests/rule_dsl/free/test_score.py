"""Free sentences: what is understood, what one press or one answer helps, and that nothing is misread."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from rule_dsl import parse
from tests.rule_dsl.free.score import Scored, score, tally
from tests.rule_dsl.free.trades import Trade, trades

KEPT = json.loads(Path(__file__).with_name("score.json").read_text("utf-8"))
"""The score that was reached: it may only get better."""


@cache
def _scored() -> tuple[Scored, ...]:
    return tuple(score())


@pytest.mark.parametrize("part", ["development", "held out"])
def test_as_many_sentences_are_answered_and_asked_rightly_as_before(part: str) -> None:
    counts = tally(each for each in _scored() if each.said.is_held_out == (part == "held out"))
    for outcome in ("right", "asked"):
        assert counts[outcome] >= KEPT[part][outcome], f"{outcome}: {counts}"


def test_no_offer_means_something_else() -> None:
    wrong = [each for each in _scored() if each.outcome == "misread" and each.offered.offers]
    assert [(each.said.text, each.offered.offers[0].text) for each in wrong] == []


def test_no_more_sentences_are_accepted_with_another_meaning_than_before() -> None:
    wrong = [each.said.text for each in _scored() if each.outcome == "misread"]
    assert len(wrong) <= KEPT["accepted with another meaning"], wrong


def test_every_offer_reads_back_as_its_own_tree() -> None:
    for each in _scored():
        for made in each.offered.offers:
            words, form = each.trade.vocabulary, each.said.form
            assert parse(made.text, words, subject=form, expect="rule").tree == made.tree


def test_an_answer_makes_a_sentence_that_is_read() -> None:
    answers = 0
    for each in _scored():
        for question in each.offered.questions:
            for choice in question.choices:
                if choice.text:
                    words, form = each.trade.vocabulary, each.said.form
                    assert parse(choice.text, words, subject=form).tree is not None, choice.text
                    answers += 1
    assert answers > 100


@pytest.mark.parametrize("trade", trades(), ids=lambda trade: trade.key)
def test_each_meaning_is_a_sentence_of_the_language(trade: Trade) -> None:
    for said in trade.sentences:
        if said.meaning is not None:
            assert trade.tree(said)


def test_the_corpus_is_of_ten_trades_in_both_languages_with_a_sixth_that_cannot_be_answered() -> (
    None
):
    said = [each for trade in trades() for each in trade.sentences]
    assert len(trades()) >= 10
    assert len(said) >= 600
    assert sum(each.meaning is None for each in said) * 6 >= len(said)
    assert min(sum(each.lang == lang for each in said) for lang in ("zh", "en")) * 3 >= len(said)

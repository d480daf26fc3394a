"""Whatever is typed, the loose reader stays within its counted budgets and raises nothing."""

from __future__ import annotations

import random

import pytest

from rule_dsl import Vocabulary
from rule_dsl.offers import as_dict, offer
from rule_dsl.offers.chart import BUDGET, Chart, Reader
from rule_dsl.offers.lexical import letters
from rule_dsl.offers.offer import LONGEST, rules
from rule_dsl.offers.words_en import WORDS as ENGLISH
from rule_dsl.offers.words_zh import WORDS as CHINESE
from rule_dsl.vocabulary import Name
from tests.rule_dsl.free.trades import trades

PIECES = [
    word for table in (CHINESE, ENGLISH) for some in table.values() for word in some
] + "三天 5% 3 -18度 half an hour 「 “ ” ( ) ， 。 ; \n \x00 \ud800 😀 é ５ 每周一9点".split(" ")


def _mixed(seed: int) -> str:
    dice = random.Random(seed)
    trade = dice.choice(trades())
    said = [each.text for each in trade.sentences]
    pieces = dice.choices(PIECES, k=dice.randint(1, 25)) + dice.choices(said, k=dice.randint(0, 2))
    dice.shuffle(pieces)
    text = dice.choice(["", " "]).join(pieces)
    return text[: dice.randint(1, LONGEST + 20)]


@pytest.mark.parametrize("start", range(0, 120, 40))
def test_any_text_is_answered_or_left_alone(start: int) -> None:
    for seed in range(start, start + 40):
        trade = trades()[seed % len(trades())]
        form = next(iter(trade.vocabulary.forms))
        text = _mixed(seed)
        found = offer(text, trade.vocabulary, form)
        told = as_dict(found, text, trade.vocabulary, form, "zh")
        assert len(told["offers"]) <= 3
        assert all(0 <= each["start"] <= each["end"] <= len(text) for each in told["questions"])


def test_a_long_text_over_a_thousand_names_stays_within_the_budget() -> None:
    trade = trades()[0]
    more = tuple(
        Name(
            "role", f"r{number}", {"zh": (f"第{number}组主管",), "en": (f"lead of team {number}",)}
        )
        for number in range(1000)
    )
    words = trade.vocabulary
    large = Vocabulary(words.forms, (*words.names, *more), words.pinyin)
    form = next(iter(large.forms))
    text = "，".join(each.text for each in trade.sentences)[:LONGEST]
    chart = Chart(Reader(large, form, letters(text, large, form)), rules())
    chart.run()
    assert chart.spent <= BUDGET + 1
    assert offer("体温高于38度5就通知第12组主管", large, "visit").offers


def test_what_is_too_long_is_not_read_loosely() -> None:
    trade = trades()[0]
    assert not offer("通知" * LONGEST, trade.vocabulary, "visit").offers

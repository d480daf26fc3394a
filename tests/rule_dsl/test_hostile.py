"""Whatever is written, only the language's own problems come out, and the work is bounded."""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

import pytest

from rule_dsl import parse
from rule_dsl.lexer.candidates import Text
from rule_dsl.lexer.lexicon import lexicon_of
from rule_dsl.search import MAX_FEEDS, Search
from rule_dsl.synonyms import TABLES
from tests.rule_dsl.corpus_vocabulary import CORPUS

HERE = Path(__file__).parent
with (HERE / "pairs.tsv").open(encoding="utf-8", newline="") as rows:
    SENTENCES = [cell for row in csv.reader(rows, delimiter="\t") for cell in row[1:] if cell][2:]
WORDS = sorted({word for table in TABLES.values() for row in table.values() for word in row})
NAMES = ["订单类型", "加急", "数量", "客户", "生产经理", "due date", "order", "签收", "校验项"]
MARKS = list("，。、；()（）“”\"'‘’「」`《》%+-*/=<>≤≥0123456789 \n的")


def _read(text: str) -> None:
    parsed = parse(text, CORPUS, subject="order")
    assert (parsed.tree is None) == bool(parsed.errors), text
    for problem in parsed.problems:
        for lang in ("zh", "en"):
            assert problem.message(lang), problem.code
            found = problem.as_dict(lang, text)
            assert found["line"] >= 1
            assert found["column"] >= 1
            assert (found["end_line"], found["end_column"]) >= (found["line"], found["column"])
        assert 0 <= problem.span.start <= problem.span.end <= len(text)


@pytest.mark.parametrize("seed", range(6))
def test_random_characters(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(20):
        size = dice.randint(0, 40)
        _read(
            "".join(
                chr(
                    dice.choice(
                        (
                            dice.randint(0, 255),
                            dice.randint(0x4E00, 0x9FFF),
                            dice.randint(0, 0xFFFF),
                        )
                    )
                )
                for _ in range(size)
            )
        )


@pytest.mark.parametrize("seed", range(6))
def test_random_words(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(12):
        parts = [
            dice.choice(dice.choice((WORDS, NAMES, MARKS))) for _ in range(dice.randint(1, 16))
        ]
        _read(dice.choice(("", " ")).join(parts))


@pytest.mark.parametrize("seed", range(8))
def test_mutated_sentences(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(10):
        text = dice.choice(SENTENCES)
        for _ in range(dice.randint(1, 3)):
            place = dice.randrange(len(text) + 1)
            match dice.randrange(4):
                case 0:
                    text = text[:place] + text[place + dice.randint(1, 4) :]
                case 1:
                    text = text[:place] + dice.choice(MARKS) + text[place:]
                case 2:
                    text = text[:place] + dice.choice(WORDS) + text[place:]
                case _:
                    text = text[:place] + text[place - 3 : place + 3] + text[place:]
        _read(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 49 + "1" + ")" * 49,
        "(" * 4000,
        "-" * 4000 + "1",
        "非" * 2000 + "数量>1",
        "not " * 1500 + "quantity > 1",
        "IF(" * 45 + "1" + ")" * 45,
        "数量" + "+1" * 3000,
        "数量>1" + " 且 数量>1" * 400,
        "如果" * 2000,
        "，" * 4000,
        "的" * 2500,
        "客户的" * 1000,
        "1" * 39,
        "0." + "1" * 60,
        "\ud800",
        "a\x00b",
        "“" * 2000,
        "如果数量>1，则" + "通知主管，" * 500,
    ],
    ids=range(18),
)  # fmt: skip
def test_long_and_deep_texts_are_refused_or_read_without_overflow(text: str) -> None:
    limit = sys.getrecursionlimit()
    _read(text)
    assert sys.getrecursionlimit() == limit


def test_the_work_of_a_search_is_bounded() -> None:
    for text in ("且" * 2700, "客户的" * 900, "订单" * 1300):
        search = Search(Text(text, lexicon_of(CORPUS)))
        list(search.readings())
        assert search.spent <= MAX_FEEDS + 200


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("数" * 3000, "too_long"),
        ("(" * 51 + "1" + ")" * 51, "too_deep"),
        ("1" * 39, "too_many_digits"),
        ("  ", "nothing_written"),
        ("数量>1\x07", "bad_character"),
    ],
)
def test_limits_are_checked_before_reading(text: str, code: str) -> None:
    assert parse(text, CORPUS, subject="order").problems[0].code == code

"""What is suggested, taken over, is understood: nothing is offered that would be refused again."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from rule_dsl import Problem, parse
from rule_dsl.vocabulary import Vocabulary
from tests.rule_dsl.corpus_vocabulary import CORPUS
from tests.rule_dsl.gasworks_vocabulary import GASWORKS
from tests.rule_dsl.sterile_supply_vocabulary import STERILE

HERE = Path(__file__).parent


def _column(name: str, column: int) -> list[str]:
    with (HERE / name).open(encoding="utf-8", newline="") as rows:
        read = csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row[column] for row in read][1:]


ORDERS = [text for column in (1, 2) for text in _column("pairs.tsv", column) if text]


def _taken(text: str, problems: tuple[Problem, ...], chosen: Problem, word: str) -> str:
    """The text with one suggestion taken over, and the first of every other problem."""
    for problem in sorted(problems, key=lambda p: (p.span.start, p.span.end), reverse=True):
        new = word if problem is chosen else problem.suggestions[0]
        text = text[: problem.span.start] + new + text[problem.span.end :]
    return text


def _check(text: str, vocabulary: Vocabulary, subject: str) -> int:
    """Every suggestion of a text holds; how many there were."""
    errors = parse(text, vocabulary, subject=subject).errors
    if not all(problem.suggestions for problem in errors):
        return 0
    for problem in errors:
        for word in problem.suggestions:
            taken = _taken(text, errors, problem, word)
            again = parse(taken, vocabulary, subject=subject)
            assert again.tree is not None, (text, taken, [p.code for p in again.errors])
    return sum(len(problem.suggestions) for problem in errors)


def test_the_suggestions_of_the_known_slips_hold() -> None:
    found = sum(_check(text, CORPUS, "order") for text in _column("slips_zh.tsv", 0))
    found += sum(_check(text, CORPUS, "order") for text in _column("slips_en.tsv", 0))
    found += sum(_check(text, STERILE, "job") for text in _column("sterile_supply_slips.tsv", 1))
    assert found > 50


@pytest.mark.parametrize("seed", range(4))
def test_the_suggestions_of_mutated_sentences_hold(seed: int) -> None:
    dice = random.Random(seed)
    found = 0
    for _ in range(25):
        text = dice.choice(ORDERS)
        place = dice.randrange(1, len(text))
        match dice.randrange(3):
            case 0:
                text = text[:place] + text[place + 1 :]
            case 1:
                text = text[:place] + text[place - 1] + text[place:]
            case _:
                text = text[:place] + text[place : place + 2][::-1] + text[place + 2 :]
        found += _check(text, CORPUS, "order")
    assert found


@pytest.mark.parametrize(
    ("text", "code", "where", "suggestions"),
    [
        ("如果等待时长>50，则通知抢修班长", "needs_unit", "50", ("50小时", "50分钟", "50天")),
        ("封堵合格超30，则通知抢修班长", "needs_unit", "30", ("30小时", "30分钟", "30天")),
        ("如果距离上门日期≤3，则通知抢修班长", "needs_unit", "3", ("3天", "3个工作日", "3周")),
        ("若2内未接单，则通知抢修班长", "missing_unit", "2", ("2小时", "2分钟", "2天")),
        ("如果等待时长>50%，则通知抢修班长", "cannot_compare", "等待时长>50%", ()),
        ("每天9点向抢修班长推送前3来电单", "missing_ranking", "前3来电单", ()),
        ("push top 3 service call to crew leader", "missing_ranking", "top 3 service call ", ()),
        ("若阀温属于停供地址，通知抢修班长", "list_of_other_kind", "阀温属于停供地址", ()),
        ("若燃气表属于停供地址，通知抢修班长", "list_of_other_kind", "燃气表属于停供地址", ()),
        ("每周八9点，通知抢修班长", "no_such_weekday", "八", ()),
        ("每天25点通知抢修班长", "no_such_time", "25点", ()),
        ("每月32日9点，通知抢修班长", "no_such_day", "32日", ()),
        ("将级别->A", "arrow", "->", ("改为",)),
        ("when level -> A, notify crew leader", "arrow", "->", (" changes to ", " > ")),
        ("若接单=是，则通知抢修班长", "wrong_kind", "接单", ()),
    ],
)
def test_the_answer_fits_the_fault(
    text: str, code: str, where: str, suggestions: tuple[str, ...]
) -> None:
    problem = parse(text, GASWORKS, subject="call").errors[0]
    place = text[problem.span.start : problem.span.end]
    assert (problem.code, place, problem.suggestions) == (code, where, suggestions)


def test_a_sum_of_many_terms_is_not_too_deep() -> None:
    many = "公式 " + "+".join(["管压"] * 90)
    assert parse(many, GASWORKS, subject="call").tree is not None
    assert parse("公式 " + "+".join(["管压"] * 400), GASWORKS, subject="call").tree is None


def test_a_quarter_of_an_hour_is_a_length() -> None:
    for text in ("等待时长超过一刻钟", "waiting time over 1 quarter of an hour"):
        tree = parse(text, GASWORKS, subject="call").tree
        assert tree is not None
        assert tree.dump() == ["formula", [">", "wait", ["dur", "15", "min"]]]

"""Four more trades, in sentences as their people would say them, in both languages."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from rule_dsl import load, parse, print_text
from tests.rule_dsl.more_trades_vocabulary import MORE_TRADES

with (Path(__file__).parent / "more_trades.tsv").open(encoding="utf-8", newline="") as rows:
    SENTENCES = list(csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


@pytest.mark.parametrize(("form", "chinese", "english", "tree"), SENTENCES)
def test_both_languages_mean_the_tree_written_down_before(
    form: str, chinese: str, english: str, tree: str
) -> None:
    for text in (chinese, english):
        parsed = parse(text, MORE_TRADES, subject=form)
        assert parsed.tree is not None, [problem.message("zh") for problem in parsed.problems]
        assert parsed.tree.dump() == json.loads(tree)


@pytest.mark.parametrize(("form", "chinese", "english", "tree"), SENTENCES)
def test_canonical_text_reads_back(form: str, chinese: str, english: str, tree: str) -> None:
    stored = load(json.loads(tree), MORE_TRADES, form)
    for lang in ("zh", "en"):
        printed = print_text(stored, MORE_TRADES, form, lang)
        assert parse(printed, MORE_TRADES, subject=form).tree == stored


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("船期的延误大于1小时小于3小时，通知货代", "chained_comparison"),
        ("每年1月1日9点，通知配载员", "yearly_date"),
        ("提箱日期小于30天，通知货代", "date_and_length"),
        ("箱重=5-10，通知货代", "range_or_minus"),
        ("每天8点和20点，通知配载员", "several_times"),
        ("每周一至周五9点通知配载员", "several_times"),
        ("every day at 8:00 and 20:00, notify yard planner", "several_times"),
        ("残损记录超过3条，则通知货代", "form_as_value"),
        ("if there are no damage report, tag “fine”", "form_as_value"),
        ("箱重大于28吨的残损记录，阻止“超重”", "other_subject"),
        ("若箱重>28，24小时后仍未查验，则通知货代", "late_after_what"),
        ("除非进场，否则通知货代", "not_event"),
    ],
)
def test_what_cannot_be_said_so_is_told_with_what_to_write(text: str, code: str) -> None:
    found = parse(text, MORE_TRADES, subject="box").errors
    assert [problem.code for problem in found] == [code]
    assert all(problem.hint(lang) for problem in found for lang in ("zh", "en"))

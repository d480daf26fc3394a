"""Names change and come to be; what was stored keeps its meaning."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rule_dsl import load, parse, print_text
from rule_dsl.types import NUMBER, TEXT, Type
from rule_dsl.vocabulary import Field, Form, Labels, Name, Option, Vocabulary
from tests.rule_dsl.corpus_vocabulary import CORPUS, labels
from tests.rule_dsl.trades_vocabulary import TRADES

HERE = Path(__file__).parent
GOLDEN: list[list[Any]] = json.loads((HERE / "golden_trees.json").read_text("utf-8"))


def _renamed(vocabulary: Vocabulary) -> Vocabulary:
    """Every label of the app, replaced by another that holds words of the language."""
    count = 0

    def fresh(_old: Labels) -> Labels:
        nonlocal count
        count += 1
        return labels(f"新且{count}号名", f"new and {count} name")

    forms = {}
    for form in vocabulary.forms.values():
        fields = {
            key: replace(
                item,
                labels=fresh(item.labels),
                options=tuple(Option(o.key, fresh(o.labels)) for o in item.options),
            )
            for key, item in form.fields.items()
        }
        forms[form.key] = replace(form, labels=fresh(form.labels), fields=fields)
    names = tuple(replace(name, labels=fresh(name.labels)) for name in vocabulary.names)
    return Vocabulary(forms, names)


RENAMED = _renamed(CORPUS)


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: f"{row[0]} {row[2][:12]}")
def test_a_stored_rule_prints_the_new_names_and_means_the_same(row: list[Any]) -> None:
    _, subject, _, stored = row
    subject = subject or "order"
    tree = load(stored, RENAMED, subject)
    for lang in ("zh", "en"):
        text = print_text(tree, RENAMED, subject, lang)
        read = parse(text, RENAMED, subject=subject)
        assert read.tree is not None, (text, [p.message(lang) for p in read.problems])
        assert read.tree.dump() == stored


def _with_more_names(vocabulary: Vocabulary) -> Vocabulary:
    """Names declared later that overlap with words of every stored sentence."""
    order = vocabulary.forms["order"]
    more = {
        f"later_{index}": Field(f"later_{index}", NUMBER, labels(zh, f"later {index}"))
        for index, zh in enumerate(
            ("加急提醒", "类型", "截止", "当前", "提醒", "金额", "且", "内未签收")
        )
    }
    forms = {**vocabulary.forms, "order": replace(order, fields={**order.fields, **more})}
    names = (*vocabulary.names, Name("msg", "later_msg", labels("加急", "urgent")))
    return Vocabulary(forms, names)


LATER = _with_more_names(CORPUS)


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: f"{row[0]} {row[2][:12]}")
def test_declaring_names_later_changes_no_stored_rule(row: list[Any]) -> None:
    _, subject, _, stored = row
    subject = subject or "order"
    tree = load(stored, LATER, subject)
    assert tree.dump() == stored
    for lang in ("zh", "en"):
        text = print_text(tree, LATER, subject, lang)
        read = parse(text, LATER, subject=subject)
        assert read.tree is not None, (text, [p.message(lang) for p in read.problems])
        assert read.tree.dump() == stored


def _small(*fields: Field, names: tuple[Name, ...] = ()) -> Vocabulary:
    form = Form("order", labels("订单", "order"), {field.key: field for field in fields})
    return Vocabulary({"order": form}, (Name("role", "boss", labels("主管", "boss")), *names))


@pytest.mark.parametrize(
    "label",
    ["是否含税且包邮", "或有负债", "为期天数", "超过次数", "未开工", "非标件", "交期临近", "如果", "则", "时", "内",
     "数量(件)", "A&B", "3号库存", "不良率%", "金额/元", "的士费", "and", "not paid", "is open"],
)  # fmt: skip
def test_a_name_that_holds_words_of_the_language_is_read_and_printed(label: str) -> None:
    vocabulary = _small(
        Field("odd", NUMBER, labels(label, label)),
        Field("due", Type("date"), labels("交期", "due")),
    )
    stored = ["rule", [">", "odd", "3"], ["do", ["notify", ["to", ["role", "boss"]], None, None,
              ["with"], ["cc"]]], ["else"]]  # fmt: skip
    tree = load(stored, vocabulary, "order")
    for lang in ("zh", "en"):
        text = print_text(tree, vocabulary, "order", lang)
        assert parse(text, vocabulary, subject="order").tree == tree, text
    quoted = parse(f"如果「{label}」>3，则通知主管", vocabulary, subject="order")
    assert quoted.tree == tree


def test_an_unsplit_name_wins_with_a_warning_that_shows_the_other_reading() -> None:
    vocabulary = _small(
        Field("a", NUMBER, labels("数量", "quantity")),
        Field("b", NUMBER, labels("数量或金额", "quantity or amount")),
        Field("c", NUMBER, labels("金额", "amount")),
    )
    parsed = parse("如果数量或金额>3，则通知主管", vocabulary, subject="order")
    assert parsed.tree is not None
    assert parsed.tree.dump()[1] == [">", "b", "3"]


def test_a_label_that_two_kinds_share_is_ambiguous_and_says_how_to_tell_them_apart() -> None:
    vocabulary = _small(
        Field("a", NUMBER, labels("数量", "quantity")),
        names=(Name("param", "limit", labels("数量", "quantity"), type=NUMBER),),
    )
    parsed = parse("如果数量>3，则通知主管", vocabulary, subject="order")
    assert parsed.tree is None
    assert parsed.problems[0].code == "ambiguous_name"
    assert "字段「数量」" in parsed.problems[0].hint("zh")
    told = parse("如果参数「数量」>3，则通知主管", vocabulary, subject="order")
    assert told.tree is not None
    assert told.tree.dump()[1] == [">", ["param", "limit"], "3"]


def test_keys_are_names_and_labels_win_over_them() -> None:
    vocabulary = _small(
        Field("amount", NUMBER, labels("金额", "sum of money")),
        Field("other", NUMBER, labels("别的", "amount")),
    )
    parsed = parse("if amount > 3, then notify boss", vocabulary, subject="order")
    assert parsed.tree is not None
    assert parsed.tree.dump()[1] == [">", "other", "3"]
    by_key = parse("if other > 3, then notify boss", vocabulary, subject="order")
    assert by_key.tree is not None
    assert by_key.tree.dump()[1] == [">", "other", "3"]


def test_full_width_and_case_do_not_matter() -> None:
    vocabulary = _small(Field("note", TEXT, labels("备注A", "Note A")))
    for text in ("如果备注Ａ＝“x”，则通知主管", 'IF NOTE A = "x", THEN NOTIFY BOSS'):
        parsed = parse(text, vocabulary, subject="order")
        assert parsed.tree is not None, [p.message("zh") for p in parsed.problems]
        assert parsed.tree.dump()[1] == ["=", "note", ["text", "x"]]


def test_suggestions_come_by_sound_too() -> None:
    vocabulary = Vocabulary(
        TRADES.forms, TRADES.names, {"维修主管": "wei xiu zhu guan", "班长": "ban zhang"}
    )
    parsed = parse("若维修费用>1，通知weixiuzhuguan", vocabulary, subject="repair")
    assert parsed.problems[0].suggestions[0] == "维修主管"


_DIRECTORS = (
    Name("role", "director", labels("采购总监", "purchasing director")),
    Name("role", "cfo", labels("财务总监", "finance director")),
)


def test_a_key_that_may_be_short_for_several_names_is_asked_for_in_full() -> None:
    vocabulary = _small(names=_DIRECTORS)
    parsed = parse("notify director", vocabulary, subject="order")
    assert parsed.tree is None
    told = parsed.problems[0]
    assert told.code == "short_of_several"
    assert "“purchasing director”, “finance director”" in told.message("en")
    assert "「采购总监」、「财务总监」" in told.message("zh")
    for whole in ("purchasing director", "finance director"):
        assert parse(f"notify {whole}", vocabulary, subject="order").tree is not None


def test_a_key_that_can_mean_one_thing_only_is_a_name() -> None:
    vocabulary = _small(names=_DIRECTORS)
    by_key = parse("notify cfo", vocabulary, subject="order")
    assert by_key.tree is not None
    assert ["to", ["role", "cfo"]] in by_key.tree.dump()[2][1]
    alone = _small(names=_DIRECTORS[:1])
    assert parse("notify director", alone, subject="order").tree is not None
    called = (*_DIRECTORS, Name("role", "head", labels("总监", "director")))
    by_label = parse("notify director", _small(names=called), subject="order")
    assert by_label.tree is not None
    assert ["to", ["role", "head"]] in by_label.tree.dump()[2][1]

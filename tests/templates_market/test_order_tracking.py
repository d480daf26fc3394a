"""The flagship template is sound, and every sentence of the corpus means in it what it should."""

import csv
from pathlib import Path
from typing import Any

import pytest

from rule_dsl import parse
from runtime.catalog import catalog
from runtime.spec.load import load_app
from runtime.spec.vocabulary import vocabulary
from templates_market.gallery import BUNDLES
from tests.rule_dsl.corpus_vocabulary import CORPUS
from tests.rule_dsl.test_corpus import GOLDEN, PAIRS

FOLDER = BUNDLES / "order_tracking"
SPEC, PROBLEMS = load_app(FOLDER, catalog().blocks)
assert SPEC is not None, PROBLEMS
WORDS = vocabulary(SPEC, catalog().fields)
OTHER_TYPES = {"customer.level", "supplier.next_lots"}
"""A choice and tags here, texts in the hand-made vocabulary; the trees are the same."""
REMINDER = "如果订单类型=加急 且 当前进度<50% 且 距离截止日≤3天,则向生产经理发送加急提醒"


def test_nothing_is_wrong_with_it() -> None:
    assert [each.message("zh") for each in PROBLEMS if each.severity != "hint"] == []


def test_every_name_of_the_corpus_is_declared_with_its_key_and_kind() -> None:
    for form in CORPUS.forms.values():
        if form.key in {"check_item", "track_event", "order_line"}:
            continue  # lines of the order here
        for key, field in form.fields.items():
            here = WORDS.forms[form.key].fields[key]
            assert here.labels["zh"][0] == field.labels["zh"][0], f"{form.key}.{key}"
            if f"{form.key}.{key}" not in OTHER_TYPES:
                assert here.type.kind == field.type.kind, f"{form.key}.{key}"
    declared = {(name.kind, name.key) for name in WORDS.names}
    assert [n.key for n in CORPUS.names if (n.kind, n.key) not in declared] == []


@pytest.mark.parametrize(
    ("row", "subject", "text", "tree"), GOLDEN, ids=lambda value: str(value)[:24]
)
def test_a_sentence_of_the_corpus_has_its_golden_tree_here(
    row: str, subject: str | None, text: str, tree: Any
) -> None:
    parsed = parse(text, WORDS)
    assert parsed.errors == ()
    assert parsed.tree is not None
    assert parsed.tree.dump() == tree
    assert parsed.subject == subject


@pytest.mark.parametrize(
    ("row", "chinese", "english"), [each for each in PAIRS if each[2]], ids=str
)
def test_the_english_column_means_the_same_here(row: str, chinese: str, english: str) -> None:
    first, second = parse(chinese, WORDS), parse(english, WORDS)
    assert first.tree is not None
    assert second.tree == first.tree


def test_every_rule_of_the_corpus_that_is_a_rule_is_a_rule_of_the_template() -> None:
    kept = {rule.text for rule in SPEC.rules}  # type: ignore[union-attr]
    missing = {
        row
        for row, _, _, tree in GOLDEN
        if tree[0] == "rule"
        and not any(text in kept for number, _, text, _ in GOLDEN if number == row)
    }
    assert missing == set()


def test_the_urgent_reminder_is_the_users_own_sentence() -> None:
    rule = next(each for each in SPEC.rules if each.key == "urgent_reminder")  # type: ignore[union-attr]
    assert (rule.text, rule.on) == (REMINDER, True)


def test_some_three_hundred_orders_show_every_state_and_flag() -> None:
    with (FOLDER / "data" / "order.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    life = next(each for each in SPEC.lifecycles if each.form == "order")  # type: ignore[union-attr]
    order = SPEC.form("order")  # type: ignore[union-attr]
    assert order is not None
    assert len(rows) == 300
    assert {row["status"] for row in rows} == {state.key for state in life.states}
    flags = next(each for each in order.fields if each.key == "flags")
    shown = {flag for row in rows for flag in row["flags"].split(",") if flag}
    assert shown == {option["key"] for option in flags.options["options"]}
    assert {row["order_type"] for row in rows} == {"normal", "urgent", "sample"}


def test_the_quick_entry_asks_for_five_fields() -> None:
    view = next(each for each in SPEC.views if each.key == "quick_order")  # type: ignore[union-attr]
    assert len(view.options["fields"]) == 5


def test_everybody_of_the_manifest_holds_declared_roles() -> None:
    from templates_market.template import read_template

    template, problems = read_template((FOLDER / "template.yaml").read_bytes())
    assert template is not None, problems
    roles = {role.key for role in SPEC.named("role")}  # type: ignore[union-attr]
    rooms = {each.key for each in SPEC.named("department")}  # type: ignore[union-attr]
    held = {role for member in template.people for role in member.roles}
    assert held == roles
    assert {member.department for member in template.people} <= rooms
    for role in roles:
        assert any(m.login == f"{role}_1" and role in m.roles for m in template.people), role
    assert all(Path(FOLDER, "data", f"{form}.csv").is_file() for form in ("order", "customer"))

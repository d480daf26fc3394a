"""The flagship template is sound, and every sentence of the corpus means in it what it should."""

import csv
from pathlib import Path

import pytest

from rule_dsl import parse
from runtime.catalog import catalog
from runtime.spec.load import load_app
from runtime.spec.vocabulary import vocabulary
from templates_market.gallery import BUNDLES
from tests.rule_dsl.corpus_vocabulary import CORPUS

FOLDER = BUNDLES / "order_tracking"
SPEC, PROBLEMS = load_app(FOLDER, catalog().blocks)
assert SPEC is not None, PROBLEMS
WORDS = vocabulary(SPEC, catalog().fields)
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
            assert here.type.kind == field.type.kind, f"{form.key}.{key}"
    declared = {(name.kind, name.key) for name in WORDS.names}
    assert [n.key for n in CORPUS.names if (n.kind, n.key) not in declared] == []


def _rules() -> list[tuple[str, str, str]]:
    return [(rule.key, rule.form, rule.text) for rule in SPEC.rules]  # type: ignore[union-attr]


@pytest.mark.parametrize(("key", "form", "text"), _rules(), ids=[each[0] for each in _rules()])
def test_a_rule_means_what_the_corpus_says(key: str, form: str, text: str) -> None:
    here = parse(text, WORDS, subject=form, expect="rule")
    there = parse(text, CORPUS, subject=form, expect="rule")
    assert here.tree is not None
    if there.tree is not None:  # the template's own sentences use names of its own
        assert here.tree.dump() == there.tree.dump()


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

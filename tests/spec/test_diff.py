"""What changed between two specs, in sentences."""

from dataclasses import replace
from typing import Any

from runtime.spec.app import AppSpec, FieldSpec
from runtime.spec.diff import (
    Added,
    Changed,
    Relabelled,
    Reordered,
    Retired,
    SwitchedOff,
    TextChanged,
    TypeChanged,
    changes,
)
from runtime.spec.meanings import meaning_changes
from runtime.spec.reading import read_app
from tests.spec.small import BLOCKS, small

OLD = small()


def with_field(key: str, **facts: Any) -> AppSpec:
    form = OLD.forms[0]
    fields = tuple(replace(f, **facts) if f.key == key else f for f in form.fields)
    return replace(OLD, forms=(replace(form, fields=fields),))


def with_form(**facts: Any) -> AppSpec:
    return replace(OLD, forms=(replace(OLD.forms[0], **facts),))


def test_nothing_changed() -> None:
    assert changes(OLD, small()) == ()


def test_everything_is_new_at_first() -> None:
    found = changes(None, OLD)
    assert {type(each) for each in found} == {Added}
    assert (found[0].kind, found[0].message("en")) == ("app", "The app “Lending” is new.")
    kinds = {each.kind for each in found}
    assert {"role", "form", "view", "lifecycle", "approval", "rule", "scenario", "seed"} <= kinds


def test_a_field_is_added_and_retired_never_dropped() -> None:
    form = OLD.forms[0]
    fields = (*(f for f in form.fields if f.key != "kind"), FieldSpec("x", "text", {"zh": "新"}))
    gone, new = changes(OLD, with_form(fields=fields))
    assert (type(gone), gone.element) == (Retired, "forms/loan#fields/kind")
    assert gone.message("zh") == "停用「借书单」的字段「类别」，已有数据保留。"
    assert (type(new), new.element) == (Added, "forms/loan#fields/x")
    assert new.message("zh") == "「借书单」新增字段「新」。"


def test_a_rename_is_a_relabel() -> None:
    (found,) = changes(OLD, with_field("book", labels={"zh": "题名", "en": "book"}))
    assert isinstance(found, Relabelled)
    assert found.message("zh") == "「借书单」的字段「书名 / book」改名为「题名 / book」。"


def test_another_type_is_said() -> None:
    (found,) = changes(OLD, with_field("copies", type="decimal"))
    assert isinstance(found, TypeChanged)
    assert found.message("en") == (
        "The field “copies” of “loan” changes from the type integer to decimal."
    )


def test_other_facts_are_named() -> None:
    (found,) = changes(OLD, with_field("book", required=False, width=6))
    assert isinstance(found, Changed)
    assert found.facts["what"] == ("required", "width")
    assert found.message("zh") == "「借书单」的字段「书名」修改了：必填、宽度。"


def test_options_are_followed_one_by_one() -> None:
    kind = OLD.forms[0].field("kind")
    assert kind is not None
    long = kind.options["options"][1]
    fresh = {"key": "week", "label": {"zh": "一周", "en": "week"}}
    found = changes(OLD, with_field("kind", options={**kind.options, "options": [fresh, long]}))
    assert [(type(each), each.element) for each in found] == [
        (Retired, "forms/loan#fields/kind/options/short"),
        (Added, "forms/loan#fields/kind/options/week"),
    ]


def test_an_order_that_people_see_is_said() -> None:
    (found,) = changes(OLD, with_form(fields=OLD.forms[0].fields[::-1]))
    assert isinstance(found, Reordered)
    assert found.message("en") == "The order of the fields of “loan” changes."


def test_a_rule_says_something_else_or_is_switched_off() -> None:
    (rule,) = OLD.rules
    text, off = changes(OLD, replace(OLD, rules=(replace(rule, text="新增‘x’标签", on=False),)))
    assert (type(text), text.facts["before"]) == (TextChanged, rule.text)
    assert text.message("zh") == "规则「长借」改为：新增‘x’标签"
    assert isinstance(off, SwitchedOff)


def test_rights_states_and_moves_have_their_names() -> None:
    grants = OLD.forms[0].grants
    (right,) = changes(OLD, with_form(grants=(grants[0], replace(grants[1], rows=None))))
    assert right.element == "forms/loan#permissions/reader"
    assert right.message("en") == "The grant “reader” of “loan” changes: records."
    (life,) = OLD.lifecycles
    states = (replace(life.states[0], moves=life.states[0].moves[1:]), *life.states[1:])
    (move,) = changes(OLD, replace(OLD, lifecycles=(replace(life, states=states),)))
    assert move.element == "lifecycles/loan_life#states/out/moves/give_back"
    assert move.message("zh") == "「借出」不再有流转「归还」。"


def test_sample_records_are_one_thing() -> None:
    (seed,) = OLD.seeds
    (found,) = changes(OLD, replace(OLD, seeds=(replace(seed, rows=seed.rows * 2),)))
    assert (found.kind, found.element) == ("seed", "data/loan")


def test_a_new_name_that_changes_how_a_text_is_read_is_said() -> None:
    form = OLD.forms[0]
    other = FieldSpec("other", "integer", {"zh": "册数"})
    old_name = {"zh": "旧册数"}
    fields = [replace(f, labels=old_name) if f.key == "copies" else f for f in form.fields]
    new = with_form(fields=(*fields, other))
    before = read_app(OLD, BLOCKS).edition.trees
    found = meaning_changes(before, read_app(new, BLOCKS).edition, BLOCKS)
    assert "rules/long_loan#text" in [each.element for each in found]
    assert "没有改动" in found[0].message("zh")
    assert meaning_changes(before, read_app(small(), BLOCKS).edition, BLOCKS) == ()


def test_every_change_has_a_sentence_in_both_languages() -> None:
    for each in (*changes(None, OLD), *changes(OLD, with_form(fields=()))):
        assert all("{" not in each.message(lang) for lang in ("zh", "en"))

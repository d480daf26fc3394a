"""Edits: pure, undoable to the letter, and a rename breaks no rule."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder import starters
from builder.edits.add import Add
from builder.edits.history import MOST_STEPS, joined, load_step, put, step_between
from builder.edits.move import Move
from builder.edits.perform import perform
from builder.edits.places import field_place
from builder.edits.read import EDITS, read_edit
from builder.edits.relabel import Relabel
from builder.edits.remove import Remove
from builder.edits.set import Set
from builder.panel import controls, groups, kinds
from rule_dsl import Node, parse
from runtime.catalog import catalog
from runtime.errors import LANGUAGES, Refusal
from runtime.spec.app import AppSpec
from runtime.spec.dump import to_json
from runtime.spec.expressions import expressions
from runtime.spec.findings import Findings
from runtime.spec.reading import read_app
from runtime.spec.vocabulary import vocabulary
from tests.builder.edits import LANGS, NAMES, edits_of
from tests.house import app_in

BLOCKS = catalog().blocks
APPS = {key: app_in(f"apps/{key}") for key in ("leave", "repair")}
SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def trees(spec: AppSpec) -> dict[tuple[str, int], Node | None]:
    """What every text of the app means, by its place."""
    words = vocabulary(spec, BLOCKS.fields)
    found: dict[tuple[str, int], Node | None] = {}
    order: dict[str, int] = {}
    for each in expressions(Findings(spec, BLOCKS, {})):
        order[each.element] = order.get(each.element, 0) + 1
        read = parse(each.text, words, subject=each.form or None, expect=each.expect)
        found[each.element, order[each.element]] = read.tree
    return found


MEANT = {key: trees(spec) for key, spec in APPS.items()}


def labels_of(spec: AppSpec) -> set[str]:
    """Every label that a form or a field of the app already bears, in any language."""
    named = [each for form in spec.forms for each in (form, *form.fields)]
    return {label for each in named for label in each.labels.values()}


@SLOW
@given(data=st.data(), key=st.sampled_from(sorted(APPS)))
def test_undoing_an_edit_gives_the_very_same_app(data: st.DataObject, key: str) -> None:
    spec = APPS[key]
    steps, specs = [], [spec]
    for _ in range(data.draw(st.integers(1, 4))):
        edit = data.draw(edits_of(spec))
        try:
            after = perform(edit, spec, BLOCKS)
        except Refusal:
            continue
        label = edit.label(spec)
        assert set(label) == set(LANGUAGES)
        assert all(label.values())
        steps.append(load_step(step_between(spec, after, label).dump()))
        specs.append(after)
        spec = after
    for step, before in zip(reversed(steps), reversed(specs[:-1]), strict=True):
        after = spec
        spec = put(spec, step.before)
        assert spec == before
        assert to_json(put(spec, step.after)) == to_json(after)


@SLOW
@given(data=st.data(), key=st.sampled_from(sorted(APPS)))
def test_an_edit_leaves_the_app_it_was_given_alone(data: st.DataObject, key: str) -> None:
    before = to_json(APPS[key])
    with suppress(Refusal):
        perform(data.draw(edits_of(APPS[key])), APPS[key], BLOCKS)
    assert to_json(APPS[key]) == before


@settings(deadline=None, max_examples=120)
@given(data=st.data(), lang=LANGS, text=NAMES, key=st.sampled_from(sorted(APPS)))
def test_a_rename_keeps_the_meaning_of_every_rule(
    data: st.DataObject, lang: str, text: str, key: str
) -> None:
    spec = APPS[key]
    form = data.draw(st.sampled_from(spec.forms))
    field = data.draw(st.sampled_from(form.fields))
    edit = data.draw(
        st.sampled_from(
            [
                Relabel(field_place(form.key, field.key), lang, text),
                Relabel(f"forms/{form.key}", lang, text),
            ]
        )
    )
    after = None
    with suppress(Refusal):
        after = perform(edit, spec, BLOCKS)
    if after is None:
        # Nobody could tell such a field from the number, or from the namesake it already has.
        assert text == "50%" or text in labels_of(spec)
    else:
        assert trees(after) == MEANT[key]


def test_every_field_of_the_small_apps_can_be_renamed_to_a_hard_name() -> None:
    for key, spec in APPS.items():
        for form in spec.forms:
            for field in form.fields:
                after = perform(
                    Relabel(field_place(form.key, field.key), "zh", "且 加急 50%"), spec, BLOCKS
                )
                assert trees(after) == MEANT[key], field.key


def test_the_new_name_stands_in_the_rule() -> None:
    spec = APPS["repair"]
    text = next(rule.text for rule in spec.rules if rule.key == "late_progress")
    assert "维修进度<50%" in text
    after = perform(Relabel("forms/ticket/fields/progress", "zh", "完成比例"), spec, BLOCKS)
    fresh = next(rule.text for rule in after.rules if rule.key == "late_progress")
    assert "完成比例<50%" in fresh
    assert "维修进度" not in fresh
    assert not [p for p in read_app(after, BLOCKS).problems if p.severity == "error"]


def test_a_renamed_option_is_renamed_in_its_rules() -> None:
    spec = APPS["repair"]
    field = spec.form("ticket").field("urgency")  # type: ignore[union-attr]
    assert field is not None
    options = [
        {**each, "label": {**each["label"], "zh": f"{each['label']['zh']}级"}}
        for each in field.options["options"]
    ]
    after = perform(Set("forms/ticket/fields/urgency", "options", options), spec, BLOCKS)
    assert trees(after) == trees(spec)
    assert "停产级" in next(rule.text for rule in after.rules if rule.key == "stop_alert")


def test_a_removed_field_leaves_lists_and_stays_in_sentences_to_be_seen() -> None:
    spec = APPS["repair"]
    after = perform(Remove("forms/ticket/fields/due"), spec, BLOCKS)
    wrong = {
        p.element.partition("#")[0]
        for p in read_app(after, BLOCKS).problems
        if p.severity == "error"
    }
    assert wrong == {"app", "lifecycles/ticket_life", "rules/late_progress"}
    for view in after.views:
        assert "due" not in str(view.options), view.key


def test_moving_within_lines_and_forms_counts_without_the_field() -> None:
    spec = APPS["leave"]
    keys = [field.key for field in spec.form("request").fields]  # type: ignore[union-attr]
    after = perform(Move(field_place("request", keys[0]), 2), spec, BLOCKS)
    moved = [field.key for field in after.form("request").fields]  # type: ignore[union-attr]
    assert moved == [*keys[1:3], keys[0], *keys[3:]]
    assert perform(Move(field_place("request", keys[0]), 0), after, BLOCKS) == spec


def test_a_change_that_is_no_app_is_refused_with_a_sentence() -> None:
    spec = APPS["leave"]
    for attribute, value in (
        ("width", "wide"),
        ("width", 13),
        ("max_length", -1),
        ("help", "text"),
        ("also", {"zh": "x"}),
        ("pattern", "("),
    ):
        with pytest.raises(Refusal) as refused:
            perform(Set("forms/request/fields/reason", attribute, value), _with_text(spec), BLOCKS)
        assert refused.value.wrongs, attribute
    with pytest.raises(Refusal, match="edit_wrong"):
        perform(Set("forms/request/fields/reason", "colour", "red"), spec, BLOCKS)
    with pytest.raises(Refusal, match="edit_no_property"):
        perform(Set("forms/request/fields/reason", "key", "why"), spec, BLOCKS)
    with pytest.raises(Refusal, match="edit_gone"):
        perform(Remove("forms/request/fields/nothing"), spec, BLOCKS)
    with pytest.raises(Refusal, match="edit_key_taken"):
        perform(starters.empty_form(spec, "request", {"zh": "又一个"}), spec, BLOCKS)


def _with_text(spec: AppSpec) -> AppSpec:
    form = spec.form("request")
    assert form is not None
    if form.field("reason").type == "text":  # type: ignore[union-attr]
        return spec
    gone = perform(Remove("forms/request/fields/reason"), spec, BLOCKS)
    return perform(_field("reason", "text", {"zh": "事由"}), gone, BLOCKS)


def test_every_type_can_be_added_from_the_palette_and_is_sound() -> None:
    spec = perform(
        starters.empty_form(APPS["repair"], "blank", {"zh": "空表"}), APPS["repair"], BLOCKS
    )
    for kind in kinds(catalog(), "zh"):
        if kind["group"]:
            new = starters.new_field(spec, catalog(), ("blank", ""), kind["key"], None)
            spec = perform(new, spec, BLOCKS)
            spec = perform(starters.copy_field(spec, "blank", new.value["key"]), spec, BLOCKS)
    form = spec.form("blank")
    assert form is not None
    assert len(form.fields) == 2 * sum(1 for kind in kinds(catalog(), "zh") if kind["group"])
    assert not [p.message("zh") for p in read_app(spec, BLOCKS).problems if p.severity == "error"]


def test_every_option_of_every_type_has_a_control() -> None:
    for lang in LANGUAGES:
        assert all(group["label"] for group in groups(lang))
        for kind, block in (*catalog().fields.items(), *catalog().views.items()):
            drawn = {control.key for control in controls(block, lang)}
            assert drawn | {"fields"} >= set(block.options), kind
            named = [c for c in controls(block, lang) if not c.label]
            assert not named, kind


def test_the_palette_is_found_by_label_pinyin_initials_and_key() -> None:
    by_key = {kind["key"]: kind["search"] for kind in kinds(catalog(), "zh")}
    text = by_key["text"]
    for word in ("单行", "danxingwenben", "dxwb", "text"):
        assert word in text


def test_edits_are_read_strictly() -> None:
    good = {"kind": "move", "place": "forms/a/fields/b", "to": 2}
    assert read_edit(good) == Move("forms/a/fields/b", 2)
    add = {"kind": "add", "to": "forms/a/fields", "value": {"key": "b"}}
    assert read_edit(add) == Add("forms/a/fields", {"key": "b"})
    for bad in (
        None, [], "x", {}, {"kind": "drop_table"}, {**good, "to": "2"}, {**good, "to": True},
        {**good, "to": -1}, {**good, "x": 1}, {"kind": "move", "place": "forms/a/fields/b"},
        {"kind": "relabel", "place": "forms/a", "lang": "fr", "text": "x"},
        {**add, "value": {"key": "B c"}}, {**add, "value": {"key": 7}}, {**add, "value": []},
        {**add, "at": "1"}, {**add, "value": {1: "x"}},
        {**good, "place": "x"}, {**good, "place": "forms/a\0"}, {**good, "place": 7},
        {**good, "place": "forms/../app"}, {**good, "place": "forms//b"},
        {**good, "place": "/".join(["forms"] * 40)}, {**good, "place": "data/a"},
    ):  # fmt: skip
        with pytest.raises(Refusal, match="edit_unread"):
            read_edit(bad)


def test_every_edit_has_a_sentence_in_each_language() -> None:
    assert set(EDITS) == {"add", "set", "relabel", "move", "remove"}
    spec = APPS["repair"]
    for edit in (
        _field("size", "text", {"zh": "尺寸"}),
        Set("rules/stop_alert", "on", False),
        Set("forms/ticket", "title", "urgency"),
        Set("forms/ticket/permissions/0", "rows", "本人创建"),
        Relabel("app", "en", "Repairs"),
        Move("forms/ticket/permissions/1", 0),
        Remove(f"app/roles/{spec.named('role')[0].key}"),
    ):
        said = edit.label(spec)
        assert set(said) == set(LANGUAGES)
        assert all("{" not in text and "edit." not in text for text in said.values()), said


def test_anything_of_the_app_is_edited_the_same_way() -> None:
    spec = perform(Relabel("app/roles/boss", "zh", "大老板"), _with_role(APPS["leave"]), BLOCKS)
    assert spec.named("role")[-1].labels["zh"] == "大老板"
    grant = {"role": "boss", "can": ["read"]}
    count = len(spec.form("request").grants)  # type: ignore[union-attr]
    spec = perform(Add("forms/request/permissions", grant), spec, BLOCKS)
    spec = perform(Set(f"forms/request/permissions/{count}", "rows", "天数>3"), spec, BLOCKS)
    spec = perform(Move(f"forms/request/permissions/{count}", 0), spec, BLOCKS)
    first = spec.form("request").grants[0]  # type: ignore[union-attr]
    assert (first.role, first.rows, first.can) == ("boss", "天数>3", {"read"})
    life = spec.lifecycles[0]
    before = [state.key for state in life.states]
    spec = perform(Move(f"lifecycles/{life.key}/states/{before[-1]}", 0), spec, BLOCKS)
    assert [state.key for state in spec.lifecycles[0].states] == [before[-1], *before[:-1]]


def _with_role(spec: AppSpec) -> AppSpec:
    return perform(Add("app/roles", {"key": "boss", "label": {"zh": "老板"}}), spec, BLOCKS)


def _field(key: str, type_: str, label: dict[str, str], form: str = "request") -> Add:
    return Add(f"forms/{form}/fields", {"key": key, "type": type_, "label": label})


def test_typing_is_one_step_and_takes_back_whole() -> None:
    spec = APPS["leave"]
    one = perform(Relabel("forms/request/fields/reason", "zh", "理"), spec, BLOCKS)
    two = perform(Relabel("forms/request/fields/reason", "zh", "理由"), one, BLOCKS)
    step = joined(step_between(spec, one, {"zh": "a"}), step_between(one, two, {"zh": "b"}))
    assert put(two, step.before) == spec
    assert put(spec, step.after) == two
    assert step.label == {"zh": "b"}
    assert MOST_STEPS == 200


def test_a_rule_may_be_wrong_in_a_draft() -> None:
    rule = {"key": "wrong", "form": "request", "label": {"zh": "错"}, "text": "如果天数>，则"}
    spec = perform(Add("rules", rule), APPS["leave"], BLOCKS)
    assert any(p.element.startswith("rules/wrong") for p in read_app(spec, BLOCKS).problems)


def test_lines_keep_a_column() -> None:
    column = {"key": "a", "type": "text", "label": {"zh": "甲"}}
    lines = {"key": "items", "type": "lines", "label": {"zh": "明细"}, "fields": [column]}
    spec = perform(Add("forms/request/fields", lines), APPS["leave"], BLOCKS)
    with pytest.raises(Refusal, match="edit_last_column"):
        perform(Remove("forms/request/fields/items/fields/a"), spec, BLOCKS)

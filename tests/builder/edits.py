"""Random edits of an app, each of which makes sense for it."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from builder import starters
from builder.edits.base import Edit
from builder.edits.move import Move
from builder.edits.places import field_place
from builder.edits.relabel import Relabel
from builder.edits.remove import Remove
from builder.edits.set import Set
from runtime.catalog import catalog
from runtime.spec.app import AppSpec, FormSpec

NAMES = st.sampled_from(
    [
        "甲",
        "新名称",
        "数量 2",
        "Name",
        "due date",
        "加急且重要",
        "如果",
        "50%",
        "a “b” c",
        "且",
        "≥3",
    ]
)
LANGS = st.sampled_from(["zh", "en"])


def edits_of(spec: AppSpec) -> st.SearchStrategy[Edit]:
    """An edit of this app."""
    fields = [
        field_place(form.key, path)
        for form in spec.forms
        for field in form.fields
        for path in (field.key, *(f"{field.key}.{inner.key}" for inner in field.fields))
    ]
    forms = [f"forms/{form.key}" for form in spec.forms]
    rules = [f"rules/{rule.key}" for rule in spec.rules]
    views = [f"views/{view.key}" for view in spec.views]
    others = [f"app/roles/{role.key}" for role in spec.named("role")]
    others += [f"{form}/permissions/0" for form in forms]
    others += [
        f"lifecycles/{life.key}/states/{state.key}"
        for life in spec.lifecycles
        for state in life.states
    ]
    named = st.sampled_from(["app", *forms, *fields, *rules, *views, *others[:1]])
    kinds: list[st.SearchStrategy[Any]] = [
        st.builds(Relabel, named, LANGS, NAMES),
        st.builds(_new_field, st.just(spec), st.sampled_from(spec.forms), st.integers(0, 9)),
        st.builds(Remove, st.sampled_from(others)),
        st.builds(Move, st.sampled_from(others), st.integers(0, 3)),
    ]
    if fields:
        place, outer = st.sampled_from(fields), st.sampled_from([f for f in fields if _is_outer(f)])
        kinds += [
            st.builds(Move, place, st.integers(0, 9)),
            st.builds(lambda p, on: Set(p, "required", on), place, st.booleans()),
            st.builds(lambda p, w: Set(p, "width", w), place, st.integers(1, 12)),
            st.builds(Remove, outer),
            st.builds(_title, outer),
        ]
    if rules:
        rule = st.sampled_from(rules)
        text = st.text("如果则且，通知a ", min_size=1, max_size=9).filter(str.strip)
        kinds += [
            st.builds(lambda p, on: Set(p, "on", on), rule, st.booleans()),
            st.builds(lambda p, said: Set(p, "text", said.strip()), rule, text),
            st.builds(Remove, rule),
        ]
    if views:
        kinds.append(st.builds(Remove, st.sampled_from(views)))
    return st.one_of(kinds)


def _is_outer(place: str) -> bool:
    return len(place.split("/")) == 4


def _title(place: str) -> Set:
    form, _, key = place.rpartition("/fields/")
    return Set(form, "title", key)


def _new_field(spec: AppSpec, form: FormSpec, number: int) -> Edit:
    kinds = [key for key, block in catalog().fields.items() if not block.holds_state]
    type_ = kinds[number % len(kinds)]
    return starters.new_field(spec, catalog(), (form.key, ""), type_, number)

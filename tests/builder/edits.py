"""Random edits of an app, each of which makes sense for it."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from builder import starters
from builder.edits.base import Edit
from builder.edits.fields import ChangeField, MoveField, RelabelField, RemoveField
from builder.edits.forms import RelabelApp, RelabelForm, SetTitle
from builder.edits.rules import ChangeRule, RelabelRule, RemoveRule, SwitchRule
from builder.edits.views import RelabelView, RemoveView
from runtime.catalog import catalog
from runtime.spec.app import AppSpec

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
    paths = [
        (form.key, path)
        for form in spec.forms
        for field in form.fields
        for path in (field.key, *(f"{field.key}.{inner.key}" for inner in field.fields))
    ]
    rules = [rule.key for rule in spec.rules]
    views = [view.key for view in spec.views]
    kinds: list[st.SearchStrategy[Any]] = [
        st.builds(RelabelApp, LANGS, NAMES),
        st.builds(RelabelForm, st.sampled_from([f.key for f in spec.forms]), LANGS, NAMES),
        st.builds(_new_field, st.just(spec), st.sampled_from(paths), st.integers(0, 9)),
    ]
    if paths:
        place = st.sampled_from(paths)
        kinds += [
            st.builds(lambda p, lang, text: RelabelField(*p, lang, text), place, LANGS, NAMES),
            st.builds(lambda p, to: MoveField(*p, to), place, st.integers(0, 9)),
            st.builds(lambda p, on: ChangeField(*p, "required", on), place, st.booleans()),
            st.builds(lambda p, w: ChangeField(*p, "width", w), place, st.integers(1, 12)),
            st.builds(lambda p: RemoveField(*p), place.filter(lambda p: "." not in p[1])),
            st.builds(lambda p: SetTitle(*p), place.filter(lambda p: "." not in p[1])),
        ]
    if rules:
        rule = st.sampled_from(rules)
        form = spec.forms[0].key
        kinds += [
            st.builds(SwitchRule, rule, st.booleans()),
            st.builds(RemoveRule, rule),
            st.builds(RelabelRule, rule, LANGS, NAMES),
            st.builds(
                ChangeRule,
                rule,
                st.just(form),
                st.text("如果则且，通知a ", min_size=1, max_size=9).filter(str.strip),
            ),
        ]
    if views:
        view = st.sampled_from(views)
        kinds += [st.builds(RelabelView, view, LANGS, NAMES), st.builds(RemoveView, view)]
    return st.one_of(kinds)


def _new_field(spec: AppSpec, place: tuple[str, str], number: int) -> Edit:
    kinds = [key for key, block in catalog().fields.items() if not block.holds_state]
    type_ = kinds[number % len(kinds)]
    return starters.new_field(spec, catalog(), (place[0], ""), type_, number)

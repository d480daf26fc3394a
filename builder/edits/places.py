"""Finding an element of an app, and the app with that element changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from runtime.errors import Refusal
from runtime.spec.app import AppSpec, FieldSpec, FormSpec, RuleSpec, ViewSpec

Fields = tuple[FieldSpec, ...]


def form_at(spec: AppSpec, key: str) -> FormSpec:
    """The form with that key.

    Raises:
        Refusal: edit_gone, where an element is not there any more (here and below).
    """
    found = spec.form(key)
    if found is None:
        raise Refusal("edit_gone", 422)
    return found


def with_form(spec: AppSpec, key: str, change: Callable[[FormSpec], FormSpec]) -> AppSpec:
    """The app with one form changed."""
    form_at(spec, key)
    return replace(spec, forms=tuple(change(f) if f.key == key else f for f in spec.forms))


def field_at(form: FormSpec, path: str) -> FieldSpec:
    """A field by its key, or a column of lines by ``lines.column``."""
    outer, _, inner = path.partition(".")
    found = form.field(outer)
    if found is not None and inner:
        found = next((each for each in found.fields if each.key == inner), None)
    if found is None:
        raise Refusal("edit_gone", 422)
    return found


def siblings(form: FormSpec, inside: str) -> Fields:
    """The fields of a form, or the columns of the lines ``inside``."""
    return field_at(form, inside).fields if inside else form.fields


def with_siblings(form: FormSpec, inside: str, change: Callable[[Fields], Fields]) -> FormSpec:
    """The form with its fields changed, or the columns of the lines ``inside``."""
    if not inside:
        return replace(form, fields=change(form.fields))
    lines = field_at(form, inside)
    fresh = replace(lines, fields=change(lines.fields))
    return replace(form, fields=tuple(fresh if f.key == inside else f for f in form.fields))


def with_field(form: FormSpec, path: str, change: Callable[[FieldSpec], FieldSpec]) -> FormSpec:
    """The form with one field (or column) changed."""
    wanted = field_at(form, path)
    return with_siblings(
        form, parent(path), lambda all_: tuple(change(f) if f is wanted else f for f in all_)
    )


def parent(path: str) -> str:
    """The lines a column is in; nothing for a field of the form."""
    outer, mark, _ = path.partition(".")
    return outer if mark else ""


def taken_keys(spec: AppSpec) -> frozenset[str]:
    """Keys that a new form or view may not have: both stand in one menu."""
    return frozenset([*(form.key for form in spec.forms), *(view.key for view in spec.views)])


def rule_at(spec: AppSpec, key: str) -> RuleSpec:
    """The rule with that key."""
    found = next((each for each in spec.rules if each.key == key), None)
    if found is None:
        raise Refusal("edit_gone", 422)
    return found


def with_rule(spec: AppSpec, key: str, change: Callable[[RuleSpec], RuleSpec]) -> AppSpec:
    """The app with one rule changed."""
    rule_at(spec, key)
    return replace(spec, rules=tuple(change(r) if r.key == key else r for r in spec.rules))


def view_at(spec: AppSpec, key: str) -> ViewSpec:
    """The view with that key."""
    found = next((each for each in spec.views if each.key == key), None)
    if found is None:
        raise Refusal("edit_gone", 422)
    return found


def with_view(spec: AppSpec, key: str, change: Callable[[ViewSpec], ViewSpec]) -> AppSpec:
    """The app with one view changed."""
    view_at(spec, key)
    return replace(spec, views=tuple(change(v) if v.key == key else v for v in spec.views))

"""A field that goes is taken out of the lists that only show it; expressions are left to be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from builder.edits.places import with_form
from runtime.spec.app import AppSpec, FormSpec, SeedSpec, ViewSpec
from runtime.spec.blocks import Blocks
from runtime.spec.options import SAME_EVERYWHERE

_LISTS = frozenset({"field", "fields", "sort"})


def without_field(spec: AppSpec, place: tuple[str, str], blocks: Blocks) -> AppSpec:
    """The app in which nothing lists the field ``place`` (form, path) any more."""
    form, path = place
    fresh = with_form(spec, form, lambda each: _form(each, path))
    if "." in path:
        return fresh
    return replace(
        fresh,
        views=tuple(_view(v, path, blocks) if v.form == form else v for v in fresh.views),
        seeds=tuple(_seed(s, path) if s.form == form else s for s in fresh.seeds),
    )


def _form(form: FormSpec, path: str) -> FormSpec:
    grants = tuple(
        replace(grant, fields={k: v for k, v in grant.fields.items() if k != path})
        for grant in form.grants
    )
    validations = tuple(
        replace(each, field=None) if each.field == path else each for each in form.validations
    )
    return replace(
        form,
        grants=grants,
        validations=validations,
        title=None if form.title == path else form.title,
        time=None if form.time == path else form.time,
    )


def _view(view: ViewSpec, key: str, blocks: Blocks) -> ViewSpec:
    block = blocks.views.get(view.type)
    schema: Mapping[str, Any] = block.options if block else {}
    options = {
        name: _listed(value, schema.get(name, {}), key, SAME_EVERYWHERE.get(name, ""))
        for name, value in view.options.items()
    }
    return replace(view, options={name: value for name, value in options.items() if value != []})


def _listed(value: Any, schema: Any, key: str, format_: str) -> Any:
    """A list of fields without that one; anything else as it is, looked through."""
    known = schema if isinstance(schema, Mapping) else {}
    if isinstance(value, list):
        items = known.get("items", {})
        of = items.get("format", format_) if isinstance(items, Mapping) else format_
        if of in _LISTS:
            return [e for e in value if not (isinstance(e, str) and e.removeprefix("-") == key)]
        found = [_listed(each, items, key, "") for each in value]
        return [each for each in found if not _is_emptied(each)]
    if isinstance(value, Mapping):
        inner = known.get("properties", {})
        return {name: _listed(each, inner.get(name, {}), key, "") for name, each in value.items()}
    return value


def _is_emptied(value: Any) -> bool:
    """Whether a part of a view shows nothing any more."""
    return isinstance(value, Mapping) and [] in value.values()


def _seed(seed: SeedSpec, key: str) -> SeedSpec:
    if key not in seed.header:
        return seed
    at = seed.header.index(key)
    return replace(
        seed,
        header=(*seed.header[:at], *seed.header[at + 1 :]),
        rows=tuple((*row[:at], *row[at + 1 :]) for row in seed.rows),
    )

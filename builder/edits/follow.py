"""What follows an edit elsewhere in the app: menus list what is new and let go what is gone."""

from __future__ import annotations

from dataclasses import replace

from builder.edits.add import Add
from builder.edits.base import Edit
from builder.edits.forget import without_field
from builder.edits.places import FIELDS, steps_of
from builder.edits.remove import Remove
from runtime.spec.app import AppSpec, MenuSpec
from runtime.spec.blocks import Blocks

_IN_MENUS = frozenset({"forms", "views"})


def followed(edit: Edit, spec: AppSpec, blocks: Blocks) -> AppSpec:
    """The app after an edit, with what follows from it."""
    if isinstance(edit, Add) and edit.to in _IN_MENUS:
        return _shown(spec, str(edit.value["key"]))
    if isinstance(edit, Remove):
        first, *rest = steps_of(edit.place)
        if first == "forms" and FIELDS in rest[1:2]:
            return without_field(spec, (rest[0], ".".join(rest[2::2])), blocks)
        if first in _IN_MENUS and len(rest) == 1:
            return _hidden(spec, rest[0])
    return spec


def _shown(spec: AppSpec, key: str) -> AppSpec:
    """The app with a new form or view in its menu: behind what is there of its form, else last.

    An app without a menu shows its forms; their lists lead to the views.
    """
    main = spec.main or (key if spec.form(key) else None)
    if not spec.menu:
        return replace(spec, main=main)
    form = next((view.form for view in spec.views if view.key == key), key)
    beside = {form, *(each.key for each in spec.views if each.form == form)} - {key}
    near = [at for at, group in enumerate(spec.menu) if beside.intersection(group.items)]
    at = near[0] if near else len(spec.menu) - 1
    items = spec.menu[at].items
    last = max((n for n, item in enumerate(items) if item in beside), default=len(items) - 1)
    grown = replace(spec.menu[at], items=(*items[: last + 1], key, *items[last + 1 :]))
    return replace(spec, main=main, menu=(*spec.menu[:at], grown, *spec.menu[at + 1 :]))


def _hidden(spec: AppSpec, key: str) -> AppSpec:
    """The app whose menu does not list that form or view."""
    menu: tuple[MenuSpec, ...] = tuple(
        replace(group, items=tuple(item for item in group.items if item != key))
        for group in spec.menu
    )
    return replace(
        spec,
        main=None if spec.main == key else spec.main,
        menu=tuple(group for group in menu if group.items),
    )

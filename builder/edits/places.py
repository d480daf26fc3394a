"""Where an edit works: a place in the app's document, written ``forms/order/fields/lines/fields/qty``.

A step into a mapping is its key; a step into a list is its element's key, or its number from 0
where the elements have none (rights, the groups of the menu).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from runtime.errors import Refusal
from runtime.spec.app import AppSpec, FieldSpec, FormSpec

Json = Any
Fields = tuple[FieldSpec, ...]
FIELDS = "fields"


def steps_of(place: str) -> tuple[str, ...]:
    """The steps to a place."""
    return tuple(place.split("/"))


def field_place(form: str, path: str) -> str:
    """The place of a field by its key, or of a column of lines by ``lines.column``."""
    return "/".join(("forms", form, *(part for key in path.split(".") for part in (FIELDS, key))))


def at(document: Json, place: str) -> Json:
    """What stands at a place.

    Raises:
        Refusal: edit_gone, where it is not there any more (here and below).
    """
    for step in steps_of(place):
        document = document[_index(document, step)]
    return document


def changed(document: Json, place: str, change: Callable[[Json], Json]) -> Json:
    """The document with something else at a place; the old one stays as it is."""
    return _changed(document, steps_of(place), change)


def _changed(document: Json, steps: Sequence[str], change: Callable[[Json], Json]) -> Json:
    if not steps:
        return change(document)
    where = _index(document, steps[0])
    fresh = _changed(document[where], steps[1:], change)
    if isinstance(document, Mapping):
        return {**document, where: fresh}
    return [*document[:where], fresh, *document[where + 1 :]]


def listed(document: Json, place: str, change: Callable[[list[Json]], list[Json]]) -> Json:
    """The document with a list changed; an empty one is left out."""
    holder, _, name = place.rpartition("/")

    def put(found: Json) -> Json:
        rest = {key: each for key, each in found.items() if key != name}
        fresh = change(list(found.get(name, ())))
        return {**rest, name: fresh} if fresh else rest

    return changed(document, holder, put) if holder else put(document)


def position(elements: Sequence[Json], step: str) -> int:
    """Where in a list the element of a step stands."""
    for number, each in enumerate(elements):
        if isinstance(each, Mapping) and each.get("key", str(number)) == step:
            return number
    raise Refusal("edit_gone", 422)


def _index(document: Json, step: str) -> Any:
    if isinstance(document, Mapping) and step in document:
        return step
    if isinstance(document, Sequence) and not isinstance(document, str):
        return position(document, step)
    raise Refusal("edit_gone", 422)


def list_of(place: str) -> tuple[str, str]:
    """The list that holds an element, and the step from it."""
    holder, _, step = place.rpartition("/")
    return holder, step


def form_at(spec: AppSpec, key: str) -> FormSpec:
    """The form with that key."""
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


def taken_keys(spec: AppSpec) -> frozenset[str]:
    """Keys that a new form or view may not have: both stand in one menu."""
    return frozenset([*(form.key for form in spec.forms), *(view.key for view in spec.views)])

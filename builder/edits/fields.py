"""Edits of fields. ``field`` is a key, or ``lines.column`` for a column of lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from builder.edits.base import Edit, Json, called, relabelled, typed
from builder.edits.forget import without_field
from builder.edits.places import (
    Fields,
    field_at,
    form_at,
    parent,
    siblings,
    with_field,
    with_form,
    with_siblings,
)
from runtime.errors import Refusal
from runtime.spec.app import AppSpec, FieldSpec, Labels
from runtime.spec.blocks import Blocks
from runtime.spec.build import default_text
from runtime.spec.vocabulary import RESERVED

FRAME: Mapping[str, Json] = {
    "required": False,
    "unique": False,
    "default": None,
    "visible": None,
    "help": {},
    "width": 12,
    "also": {},
}
"""The properties every field has, and what each is when it is not said."""

NAMING = frozenset({"also", "options", "unit"})
"""Properties that hold names the rule language reads."""

MOST_FIELDS = 500


def _named(spec: AppSpec, form: str, path: str) -> Mapping[str, Any]:
    holder = form_at(spec, form)
    found = field_at(holder, path)
    return {"field": called(found.labels, found.key), "form": called(holder.labels, form)}


@dataclass(frozen=True, slots=True)
class AddField(Edit):
    """A new field at a position (None: last), in a form or in the lines ``inside``."""

    kind: ClassVar[str] = "add_field"
    form: str
    key: str
    type: str
    labels: Labels
    options: Mapping[str, Json] = field(default_factory=dict)
    fields: Fields = ()
    frame: Mapping[str, Json] = field(default_factory=dict)
    at: int | None = None
    inside: str = ""

    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        there = siblings(form_at(spec, self.form), self.inside)
        if self.key in RESERVED or any(each.key == self.key for each in there):
            raise Refusal("edit_key_taken", 422, key=self.key)
        if len(there) >= MOST_FIELDS:
            raise Refusal("edit_too_many", 422, most=MOST_FIELDS)
        if self.type not in blocks.fields:
            raise Refusal("edit_gone", 422)
        new = FieldSpec(
            self.key,
            self.type,
            self.labels,
            options=dict(self.options),
            fields=self.fields,
            **_frame(self.frame),
        )
        at = len(there) if self.at is None else max(0, min(self.at, len(there)))
        return with_form(
            spec,
            self.form,
            lambda f: with_siblings(f, self.inside, lambda all_: (*all_[:at], new, *all_[at:])),
        )

    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        return {"field": called(self.labels, self.key)}


def _frame(given: Mapping[str, Json]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key in FRAME}


@dataclass(frozen=True, slots=True)
class MoveField(Edit):
    """A field at another position; ``to`` counts without the field itself."""

    kind: ClassVar[str] = "move_field"
    form: str
    field: str
    to: int

    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        moved = field_at(form_at(spec, self.form), self.field)

        def change(there: Fields) -> Fields:
            rest = tuple(each for each in there if each is not moved)
            at = max(0, min(self.to, len(rest)))
            return (*rest[:at], moved, *rest[at:])

        inside = parent(self.field)
        return with_form(spec, self.form, lambda f: with_siblings(f, inside, change))

    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        return {**_named(spec, self.form, self.field), "place": self.to + 1}


@dataclass(frozen=True, slots=True)
class RelabelField(Edit):
    """A field under another name in one language."""

    kind: ClassVar[str] = "relabel_field"
    form: str
    field: str
    lang: str
    text: str

    @property
    def renames(self) -> bool:
        return True

    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        def change(old: FieldSpec) -> FieldSpec:
            face = getattr(blocks.fields.get(old.type), "face", None)
            own = typed(old.labels, face.labels if face else {}, self.lang)
            return replace(old, labels=relabelled(own, self.lang, self.text))

        return with_form(spec, self.form, lambda f: with_field(f, self.field, change))

    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        return {**_named(spec, self.form, self.field), "text": self.text}


@dataclass(frozen=True, slots=True)
class ChangeField(Edit):
    """One property of a field: of the frame, or an option of its type. None takes it away."""

    kind: ClassVar[str] = "change_field"
    form: str
    field: str
    attribute: str
    value: Json

    @property
    def renames(self) -> bool:
        return self.attribute in NAMING

    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        old = field_at(form_at(spec, self.form), self.field)
        block = blocks.fields.get(old.type)
        known = block.options if block else {}
        if self.attribute not in FRAME and (
            self.attribute not in known or self.attribute == "fields"
        ):
            raise Refusal("edit_no_property", 422, attribute=self.attribute)
        return with_form(spec, self.form, lambda f: with_field(f, self.field, self._changed))

    def _changed(self, old: FieldSpec) -> FieldSpec:
        if self.attribute in FRAME:
            value = FRAME[self.attribute] if self.value in (None, "", {}) else self.value
            if self.attribute == "default":
                value = default_text(value, old.options.get("options", ()))
            return replace(old, **{self.attribute: value})
        options = {key: said for key, said in old.options.items() if key != self.attribute}
        if self.value not in (None, ""):
            options[self.attribute] = self.value
        return replace(old, options=options)

    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        return _named(spec, self.form, self.field)


@dataclass(frozen=True, slots=True)
class RemoveField(Edit):
    """A field less. Lists that show it (columns, rights, samples) let it go too."""

    kind: ClassVar[str] = "remove_field"
    form: str
    field: str

    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        gone = field_at(form_at(spec, self.form), self.field)

        def change(there: Fields) -> Fields:
            return tuple(each for each in there if each is not gone)

        inside = parent(self.field)
        if inside and len(siblings(form_at(spec, self.form), inside)) == 1:
            raise Refusal("edit_last_column", 422)
        fresh = with_form(spec, self.form, lambda f: with_siblings(f, inside, change))
        return without_field(fresh, (self.form, self.field), blocks)

    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        return _named(spec, self.form, self.field)

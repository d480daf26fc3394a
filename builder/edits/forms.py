"""Edits of forms and of the app's own name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from builder.edits.base import Edit, called, relabelled
from builder.edits.places import field_at, form_at, taken_keys, with_form
from runtime.errors import Refusal
from runtime.spec.app import AppSpec, FormSpec, GrantSpec, Labels, MenuSpec
from runtime.spec.blocks import Blocks

MOST_FORMS = 200
_CAN = frozenset({"create", "read", "update"})


@dataclass(frozen=True, slots=True)
class AddForm(Edit):
    """An empty form: every role may create, read and change its records, and the menu shows it."""

    kind: ClassVar[str] = "add_form"
    key: str
    labels: Labels
    icon: str = "table"

    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        if self.key in taken_keys(spec):
            raise Refusal("edit_key_taken", 422, key=self.key)
        if len(spec.forms) >= MOST_FORMS:
            raise Refusal("edit_too_many", 422, most=MOST_FORMS)
        grants = tuple(GrantSpec(role.key, _CAN) for role in spec.named("role"))
        form = FormSpec(self.key, self.labels, (), icon=self.icon, grants=grants)
        return replace(
            spec,
            forms=tuple(sorted((*spec.forms, form), key=lambda each: each.key)),
            main=spec.main or self.key,
            menu=_menu_with(spec.menu, self.key),
        )

    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        return {"form": called(self.labels, self.key)}


def _menu_with(menu: tuple[MenuSpec, ...], item: str) -> tuple[MenuSpec, ...]:
    """The menu with one line more; an app that declares none lists its forms anyhow."""
    if not menu:
        return menu
    *first, last = menu
    return (*first, replace(last, items=(*last.items, item)))


@dataclass(frozen=True, slots=True)
class RelabelForm(Edit):
    """A form under another name in one language."""

    kind: ClassVar[str] = "relabel_form"
    form: str
    lang: str
    text: str

    @property
    def renames(self) -> bool:
        return True

    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        return with_form(
            spec,
            self.form,
            lambda f: replace(f, labels=relabelled(f.labels, self.lang, self.text)),
        )

    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        found = form_at(spec, self.form)
        return {"form": called(found.labels, found.key), "text": self.text}


@dataclass(frozen=True, slots=True)
class SetTitle(Edit):
    """The field whose value names a record; none where ``field`` is empty."""

    kind: ClassVar[str] = "set_title"
    form: str
    field: str

    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        if self.field:
            field_at(form_at(spec, self.form), self.field)
        return with_form(spec, self.form, lambda f: replace(f, title=self.field or None))

    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        form = form_at(spec, self.form)
        found = form.field(self.field)
        named = called(found.labels, found.key) if found else {"zh": "（无）", "en": "(none)"}
        return {"form": called(form.labels, form.key), "field": named}


@dataclass(frozen=True, slots=True)
class RelabelApp(Edit):
    """The app under another name in one language."""

    kind: ClassVar[str] = "relabel_app"
    lang: str
    text: str

    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        return replace(spec, labels=relabelled(spec.labels, self.lang, self.text))

    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        return {"text": self.text}

"""Edits of views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from builder.edits.base import Edit, Json, called, relabelled
from builder.edits.places import form_at, taken_keys, view_at, with_view
from runtime.errors import Refusal
from runtime.spec.app import AppSpec, Labels, MenuSpec, ViewSpec
from runtime.spec.blocks import Blocks

MOST_VIEWS = 500


def _named(spec: AppSpec, view: str) -> Mapping[str, Any]:
    found = view_at(spec, view)
    return {"view": called(found.labels, found.key)}


@dataclass(frozen=True, slots=True)
class AddView(Edit):
    """A new view of a form."""

    kind: ClassVar[str] = "add_view"
    key: str
    type: str
    form: str
    labels: Labels
    options: Mapping[str, Json] = field(default_factory=dict)

    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        form_at(spec, self.form)
        if self.type not in blocks.views:
            raise Refusal("edit_gone", 422)
        if self.key in taken_keys(spec):
            raise Refusal("edit_key_taken", 422, key=self.key)
        if len(spec.views) >= MOST_VIEWS:
            raise Refusal("edit_too_many", 422, most=MOST_VIEWS)
        view = ViewSpec(self.key, self.type, self.form, self.labels, options=dict(self.options))
        views = tuple(sorted((*spec.views, view), key=lambda v: v.key))
        return replace(spec, views=views, menu=_with_item(spec, view))

    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        return {"view": called(self.labels, self.key)}


def _with_item(spec: AppSpec, view: ViewSpec) -> tuple[MenuSpec, ...]:
    """The menu with a new view, behind what is there of its form; else at its end.

    An app without a menu shows its forms; their lists lead to the views.
    """
    if not spec.menu:
        return ()
    beside = {view.form, *(each.key for each in spec.views if each.form == view.form)}
    near = [at for at, group in enumerate(spec.menu) if beside.intersection(group.items)]
    at = near[0] if near else len(spec.menu) - 1
    items = spec.menu[at].items
    last = max((n for n, item in enumerate(items) if item in beside), default=len(items) - 1)
    grown = replace(spec.menu[at], items=(*items[: last + 1], view.key, *items[last + 1 :]))
    return (*spec.menu[:at], grown, *spec.menu[at + 1 :])


@dataclass(frozen=True, slots=True)
class RelabelView(Edit):
    """A view under another name in one language."""

    kind: ClassVar[str] = "relabel_view"
    view: str
    lang: str
    text: str

    @property
    def renames(self) -> bool:
        return True

    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        return with_view(
            spec,
            self.view,
            lambda v: replace(v, labels=relabelled(v.labels, self.lang, self.text)),
        )

    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        return {**_named(spec, self.view), "text": self.text}


@dataclass(frozen=True, slots=True)
class ChangeView(Edit):
    """One option of a view. None takes it away."""

    kind: ClassVar[str] = "change_view"
    view: str
    attribute: str
    value: Json

    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        block = blocks.views.get(view_at(spec, self.view).type)
        if block is None or self.attribute not in block.options:
            raise Refusal("edit_no_property", 422, attribute=self.attribute)

        def change(old: ViewSpec) -> ViewSpec:
            options = {key: said for key, said in old.options.items() if key != self.attribute}
            if self.value not in (None, "", []):
                options[self.attribute] = self.value
            return replace(old, options=options)

        return with_view(spec, self.view, change)

    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        return _named(spec, self.view)


@dataclass(frozen=True, slots=True)
class RemoveView(Edit):
    """A view less; the menu lets it go too."""

    kind: ClassVar[str] = "remove_view"
    view: str

    def apply(self, spec: AppSpec, blocks: Blocks) -> AppSpec:
        view_at(spec, self.view)
        menu = (
            replace(group, items=tuple(item for item in group.items if item != self.view))
            for group in spec.menu
        )
        return replace(
            spec,
            views=tuple(v for v in spec.views if v.key != self.view),
            menu=tuple(group for group in menu if group.items),
        )

    def facts(self, spec: AppSpec) -> Mapping[str, Any]:
        return _named(spec, self.view)

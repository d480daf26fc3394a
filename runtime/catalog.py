"""The catalog: every block this installation knows, frozen, built once at start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import Any

from runtime.actions.base import ActionType
from runtime.approvals.compile_chain import chain_names, read_chain
from runtime.discovery import discover
from runtime.errors import LANGUAGES, sentence
from runtime.fields.base import FieldType, Reader, Unreadable
from runtime.spec.app import ApprovalSpec, AppSpec, FieldSpec, NameSpec
from runtime.spec.blocks import Blocks
from runtime.spec.problems import Problem
from runtime.spec.vocabulary import param_field
from runtime.views.base import ViewType

UNHEARD = frozenset({"received"})
"""Events of doors that this version does not open yet."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """The blocks by kind and key; ``heads`` finds an action by the head of its tree."""

    fields: Mapping[str, FieldType]
    views: Mapping[str, ViewType]
    actions: Mapping[str, ActionType[Any]]
    heads: Mapping[str, ActionType[Any]]

    @property
    def blocks(self) -> Blocks:
        """What a spec is checked against."""
        return Blocks(
            fields=self.fields,
            views=self.views,
            chains=chain_problems,
            values=self.value_fault,
            actions=frozenset(self.heads),
            unheard=UNHEARD,
        )

    def param(self, param: NameSpec) -> Any:
        """A parameter's value, read by the field type it is declared with.

        Raises:
            Unreadable: it is no value of that type.
        """
        field = param_field(param)
        reader = Reader(lang="zh", timezone="UTC", lookup=NoLookup(), wire=True)
        return self.fields[field.type].parse(param.facts.get("value"), field, reader)

    def value_fault(self, field: FieldSpec, value: Any, timezone: str) -> Problem | None:
        """What is wrong with a value as one of that field; None where it can be read."""
        kind = self.fields[field.type]
        reader = Reader(lang="zh", timezone=timezone, lookup=NoLookup(), wire=True)
        try:
            written = value if isinstance(value, str | list) else kind.dump(value, field)
            kind.parse(written, field, reader)
        except Unreadable as wrong:
            return _told(field, wrong)
        return None

    def action_of(self, head: str) -> ActionType[Any] | None:
        """The action that reads a tree with this head, or None."""
        return self.heads.get(head)


def _told(field: FieldSpec, wrong: Unreadable) -> Problem:
    """Why a value cannot be read; of lines, why its first wrong cell cannot."""
    inner = {each.key: each.labels for each in field.fields}
    for cell in wrong.inside[:1]:
        facts = {"field": inner.get(cell.key, cell.key), **cell.facts}
        why = {lang: sentence(cell.code, lang, facts) for lang in LANGUAGES}
        inside = {"row": cell.row + 1, "column": facts["field"], "why": why}
        return Problem("spec_value_in_lines", facts=inside)
    facts = {"field": field.labels, **wrong.facts}
    said = {lang: sentence(wrong.code, lang, facts) for lang in LANGUAGES}
    near = _near(field, str(wrong.facts.get("written", "")))
    hint = {
        lang: sentence("did_you_mean", lang, {"near": near}) if near else "" for lang in LANGUAGES
    }
    text = {"message": said, "hint": hint}
    return Problem(wrong.code, text=text, suggestions=(near,) if near else ())


def _near(field: FieldSpec, written: str) -> str:
    """The key or label of an option that is written much like it."""
    options = field.options.get("options") or ()
    known = [word for each in options for word in (each["key"], *each["label"].values())]
    return next(iter(get_close_matches(written, known, 1, 0.5)), "")


class NoLookup:
    """A lookup that knows nothing: a parameter names people by id."""

    def find(self, kind: str, text: str) -> str | None:
        """The text itself: it is an id."""
        return text

    def name(self, kind: str, key: str) -> str:
        """The id itself."""
        return key


def chain_problems(app: AppSpec, chain: ApprovalSpec) -> tuple[Problem, ...]:
    """What is wrong with the sentences of an approval chain."""
    return read_chain(chain, chain_names(app, chain.form))[1]


@cache
def catalog() -> Catalog:
    """The catalog of this installation.

    Raises:
        StrayFileError: a block package holds a file that is no block.
    """
    actions = discover("runtime.actions", ActionType)
    return Catalog(
        fields=discover("runtime.fields", FieldType),
        views=discover("runtime.views", ViewType),
        actions=actions,
        heads=MappingProxyType({head: each for each in actions.values() for head in each.heads}),
    )

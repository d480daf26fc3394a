"""Edits as they are sent: ``{"kind": "move_field", "form": …, "field": …, "to": 2}``. Strict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any

from builder.edits.base import Edit
from builder.edits.fields import AddField, ChangeField, MoveField, RelabelField, RemoveField
from builder.edits.forms import AddForm, RelabelApp, RelabelForm, SetTitle
from builder.edits.rules import AddRule, ChangeRule, RelabelRule, RemoveRule, SwitchRule
from builder.edits.views import AddView, ChangeView, RelabelView, RemoveView
from runtime.errors import LANGUAGES, Refusal
from runtime.spec.schema import KEY

_EDITS: tuple[type[Edit], ...] = (
    AddForm, RelabelForm, SetTitle, RelabelApp,
    AddField, MoveField, RelabelField, ChangeField, RemoveField,
    AddRule, ChangeRule, RelabelRule, SwitchRule, RemoveRule,
    AddView, RelabelView, ChangeView, RemoveView,
)  # fmt: skip
EDITS: Mapping[str, type[Edit]] = {each.kind: each for each in _EDITS}
"""Every edit by the kind it is sent as."""

LONGEST_NAME = 200
LONGEST_TEXT = 8_192


def read_edit(raw: Any) -> Edit:
    """The edit that was sent.

    Raises:
        Refusal: edit_unread (400) for anything that is no edit.
    """
    if not isinstance(raw, Mapping):
        raise Refusal("edit_unread", 400)
    kind = EDITS.get(str(raw.get("kind")))
    if kind is None or "fields" in raw:
        raise Refusal("edit_unread", 400)
    known = {each.name: each for each in fields(kind)}
    given = {key: value for key, value in raw.items() if key != "kind"}
    missing = [
        name
        for name, each in known.items()
        if each.default is MISSING and each.default_factory is MISSING and name not in given
    ]
    if missing or any(
        name not in known or not _fits(str(known[name].type), name, value)
        for name, value in given.items()
    ):
        raise Refusal("edit_unread", 400)
    return kind(**given)


def _fits(type_: str, name: str, value: Any) -> bool:
    check = _CHECKS.get(name) or _CHECKS.get(type_)
    return check is not None and check(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT and "\0" not in value


def _is_key(value: Any) -> bool:
    return isinstance(value, str) and KEY.fullmatch(value) is not None


def _is_labels(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and bool(value)
        and all(code in LANGUAGES for code in value)
        and all(_is_text(said) and 0 < len(said.strip()) <= LONGEST_NAME for said in value.values())
    )


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10_000


_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "key": _is_key,
    "lang": lambda value: value in LANGUAGES,
    "str": _is_text,
    "bool": lambda value: isinstance(value, bool),
    "int": _is_whole,
    "int | None": lambda value: value is None or _is_whole(value),
    "Labels": _is_labels,
    "Mapping[str, Json]": lambda value: isinstance(value, Mapping),
    "Json": lambda _value: True,
}
"""What each kind of argument may be; a name goes before its type."""

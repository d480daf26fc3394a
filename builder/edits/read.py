"""Edits as they are sent: ``{"kind": "move", "place": "forms/order/fields/price", "to": 2}``. Strict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any

from builder.edits.add import Add
from builder.edits.base import Edit
from builder.edits.move import Move
from builder.edits.relabel import Relabel
from builder.edits.remove import Remove
from builder.edits.set import Set
from runtime.errors import LANGUAGES, Refusal
from runtime.spec.schema import KEY, KINDS

_EDITS: tuple[type[Edit], ...] = (Add, Set, Relabel, Move, Remove)
EDITS: Mapping[str, type[Edit]] = {each.kind: each for each in _EDITS}
"""Every edit by the kind it is sent as."""

LONGEST_TEXT = 8_192
MOST_STEPS = 8
_ROOTS = frozenset({"app", *KINDS})


def read_edit(raw: Any) -> Edit:
    """The edit that was sent.

    Raises:
        Refusal: edit_unread (400) for anything that is no edit.
    """
    if not isinstance(raw, Mapping):
        raise Refusal("edit_unread", 400)
    kind = EDITS.get(str(raw.get("kind")))
    if kind is None:
        raise Refusal("edit_unread", 400)
    known = {each.name: each for each in fields(kind)}
    given = {key: value for key, value in raw.items() if key != "kind"}
    missing = [
        name for name, each in known.items() if each.default is MISSING and name not in given
    ]
    if missing or any(
        name not in known or not _fits(str(known[name].type), name, value)
        for name, value in given.items()
    ):
        raise Refusal("edit_unread", 400)
    return kind(**given)


def _fits(type_: str, name: str, value: Any) -> bool:
    check = _CHECKS.get(type_) if type_ != "str" else _TEXTS.get(name, _is_text)
    return check is not None and check(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT and "\0" not in value


def _is_place(value: Any) -> bool:
    """Whether it is written as a place: a folder of the app, then keys and numbers."""
    if not _is_text(value):
        return False
    root, *rest = value.split("/")
    return root in _ROOTS and len(rest) < MOST_STEPS and all(_is_step(each) for each in rest)


def _is_step(step: str) -> bool:
    return KEY.fullmatch(step) is not None or (step.isascii() and step.isdigit())


def _is_element(value: Any) -> bool:
    """Whether it may be a new element: a mapping, its key a key if it has one."""
    if not isinstance(value, Mapping) or not all(_is_text(key) for key in value):
        return False
    return "key" not in value or (
        isinstance(value["key"], str) and KEY.fullmatch(value["key"]) is not None
    )


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10_000


_TEXTS: Mapping[str, Callable[[Any], bool]] = {
    "place": _is_place,
    "to": _is_place,
    "lang": lambda value: value in LANGUAGES,
}
"""What each argument that is a text may be."""

_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "int": _is_whole,
    "int | None": lambda value: value is None or _is_whole(value),
    "Mapping[str, Json]": _is_element,
    "Json": lambda _value: True,
}
"""What each other kind of argument may be."""

"""Declared options: finding one by its key or any of its labels, and naming it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from runtime.fields.base import Unreadable
from runtime.fields.parts.texts import brief, line_of, narrow
from runtime.spec.app import FieldSpec, label

SEPARATORS = re.compile(r"[、,，;；|\n]")
_JOINED = 6


def declared(spec: FieldSpec) -> tuple[Mapping[str, Any], ...]:
    """The options in their order."""
    return tuple(spec.options.get("options") or ())


def read_option(raw: Any, spec: FieldSpec) -> str | None:
    """The key of the option that was written; None when empty."""
    text = line_of(raw, 200) if raw is None or isinstance(raw, str) else brief(raw)
    if text is None:
        return None
    key = find_option(text, spec)
    if key is None:
        first = [each["label"] for each in declared(spec)[:8]]
        known = {
            "zh": "、".join(label(each, "zh") for each in first),
            "en": ", ".join(label(each, "en") for each in first),
        }
        raise Unreadable("no_such_option", written=brief(text), known=known)
    return key


def find_option(text: str, spec: FieldSpec) -> str | None:
    """The option with that key, or the only one with that label in whatever language."""
    if any(each["key"] == text for each in declared(spec)):
        return text
    for same in (_plain, _folded):
        found = [
            each["key"]
            for each in declared(spec)
            if same(text) in {same(word) for word in _words(each)}
        ]
        if len(found) > 1:
            raise Unreadable("several_called", written=brief(text))
        if found:
            return str(found[0])
    return None


def option_name(key: str, spec: FieldSpec, lang: str) -> str:
    """What the option is called; its key where it is no longer declared."""
    found = next((each for each in declared(spec) if each["key"] == key), None)
    return key if found is None else label(found["label"], lang, key)


def split(text: str, find: Callable[[str], str | None]) -> Iterator[str]:
    """The pieces of a list in text; a known name that holds a separator stays whole."""
    marks = [(0, 0), *((m.start(), m.end()) for m in SEPARATORS.finditer(text))]
    marks.append((len(text), len(text)))
    at = 0
    while at < len(marks) - 1:
        begin = marks[at][1]
        for end in range(min(at + _JOINED, len(marks) - 1), at, -1):
            piece = text[begin : marks[end][0]].strip()
            if end == at + 1 or find(piece) is not None:
                if piece:
                    yield piece
                at = end
                break


def _words(option: Mapping[str, Any]) -> Iterator[str]:
    yield from option["label"].values()
    for also in (option.get("also") or {}).values():
        yield from also


def _plain(text: str) -> str:
    return text


def _folded(text: str) -> str:
    return " ".join(narrow(text).casefold().split())

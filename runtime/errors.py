"""Refusals: every reason the product says no, as data with a sentence in each language.

A refusal carries a code, an HTTP status and the facts its sentence names. ``sentences/`` holds the
sentences, one table per language and room; a test proves that every code has them all.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong with an input: the field it is at (None: the whole), a code and its facts.

    ``row`` is the position inside a child table, counted from 0; ``field`` is then ``lines.qty``.
    """

    code: str
    field: str | None = None
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    row: int | None = None
    text: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def message(self, lang: str) -> str:
        """The sentence, in that language."""
        return self.text.get(lang) or sentence(self.code, lang, self.facts)


class Refusal(Exception):
    """Something the product will not do, with the reason.

    ``status`` is the HTTP status a door answers with; ``wrongs`` list what is wrong by field.
    """

    def __init__(
        self, code: str, status: int = 422, wrongs: Sequence[Wrong] = (), **facts: Any
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.wrongs = tuple(wrongs)
        self.facts = facts

    def message(self, lang: str) -> str:
        """What happened and what to do, in that language."""
        return sentence(self.code, lang, self.facts)


class _Count(int):
    """A whole number; its sentence may choose by it: ``{count} {count:record|records}``."""

    def __format__(self, wanted: str) -> str:
        one, mark, many = wanted.partition("|")
        if mark:
            return one if self == 1 else many
        return super().__format__(wanted)


@cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    """Every sentence by code and language, from ``runtime/sentences/*.yaml``."""
    found: dict[str, Mapping[str, str]] = {}
    for entry in sorted(resources.files("runtime.sentences").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".yaml"):
            found.update(yaml.safe_load(entry.read_text(encoding="utf-8")) or {})
    return found


def sentence(
    code: str, lang: str, facts: Mapping[str, Any] | None = None, missing: str | None = None
) -> str:
    """The sentence of a code in a language, its ``{facts}`` filled in.

    A fact may itself be labels by language; the reader's is taken. A whole number may choose a
    word: ``{count:record|records}``. ``missing`` is returned for a code without a sentence; without
    it that is a KeyError.
    """
    table = _sentences().get(code)
    if table is None:
        if missing is not None:
            return missing
        raise KeyError(f"no sentence for {code!r}: add it to runtime/sentences/")
    filled = {key: _fact(value, lang) for key, value in (facts or {}).items()}
    return table[lang].format(**filled)


def _fact(value: Any, lang: str) -> Any:
    """A fact as a sentence in that language takes it."""
    if isinstance(value, Mapping):
        return value.get(lang) or next(iter(value.values()), "")
    if isinstance(value, int) and not isinstance(value, bool):
        return _Count(value)
    return value

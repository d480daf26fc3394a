"""The texts of an app, each read once: whoever needs what one means asks here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rule_dsl import Parsed, parse
from rule_dsl.vocabulary import Vocabulary

Expect = Literal["rule", "formula", "condition"]


@dataclass(frozen=True, slots=True)
class TextKey:
    """A text in its place: the form whose fields it names (empty: none), and what it must be."""

    form: str
    text: str
    expect: Expect


@dataclass(frozen=True, slots=True)
class Texts:
    """The names of an app, and what was read with them so far."""

    words: Vocabulary
    _read: dict[TextKey, Parsed] = field(default_factory=dict)

    def read(self, key: TextKey) -> Parsed:
        """What a text means, or what is wrong with it."""
        found = self._read.get(key)
        if found is None:
            form = key.form or None
            found = parse(key.text, self.words, subject=form, expect=key.expect)
            self._read[key] = found
        return found

    @property
    def all(self) -> Mapping[TextKey, Parsed]:
        """Everything that was read."""
        return self._read

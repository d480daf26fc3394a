"""How names are printed: plainly, in quotes, or in quotes with their kind before them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from rule_dsl.lexer.quotes import quote_name
from rule_dsl.printing.words import Words
from rule_dsl.synonyms.kinds import KIND_WORDS
from rule_dsl.vocabulary import Form, Labels, Vocabulary

Mode = Literal["plain", "quoted", "kinds"]


@dataclass(slots=True)
class Scope:
    """Whose fields are printed, in which language, how carefully."""

    vocabulary: Vocabulary
    subject: str
    lang: str
    mode: Mode = "plain"
    forms: list[str] = field(default_factory=list)
    words: Words = field(init=False)

    def __post_init__(self) -> None:
        self.words = Words(self.lang)
        self.forms.append(self.subject)

    @property
    def form(self) -> Form:
        """The form whose fields are bare keys here."""
        return self.vocabulary.forms[self.forms[-1]]

    @contextmanager
    def inside(self, form: str) -> Iterator[None]:
        """Bare keys inside are fields of that form."""
        self.forms.append(form)
        try:
            yield
        finally:
            self.forms.pop()

    def name(self, kind: str, labels: Labels, key: str) -> str:
        """A name as it is printed."""
        label = _label(labels, self.lang) or key
        if self.mode == "plain" and label.strip():
            return label
        quoted = quote_name(label, self.lang)
        if self.mode == "quoted":
            return quoted
        word = KIND_WORDS[kind][self.lang][0]
        return f"{word}{quoted}" if self.lang == "zh" else f"{word} {quoted}"

    def labels(self, kind: str, key: str) -> Labels:
        """The labels of a declared name."""
        if kind == "form":
            return self.vocabulary.forms[key].labels
        for name in self.vocabulary.names:
            if name.kind == kind and name.key == key:
                return name.labels
        if kind == "act":
            for form in self.vocabulary.forms.values():
                for move in form.moves:
                    if move.key == key:
                        return move.labels
        return {}

    def field(self, form: str | None, key: str) -> str:
        """A field of a form."""
        declared = self.vocabulary.forms.get(form or "")
        item = declared.fields.get(key) if declared else None
        return self.name("field", item.labels if item else {}, key)

    def option(self, of: str | None, kind: str, key: str) -> str:
        """An option or state of a field."""
        form, _, name = (of or "").partition(".")
        declared = self.vocabulary.forms.get(form)
        item = declared.fields.get(name) if declared else None
        for option in item.options if item else ():
            if option.key == key:
                return self.name(kind, option.labels, key)
        return self.name(kind, {}, key)


def _label(labels: Labels, lang: str) -> str:
    for code in (lang, "en", "zh"):
        if labels.get(code):
            return labels[code][0]
    return next((some[0] for some in labels.values() if some), "")

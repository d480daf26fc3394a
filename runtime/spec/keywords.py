"""Words of the rule language inside labels: legal, but worth knowing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from rule_dsl.synonyms import TABLES
from runtime.spec.problems import Problem

_LOGIC = ("_AND", "_OR", "_NOT", "_THEN", "ELSE", "IF", "WHEN")
_JOINING = {"zh": (*_LOGIC, "OP:", "POST:"), "en": _LOGIC}
"""The rows whose words change how a sentence is cut where they stand inside a name."""

_SHORT = frozenset("且或若")
"""Words of one letter that are told; the other short ones (是, 在, 当, 则 …) are in many labels."""


def misreadings(labels: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """What is worth knowing of labels (language, text) that are or hold a word of the language."""
    for lang, text in labels:
        word = keyword_in(text, lang)
        if word is not None:
            facts = {"label": text, "word": word}
            if word == text.casefold():
                yield Problem("spec_is_keyword", None, "warning", facts)
            else:
                yield Problem("spec_has_keyword", None, "hint", facts)


def keyword_in(label: str, lang: str) -> str | None:
    """The joining word a label is, else the longest one it contains; None where it has none."""
    text = label.casefold()
    return max(
        (word for word in _words(lang) if _contains(text, word, lang)), key=len, default=None
    )


def _contains(text: str, word: str, lang: str) -> bool:
    if lang == "en":
        return re.search(rf"\b{re.escape(word)}\b", text) is not None
    return word in text


@cache
def _words(lang: str) -> tuple[str, ...]:
    """Every joining word of a language."""
    joining = {
        word.casefold()
        for row, words in TABLES.get(lang, {}).items()
        if row.startswith(_JOINING[lang])
        for word in words
        if word[0].isalpha() and (lang == "en" or len(word) > 1 or word in _SHORT)
    }
    return tuple(sorted(joining))

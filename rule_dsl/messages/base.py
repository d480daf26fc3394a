"""How a row of the tables is written."""

from __future__ import annotations

from collections.abc import Mapping

Sentence = tuple[str, str]


def row(zh: str, zh_hint: str, en: str, en_hint: str) -> Mapping[str, Sentence]:
    """The message and the hint in Chinese and in English; ``{…}`` are facts of the problem."""
    return {"zh": (zh, zh_hint), "en": (en, en_hint)}

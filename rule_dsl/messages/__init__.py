"""The sentences of every problem, in both languages: code → language → (message, hint)."""

from __future__ import annotations

from collections.abc import Mapping

from rule_dsl.messages.base import Sentence
from rule_dsl.messages.meaning import MEANING
from rule_dsl.messages.names import NAMES
from rule_dsl.messages.reading import READING
from rule_dsl.messages.together import TOGETHER
from rule_dsl.messages.values import VALUES

SENTENCES: Mapping[str, Mapping[str, Sentence]] = {
    **READING,
    **NAMES,
    **VALUES,
    **MEANING,
    **TOGETHER,
}

__all__ = ["SENTENCES", "Sentence"]

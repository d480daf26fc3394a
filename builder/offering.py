"""What a text that the language does not understand may mean: sentences to take over, or what must be asked."""

from __future__ import annotations

from typing import Any

from rule_dsl.offers import as_dict, offer
from runtime.spec.app import AppSpec
from runtime.spec.blocks import Blocks
from runtime.spec.vocabulary import vocabulary

Json = Any


def offered(spec: AppSpec, blocks: Blocks, rule: tuple[str, str], lang: str) -> dict[str, Json]:
    """``offers``, ``questions`` and ``marks`` for a rule (form, text). Stores nothing and makes no rule."""
    form, text = rule
    words = vocabulary(spec, blocks.fields)
    if form not in words.forms:
        return {"offers": [], "questions": [], "marks": []}
    return as_dict(offer(text, words, form), text, words, form, lang)

"""What the rule language makes of a rule's text: its problems with columns, or its canonical texts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rule_dsl import Node, Problem, print_text, rule_of
from runtime.spec.app import AppSpec
from runtime.spec.blocks import Blocks
from runtime.spec.texts import TextKey, Texts
from runtime.spec.together import told_about
from runtime.spec.vocabulary import vocabulary

Json = Any
MOST = 20


def read_rule(
    spec: AppSpec, blocks: Blocks, rule: tuple[str, str], lang: str, key: str = ""
) -> dict[str, Json]:
    """The reading of a rule (form, text): ``ok``, ``problems``, ``zh`` and ``en``, and counts.

    ``key`` names the rule of the app whose text it is to be: then what it and the other rules do
    to each other is among the problems.
    """
    form, text = rule
    words = vocabulary(spec, blocks.fields)
    if form not in words.forms:
        return {"ok": False, "problems": [], "zh": "", "en": "", "conditions": 0, "actions": 0}
    texts = Texts(words)
    parsed = texts.read(TextKey(form, text, "rule"))
    own = next((each for each in spec.rules if each.key == key), None)
    beside: tuple[Problem, ...] = ()
    if own is not None and parsed.tree is not None:
        beside = told_about(spec, texts, replace(own, form=form, text=text))
    problems = [
        {
            **each.as_dict(lang, text),
            "start": each.span.start,
            "end": each.span.end,
        }
        for each in (*parsed.problems, *beside)[:MOST]
    ]
    if parsed.tree is None:
        return {
            "ok": False,
            "problems": problems,
            "zh": "",
            "en": "",
            "conditions": 0,
            "actions": 0,
        }
    parts = rule_of(parsed.tree)
    return {
        "ok": not parsed.errors,
        "problems": problems,
        "zh": print_text(parsed.tree, words, form, "zh"),
        "en": print_text(parsed.tree, words, form, "en"),
        "conditions": _count(parts.condition),
        "actions": len(parts.actions) + len(parts.otherwise),
    }


def _count(condition: Node | None) -> int:
    """How many conditions a sentence lists."""
    if condition is None:
        return 0
    if condition.head not in {"and", "or"}:
        return 1
    return sum(_count(each) for each in condition.args if isinstance(each, Node))

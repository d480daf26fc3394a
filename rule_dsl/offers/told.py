"""Offers and questions in plain words, and as the object that doors give out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rule_dsl.errors import position
from rule_dsl.offers.ask import Question
from rule_dsl.offers.item import Item
from rule_dsl.offers.known import PART
from rule_dsl.offers.offer import Offer, Offered
from rule_dsl.printing import print_text
from rule_dsl.printing.actions import actions_text
from rule_dsl.printing.names import Scope
from rule_dsl.printing.text import schedule_text
from rule_dsl.printing.values import nodes, text_of
from rule_dsl.tree import Node
from rule_dsl.vocabulary import Vocabulary

QUESTIONS: dict[str, dict[str, str]] = {
    "who": {"zh": "通知或交给谁？", "en": "Whom should it go to?"},
    "how_long": {"zh": "“{said}”是多久？", "en": "How long is “{said}”?"},
    "how_much": {"zh": "“{said}”是多少？", "en": "How much is “{said}”?"},
    "unit": {"zh": "“{said}”的单位是什么？", "en": "Which unit is “{said}”?"},
    "which": {"zh": "“{said}”指的是哪一个？", "en": "Which “{said}” is meant?"},
    "what_value": {"zh": "要改成什么值？", "en": "What should it be set to?"},
    "do_what": {"zh": "条件清楚了，要做什么？", "en": "That is when. What should be done?"},
    "unknown": {"zh": "“{said}”是什么？", "en": "What is “{said}”?"},
}
"""What is asked where a text leaves something open; ``said`` is the stretch in question."""

PARTS = {
    "when": {"zh": "何时", "en": "When"},
    "if": {"zh": "条件", "en": "If"},
    "then": {"zh": "做什么", "en": "Then"},
    "else": {"zh": "否则", "en": "Otherwise"},
}
_MARKS = {
    "value": "field",
    "choice": "option",
    "who": "people",
    "act": "event",
    "form": "form",
    **dict.fromkeys(("msg", "doc", "flow", "conn", "queue", "channel", "list"), "name"),
    **dict.fromkeys(("num", "pct", "dur", "time", "sched", "text"), "number"),
    **dict.fromkeys(("vaguelong", "vaguesoon", "vague:>", "vague:<"), "vague"),
    **dict.fromkeys(
        (
            *("notify", "phone", "assign", "escalate", "set", "tag", "require", "block", "start"),
            *("call", "generate", "make", "addto", "recalc", "clear", "cc", "top"),
        ),
        "action",
    ),
}
"""The kind that a stretch is marked as, by what was found there."""


def question(asked: Question, text: str, lang: str) -> str:
    """One question, a whole sentence."""
    said = text[asked.span.start : asked.span.end]
    return QUESTIONS[asked.slot][lang].format(said=said)


def meaning(tree: Node, vocabulary: Vocabulary, subject: str, lang: str) -> list[dict[str, str]]:
    """A rule in plain words: when, on what conditions, what is done, and what otherwise."""
    scope = Scope(vocabulary, subject, lang)
    trigger, done, otherwise = nodes(tree)
    heads = nodes(trigger) if trigger.head == "and" else [trigger]
    found = {
        "when": [_head(scope, each) for each in heads if each.type.kind == "event"],
        "if": [text_of(scope, each) for each in heads if each.type.kind != "event"],
        "then": [actions_text(scope, nodes(done))],
        "else": [actions_text(scope, nodes(otherwise))] if nodes(otherwise) else [],
    }
    return [
        {"part": part, "label": PARTS[part][lang], "text": scope.words.join("and", texts)}
        for part, texts in found.items()
        if texts
    ]


def _head(scope: Scope, node: Node) -> str:
    return schedule_text(scope, node) if node.head == "schedule" else text_of(scope, node)


def as_dict(
    found: Offered, text: str, vocabulary: Vocabulary, subject: str, lang: str
) -> dict[str, Any]:
    """``offers`` and ``questions`` of the public contract, and ``marks``: what was recognised, by kind."""
    return {
        "offers": [_offer(each, vocabulary, subject, lang) for each in found.offers],
        "questions": [_question(each, text, lang) for each in found.questions],
        "marks": list(marks(found)),
    }


def _offer(made: Offer, vocabulary: Vocabulary, subject: str, lang: str) -> dict[str, Any]:
    texts = {each: print_text(made.tree, vocabulary, subject, each) for each in ("zh", "en")}
    said = meaning(made.tree, vocabulary, subject, lang)
    return {"text": made.text, **texts, "tree": made.tree.dump(), "meaning": said}


def _question(asked: Question, text: str, lang: str) -> dict[str, Any]:
    line, column = position(text, asked.span.start)
    return {
        "slot": asked.slot,
        "message": question(asked, text, lang),
        "line": line,
        "column": column,
        "start": asked.span.start,
        "end": asked.span.end,
        "choices": [{"label": each.label, "text": each.text} for each in asked.choices],
    }


def marks(found: Offered) -> Iterator[dict[str, Any]]:
    """What was recognised, by kind: the longest and surest first, none over another."""
    if found.letters is None:
        return
    fillers = found.letters.skips
    known = [
        each
        for each in found.letters.items
        if each.kind in _MARKS and (each.cost < PART or each.end not in fillers.get(each.start, ()))
    ]
    end = 0
    for item in sorted(known, key=_surest):
        if item.start >= end:
            yield {"start": item.start, "end": item.end, "kind": _MARKS[item.kind]}
            end = item.end


def _surest(item: Item) -> tuple[int, int, int]:
    return item.start, -item.end, item.cost

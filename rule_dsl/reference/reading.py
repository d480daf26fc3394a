"""An example, read: its tree, how it is written back, and what it gives for the sample records."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from rule_dsl.parse import Expect, parse
from rule_dsl.printing import print_text
from rule_dsl.reference import sample
from rule_dsl.reference.base import Example, Group, Lang, said
from rule_dsl.reference.workshop import WORKSHOP
from rule_dsl.rule import walk
from rule_dsl.targets.python import compile_python
from rule_dsl.tree import Node

RULES_FIRST: tuple[Expect, ...] = ("rule", "formula", "any")
VALUES_FIRST: tuple[Expect, ...] = ("formula", "rule", "any")


class NotRead(ValueError):
    """An example that the language does not read: the text and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text of the reference means.

    ``value`` is set where the text is a formula (``is_value``); ``fields`` and ``parameters`` are
    the keys it reads, in the form's order.
    """

    text: str
    tree: Node
    canonical: str
    is_value: bool
    value: Any
    fields: tuple[str, ...]
    parameters: tuple[str, ...]


def read_example(example: Example, group: Group, lang: Lang) -> Reading:
    """An example in one language."""
    order = RULES_FIRST if group in ("events", "actions") else VALUES_FIRST
    return read_text(said((example.zh, example.en), lang), example.subject, order, lang)


@cache
def read_text(text: str, subject: str, order: tuple[Expect, ...], lang: Lang) -> Reading:
    """A text as the first of these that it can be.

    Raises:
        NotRead: the language refuses it.
    """
    for expect in order:
        parsed = parse(text, WORKSHOP, subject=subject, expect=expect)
        if parsed.tree is not None:
            return _reading(text, parsed.tree, subject, lang)
    raise NotRead(text, parse(text, WORKSHOP, subject=subject).problems)


def _reading(text: str, tree: Node, subject: str, lang: Lang) -> Reading:
    canonical = print_text(tree, WORKSHOP, subject, lang)
    is_value = tree.head == "formula"
    value, reads = _work_out(tree.child(0), subject, lang) if is_value else (None, frozenset())
    form = WORKSHOP.forms[subject]
    used = {str(node.args[0]) for node in walk(tree) if node.head == "param"}
    return Reading(
        text=text,
        tree=tree,
        canonical=canonical,
        is_value=is_value,
        value=value,
        fields=tuple(key for key in form.fields if key in reads),
        parameters=tuple(n.key for n in WORKSHOP.names if n.kind == "param" and n.key in used),
    )


def _work_out(tree: Node, subject: str, lang: Lang) -> tuple[Any, frozenset[str]]:
    program = compile_python(tree, WORKSHOP, subject)
    return program(sample.scope(subject, lang)), program.reads

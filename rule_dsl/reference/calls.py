"""A function's samples as calls one could write, each worked out before it goes on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from rule_dsl.functions import Function, Sample
from rule_dsl.printing.names import Scope
from rule_dsl.printing.values import text_of
from rule_dsl.reference.base import Lang
from rule_dsl.reference.reading import NotRead, read_text
from rule_dsl.reference.sample import ZONE
from rule_dsl.reference.spelling import duration_parts, value_text
from rule_dsl.reference.workshop import WORKSHOP
from rule_dsl.tree import Node
from rule_dsl.types import BOOL, DATE, DURATION, EMPTY, MOMENT, NUMBER, TEXT

SUBJECT = "repair"
_UNPRINTABLE = frozenset(map(chr, range(32)))


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it is written in one language, and its result."""

    text: str
    result: str
    value: Any


def own_name(function: Function, lang: Lang) -> str:
    """The name a page uses."""
    return function.name if lang == "en" else function.zh[0]


def sample_calls(function: Function, lang: Lang) -> tuple[Call, ...]:
    """The samples that can be written down as constants; in English those without Chinese first."""
    name = own_name(function, lang)
    samples = function.samples or (Sample((), None),)
    found = [_call(function, sample.args, lang, name) for sample in samples]
    calls = [call for call in found if call is not None]
    plain = [call for call in calls if call.text.isascii()]
    return tuple(plain if lang == "en" and plain else calls)


def empty_calls(function: Function, lang: Lang) -> tuple[Call, ...]:
    """A full sample again, with one argument after the other left empty (of those that repeat, one)."""
    name = own_name(function, lang)
    full = next((s.args for s in function.samples if s.args and None not in s.args), ())
    found = []
    for index in range(min(len(full), len(function.params))):
        args = (*full[:index], None, *full[index + 1 :])
        found.append(_call(function, args, lang, name))
    return tuple(call for call in found if call is not None)


def _call(function: Function, args: Sequence[Any], lang: Lang, name: str) -> Call | None:
    """A call of these arguments; None where they cannot be written as constants."""
    nodes = tuple(_constant(function, index, value) for index, value in enumerate(args))
    if any(node is None for node in nodes):
        return None
    scope = Scope(WORKSHOP, SUBJECT, lang)
    text = f"{name}({', '.join(text_of(scope, node) for node in nodes if node)})"
    try:
        read = read_text(text, SUBJECT, ("formula",), lang)
    except NotRead:
        return None
    kind = read.tree.child(0).type
    return Call(text, value_text(read.value, kind, lang), read.value)


def _constant(function: Function, index: int, value: Any) -> Node | None:
    param = function.parameter(index)
    if value is None:
        return Node("null", (), EMPTY)
    if isinstance(value, bool):
        return Node("bool", (str(value).lower(),), BOOL)
    if isinstance(value, datetime):
        local = value.astimezone(ZONE).replace(tzinfo=None)
        return Node("moment", (local.isoformat(" ", "seconds"),), MOMENT)
    if isinstance(value, date):
        return Node("date", (value.isoformat(),), DATE)
    if isinstance(value, timedelta):
        return Node("dur", duration_parts(value), DURATION)
    if isinstance(value, str) and (param is None or "text" in param.kinds):
        return None if _UNPRINTABLE & set(value) else Node("text", (value,), TEXT)
    if isinstance(value, int | str | Decimal):
        return Node("number", (str(value),), NUMBER)
    return None

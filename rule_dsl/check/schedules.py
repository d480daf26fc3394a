"""Schedules: a day that there is, at a time that there is, no more often than every minute."""

from __future__ import annotations

import re

from rule_dsl.check.context import Context
from rule_dsl.cron import BadCron, read_cron
from rule_dsl.lexer.literals import is_time
from rule_dsl.lexer.schedule import MORE
from rule_dsl.lexer.width import fold
from rule_dsl.lexer.words import Word
from rule_dsl.schedule_times import DAY, interval
from rule_dsl.synonyms.units import WEEKDAYS
from rule_dsl.tree import Node, Span
from rule_dsl.types import DURATION, TIME, Type


def schedule(c: Context, word: Word) -> Node:
    """The schedule at a rule's head; what was assumed in reading it is said."""
    kind, args, assumed = word.value
    span = Span(word.start, word.end)
    if "date_in_year" in assumed:
        return c.refuse("yearly_date", span)
    if "several" in assumed:
        return c.refuse("several_times", fault_in(c.text, span, "more"))
    for what in assumed:
        c.suggest(f"assumed_{what}", span)
    if kind == "every":
        inner: tuple[Node | str, ...] = (Node("dur", args, DURATION, span),)
    elif kind == "cron":
        inner = (Node("text", args, Type("text"), span),)
    elif kind in ("weekly", "monthly"):
        inner = (str(args[0]), Node("time", (args[1],), TIME, span))
    else:
        inner = (Node("time", (args[0],), TIME, span),)
    found = Node("schedule", (kind, *inner), Type("event"), span)
    if kind == "every":
        _check_interval(c, found, span)
    elif kind == "cron":
        _check_cron(c, args[0], span)
    else:
        _check_day(c, kind, args, span)
    return found


_FAULTS = {
    "amount": re.compile(r"-?[\d.零一二三四五六七八九十百半两]+.*"),
    "time": re.compile(r"(?:[早上下中晚凌]\S?)?\d+(?::\d+)*(?:点(?:半|\d+分?)?)?\s*$"),
    "weekday": re.compile(r"(?<=[周期拜])[一二三四五六七八九十日天\d]|(?<=on )[a-z]+"),
    "day": re.compile(r"[\d一二三四五六七八九十两]+[日号]|(?<=day )\d+|\d+(?:st|nd|rd|th)?"),
    "more": MORE,
}
"""Where in a schedule each kind of fault is."""


def fault_in(text: str, span: Span, kind: str) -> Span:
    """The place of what is wrong in a schedule, as near as it can be told."""
    said = fold(text)[span.start : span.end]
    found = _FAULTS[kind].search(said)
    if found is None:
        return span
    return Span(
        span.start + found.start(), span.start + len(found.group().rstrip()) + found.start()
    )


def _check_interval(c: Context, found: Node, span: Span) -> None:
    said = c.text[span.start : span.end]
    span = fault_in(c.text, span, "amount")
    try:
        step = interval(found)
    except ValueError:
        c.refuse("no_such_interval", span, name=said)
        return
    if DAY % step:
        c.suggest("interval_wanders", span, name=said)


def _check_cron(c: Context, text: str, span: Span) -> None:
    try:
        read_cron(text)
    except BadCron as wrong:
        c.refuse(wrong.code, span, name=wrong.part)


def _check_day(c: Context, kind: str, args: tuple[str, ...], span: Span) -> None:
    if not is_time(args[-1]):
        c.refuse("no_such_time", fault_in(c.text, span, "time"), name=args[-1])
    if kind == "weekly" and args[0] not in WEEKDAYS:
        c.refuse("no_such_weekday", fault_in(c.text, span, "weekday"), name=args[0])
    if kind == "monthly" and args[0] != "last" and not 1 <= int(args[0]) <= 31:
        c.refuse("no_such_day", fault_in(c.text, span, "day"), name=args[0])

"""Giving fields values: set, clear, raise and lower."""

from __future__ import annotations

import re

from lark import Tree

from rule_dsl.check import compare as comparing
from rule_dsl.check import syntax
from rule_dsl.check.actions import Rule, make, names
from rule_dsl.check.context import (
    Context,
    is_unknown,
    localized,
    source_of,
    value,
)
from rule_dsl.check.names import thing
from rule_dsl.check.syntax import find_word, span_of, trees, word_of
from rule_dsl.check.typing import as_days, type_fact
from rule_dsl.check.units import field_at
from rule_dsl.lexer.width import fold
from rule_dsl.lexer.words import Word
from rule_dsl.tree import Node, Span
from rule_dsl.types import EMPTY, NUMBER

_JOINED = re.compile(r"(?:且|并且|而且|\band)\s*$")
_LISTED = re.compile(r"^(?!.*(?:则|就|那么|\bthen\b)).*[，,]\s*$", re.DOTALL)


def _is_bare_again(c: Context, part: Tree[Word], span: Span) -> bool:
    """通知班长且级别=A: behind an action and 且 it may be a condition as well as an order; so may
    缺勤为0 in 平均分≥90，缺勤为0，通知家长, between a condition and an order.
    """
    orders = {"BA", "SET"} & {word.kind for word in syntax.words(part)}
    sign = find_word(part, "CHANGE_TO").text.strip()
    before, after = fold(c.text[: span.start]), fold(c.text[span.end :]).lstrip()
    is_joined = _JOINED.search(before) is not None
    is_between = _LISTED.match(before) is not None and after[:1] in ("，", ",")
    return not orders and sign in ("=", "＝", "为") and (is_joined or is_between)


def _set(c: Context, part: Tree[Word]) -> list[Node]:
    name, new = trees(part)
    span = span_of(part)
    if _is_bare_again(c, part, span):
        said = word_of(name).text, source_of(c, new)
        order = "set {} to {}" if c.text[: span.start].rstrip()[-1:].isascii() else "将{}改为{}"
        return [
            c.refuse("condition_or_order", span, (order.format(*said),), name=said[0], new=said[1])
        ]
    target = thing(c, name, ("field",))
    dashed = None if is_unknown(target) else comparing.refused_range(c, new)
    if is_unknown(target) or dashed is not None:
        return [dashed or target]
    item = field_at(c, target)
    if item is not None and not item.writable:
        return [c.refuse("not_writable", span_of(name), name=localized(item.labels))]
    made = comparing.settle(c, value(c, new, target.type), target, span)
    made = as_days(made, target.type)
    if not is_unknown(made) and not _assignable(target, made):
        c.refuse(
            "cannot_set",
            span_of(new),
            name=word_of(name).text,
            wanted=type_fact(target.type),
            found=type_fact(made.type),
        )
    if item is not None and item.is_state and made.head == "state":
        _check_move(c, made, span_of(new))
    return [make("set", (target, made), span)]


def _clear(c: Context, part: Tree[Word]) -> list[Node]:
    """清空, clear: set to nothing."""
    done = []
    for target in names(c, trees(part)[-1], ("field",)):
        item = field_at(c, target) if not is_unknown(target) else None
        if item is not None and not item.writable:
            c.refuse("not_writable", target.span or span_of(part), name=localized(item.labels))
        done.append(make("set", (target, _cleared(part)), span_of(part)))
        if part.data == "zero" and not is_unknown(target) and not target.type.is_numeric:
            c.refuse("not_a_number", span_of(part), name=type_fact(target.type), operator="")
    return done


def _cleared(part: Tree[Word]) -> Node:
    """What a cleared field holds: 清空 leaves nothing, 清零 leaves 0."""
    if part.data == "zero":
        return Node("number", ("0",), NUMBER, span_of(part))
    return Node("null", (), EMPTY, span_of(part))


def _check_move(c: Context, state: Node, span: Span) -> None:
    """Setting a state makes the only move that leads to it."""
    moves = [move for move in c.form.moves if move.target == state.args[0]]
    if len(moves) == 1 or not c.form.moves:
        return
    name = comparing.named(c, state)
    if not moves:
        c.refuse("set_state_no_move", span, name=name)
        return
    found = [localized(move.labels) for move in moves]
    listed_moves = {
        "zh": "、".join(m["zh"] for m in found),
        "en": ", ".join(m["en"] for m in found),
    }
    c.refuse("set_state_several_moves", span, name=name, moves=listed_moves)


def _assignable(target: Node, made: Node) -> bool:
    if target.type.kind == "choices" and made.type.kind == "choice":
        return made.type.of == target.type.of
    if target.type.kind == "duration" and made.type.kind == "duration":
        return True
    return comparing.comparable(target.type, made.type)


def _step(head: str) -> Rule:
    """提升, 下调: by an amount, or by one step."""

    def build(c: Context, part: Tree[Word]) -> list[Node]:
        parts = trees(part)
        target = thing(c, parts[0], ("field",))
        by = value(c, parts[1].children[-1]) if len(parts) > 1 else None
        if by is not None and not is_unknown(target):
            by = comparing.settle(c, by, target, span_of(parts[1]))
        if not is_unknown(target) and not _steppable(c, target):
            c.refuse(
                "cannot_step",
                span_of(parts[0]),
                name=word_of(parts[0]).text,
                found=type_fact(target.type),
            )
        if (
            by is not None
            and not is_unknown(by)
            and not (by.type.is_numeric or by.type.kind == "duration")
        ):
            c.refuse("not_a_number", span_of(parts[1]), name=type_fact(by.type), operator="")
        return [make(head, (target, by), span_of(part))]

    return build


def _steppable(c: Context, node: Node) -> bool:
    if node.type.is_numeric or node.type.kind in ("date", "moment", "duration"):
        return True
    item = field_at(c, node)
    return item is not None and item.type.kind == "choice" and item.ordered


SETTINGS: dict[str, Rule] = {
    "set_field": _set,
    "clear": _clear,
    "zero": _clear,
    "raise_": _step("raise"),
    "raise_post": _step("raise"),
    "lower": _step("lower"),
    "lower_post": _step("lower"),
}

"""Conditions in time: near, overdue, held for, not within, rising for days."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from lark import Tree

from rule_dsl.check import compare as comparing
from rule_dsl.check.compare import comparison, left_value
from rule_dsl.check.context import (
    Context,
    is_unknown,
    localized,
    source_of,
    value,
)
from rule_dsl.check.days import clock, period
from rule_dsl.check.names import thing, value_name
from rule_dsl.check.syntax import Part, find_word, span_of, trees, word_of, words
from rule_dsl.check.truth import join, predicate
from rule_dsl.check.typing import MONTHS, WHOLE_DAYS, arithmetic, type_fact
from rule_dsl.check.units import field_at
from rule_dsl.check.values import duration, root_of
from rule_dsl.lexer.words import Word
from rule_dsl.tree import Node, Span
from rule_dsl.types import BOOL, DATE


def _overdue(c: Context, part: Tree[Word]) -> Node:
    """已过期: before today, or before now."""
    found = value(c, part.children[0])
    span = span_of(part)
    if is_unknown(found):
        return found
    if found.type.kind not in ("date", "moment"):
        name = source_of(c, part.children[0])
        return c.refuse("until_needs_date", span, name=name, found=type_fact(found.type))
    clock = "today" if found.type == DATE else "now"
    return Node("<", (found, Node(clock, (), found.type, span)), BOOL, span)


def _near(c: Context, part: Tree[Word]) -> Node:
    named = trees(part)[0]
    found = value(c, named) if part.data == "near" else thing(c, named, ("field", "param"))
    word = next(word for word in words(part) if word.kind in ("DUR", "AHEAD"))
    bound, span = duration(c, word), span_of(part)
    if is_unknown(found):
        return found
    if found.type.kind not in ("date", "moment"):
        return c.refuse(
            "until_needs_date",
            span,
            name=word_of(named).text,
            found=type_fact(found.type),
        )
    if found.type == DATE and bound.args[1] not in WHOLE_DAYS:
        item = field_at(c, found)
        name = localized(item.labels) if item else type_fact(found.type)
        return c.refuse("hours_against_date", bound.span or span, name=name)
    return Node("near", (found, bound), BOOL, span)


def _overdue_by(c: Context, part: Tree[Word]) -> Node:
    """到期日逾期7天以上: so long ago."""
    left_part, bound_part = trees(part)
    said = [str(w.value) for w in words(part) if w.kind in ("OP", "POST")]
    operator = said[0] if said else ">="
    found, bound = _dated(c, left_part), value(c, bound_part)
    if is_unknown(found) or is_unknown(bound):
        return found if is_unknown(found) else bound
    if bound.type.kind != "duration":
        if bound.head != "number":
            return c.refuse("held_needs_duration", span_of(bound_part))
        return comparing.without_unit(c, bound, "d", span_of(bound_part))
    late = comparing.since(found, ">", bound)
    return comparison(c, operator, late, bound, span_of(part))


def _at_day(c: Context, part: Tree[Word]) -> Node:
    """到货日期在明天."""
    day = find_word(part, "NOW")
    found = _dated(c, trees(part)[0])
    right = clock(str(day.value), Span(day.start, day.end))
    return found if is_unknown(found) else comparison(c, "=", found, right, span_of(part))


def _in_period(c: Context, part: Tree[Word]) -> Node:
    """到货日期在本周内, 早于本月: its first and its last day belong to it."""
    word, span = find_word(part, "PERIOD"), span_of(part)
    found = _dated(c, trees(part)[0])
    if is_unknown(found):
        return found
    first, last = period(str(word.value), Span(word.start, word.end))
    said = next((str(w.value) for w in words(part) if w.kind == "OP"), "=")
    if said in comparing.ORDERINGS:
        return comparison(c, said, found, first if said in ("<", ">=") else last, span)
    inside = Node("between", (found, first, last), BOOL, span)
    denied = said == "!=" or part.data == "not_in_period"
    return Node("not", (inside,), BOOL, span) if denied else inside


def _lately(c: Context, part: Tree[Word]) -> Node:
    """接收时间在近24小时内: not longer ago than that."""
    span, first = span_of(part), trees(part)[0]
    if first.data != "reference":
        return c.refuse("window_of_what", span, window=source_of(c, find_word(part, "DUR")))
    found, bound = _dated(c, first), duration(c, find_word(part, "DUR"))
    if is_unknown(found):
        return found
    end = clock("today" if found.type == DATE else "now", span)
    return Node("between", (found, arithmetic(c, "-", end, bound, span), end), BOOL, span)


def _dated(c: Context, part: Tree[Word]) -> Node:
    """A date or a moment, which may lie in a stretch of days."""
    found = value(c, part)
    if is_unknown(found) or found.type.kind in ("date", "moment"):
        return found
    name = source_of(c, part)
    return c.refuse("period_needs_date", span_of(part), name=name, found=type_fact(found.type))


def _roll_period(c: Context, part: Tree[Word]) -> Node:
    """本月报修单次数: what is counted is counted over a number of days."""
    word = find_word(part, "PERIOD")
    return c.refuse("calendar_window", span_of(part), name=word.text)


def _held(c: Context, part: Tree[Word]) -> Node:
    children = list(part.children)
    measured = _measured(c, children[0])
    base = measured if measured is not None else predicate(c, children[0])
    operator, post = ">=", None
    for child in children[1:]:
        if isinstance(child, Word) and child.kind == "OP":
            operator = str(child.value)
        if isinstance(child, Word) and child.kind == "POST":
            post = str(child.value)
    bound_part = next(child for child in children[2:] if isinstance(child, Tree))
    bound = value(c, bound_part)
    span = span_of(part)
    if bound.head == "number":
        return comparing.without_unit(c, bound, None, span)
    if not is_unknown(bound) and bound.type.kind != "duration":
        return c.refuse("held_needs_duration", span_of(bound_part))
    if measured is not None and not is_unknown(bound):
        return comparison(c, post or operator, measured, bound, span)
    if bound.head == "dur" and bound.args[1] in MONTHS:
        return c.refuse("months_not_exact", span_of(bound_part))
    if is_unknown(base) or is_unknown(bound):
        return base if is_unknown(base) else bound
    return comparing.held(base, post or operator, bound, span)


def _measured(c: Context, part: Part) -> Node | None:
    """停机时长持续超过2小时: a length of time is compared, it is not held for."""
    if not isinstance(part, Tree) or part.data != "reference":
        return None
    kinds = {
        c.lexicon.types[e].kind for e in word_of(part).value[-1].entities if e in c.lexicon.types
    }
    return value(c, part) if kinds == {"duration"} else None


def _held_state(c: Context, part: Tree[Word]) -> Node:
    """处于待派工状态超过30分钟."""
    state = trees(part)[0]
    if state.data == "denied" and find_word(part, "OP").value in ("<", "<="):
        return c.refuse("absent_direction", span_of(part))
    base = predicate(c, state)
    return _held_for(c, base, find_word(part, "OP"), find_word(part, "DUR"), span_of(part))


def _held_chain(c: Context, part: Tree[Word]) -> Node:
    """状态为待派工超过30分钟; 时长大于45分钟小于90分钟 would be two limits of one length."""
    left_part, right_part = trees(part)
    first, second = (found for found in words(part) if found.kind == "OP")
    if right_part.data == "duration":
        return c.refuse("chained_comparison", Span(second.start, second.end), name=second.text)
    left = left_value(c, left_part)
    right = value(c, right_part, left.type)
    base = comparison(c, str(first.value), left, right, span_of(part))
    return _held_for(c, base, second, find_word(part, "DUR"), span_of(part))


def _held_for(c: Context, base: Node, operator: Word, bound: Word, span: Span) -> Node:
    if is_unknown(base):
        return base
    if bound.value[1] in MONTHS:
        return c.refuse("months_not_exact", Span(bound.start, bound.end))
    if str(operator.value) not in comparing.ORDERINGS:
        return c.refuse(
            "chained_comparison", Span(operator.start, operator.end), name=operator.text
        )
    return comparing.held(base, str(operator.value), duration(c, bound), span)


def _held_without(c: Context, part: Tree[Word]) -> Node:
    held = _held(c, part)
    last = part.children[-1]
    bound_part = next(ch for ch in part.children[2:] if isinstance(ch, Tree))
    absent = Node("not_within", (value(c, bound_part), _done(c, last)), BOOL, span_of(part))
    return join("and", [held, absent], span_of(part))


def _done(c: Context, part: Part) -> Node:
    """What was not done: a declared event, a move, a field that was not written."""
    return thing(c, part, ("act", "field", "form"))


def _absent(c: Context, part: Tree[Word]) -> Node:
    word = next(ch for ch in part.children if isinstance(ch, Word) and ch.kind == "DUR")
    target = part.children[-1]
    if part.data == "absent_en":
        target = next(ch for ch in part.children if isinstance(ch, Tree))
    if part.data in ("absent_of", "absent_over_of"):
        _check_owner(c, part.children[0])
    operators = [ch for ch in part.children if isinstance(ch, Word) and ch.kind == "OP"]
    span = span_of(part)
    if operators and operators[0].value not in (">", ">="):
        return c.refuse("absent_direction", span)
    return Node("not_within", (duration(c, word), _done(c, target)), BOOL, span)


def _absent_param(c: Context, part: Tree[Word]) -> Node:
    """响应时限内未回复: the time is a parameter."""
    first, second = trees(part)
    bound_part, target = (first, second) if part.data == "absent_param" else (second, first)
    bound = thing(c, bound_part, ("param", "field"))
    if not is_unknown(bound) and bound.type.kind != "duration":
        return c.refuse("held_needs_duration", span_of(bound_part))
    return Node("not_within", (bound, _done(c, target)), BOOL, span_of(part))


def _check_owner(c: Context, part: Part) -> None:
    step = word_of(part).value[0] if isinstance(part, Tree) and part.data == "reference" else None
    if step is None or not any(e.kind == "form" and e.key == c.subject for e in step.entities):
        c.refuse("absent_owner", span_of(part))


def _trend(c: Context, part: Tree[Word]) -> Node:
    """A field's own days, or the days of linked records: the last one's, or all of them as one."""
    series_part = trees(part)[0]
    said = {w.kind: w for w in words(part)}
    span = span_of(part)
    series, aggregate = _series(c, series_part), said.get("AGG")
    if is_unknown(series):
        return series
    is_rows = root_of(series).head == "form"
    if not (is_rows or (series.head == "field" and aggregate is None)):
        return c.refuse("trend_needs_series", span_of(series_part))
    counted = aggregate is not None and aggregate.value == "count"
    if not series.type.is_numeric and not counted:
        return c.refuse("trend_needs_number", span, found=type_fact(series.type))
    bound = duration(c, said["DUR"])
    if bound.args[1] not in ("d", "w") or Decimal(str(bound.args[0])) % 1:
        return c.refuse("trend_in_days", bound.span or span)
    args: list[Node | str] = [series, bound, str(said["DIR"].value)]
    if aggregate is not None:
        args.append(str(aggregate.value))
    return Node("trend", tuple(args), BOOL, span)


def _series(c: Context, part: Tree[Word]) -> Node:
    with c.taking_many(allowed=True):
        return value_name(c, part, None) if part.data == "name" else value(c, part)


Rule = Callable[[Context, Tree[Word]], Node]

TIMES: dict[str, Rule] = {
    "overdue": _overdue,
    "overdue_by": _overdue_by,
    "at_day": _at_day,
    "in_period": _in_period,
    "not_in_period": _in_period,
    "lately": _lately,
    "roll_period": _roll_period,
    "near": _near,
    "near_en": _near,
    "held_state": _held_state,
    "held_chain": _held_chain,
    "held": _held,
    "held_post": _held,
    "held_without": _held_without,
    "absent": _absent,
    "absent_en": _absent,
    "absent_over": _absent,
    "absent_param": _absent_param,
    "absent_en_param": _absent_param,
    "absent_of": _absent,
    "absent_over_of": _absent,
    "trend": _trend,
    "trend_en": _trend,
    "trend_of": _trend,
}

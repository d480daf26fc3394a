"""From the typed tree to operations: one place decides what each head means on which sorts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from rule_dsl.targets import arithmetic, calls, compare, listed, related
from rule_dsl.targets.frame import Frame, follow, is_rows, key_of, path_steps, read, sort_of
from rule_dsl.targets.ops import (
    FALSE,
    NAMED,
    NOTHING,
    TRUE,
    Op,
    Refused,
    conj,
    const,
    elsewhere_worked,
    negation,
    one_sort,
    retyped,
)
from rule_dsl.tree import Node
from rule_dsl.types import Type
from rule_dsl.vocabulary import Vocabulary

LARGEST = 20_000
"""Operations a program may have once what is used twice is written twice."""

Elaborate = Callable[[Node, Frame], Op]


def elaborate(tree: Node, vocabulary: Vocabulary, subject: str) -> Op:
    """The operations of an expression over the subject's records."""
    op = elaborate_node(tree, Frame(vocabulary, subject, subject))
    if _size(op, {}) > LARGEST:
        raise Refused("too_large", tree.head)
    return op


def _size(op: Op, known: dict[int, int]) -> int:
    """The size as a tree, each shared operation counted each time, found without walking twice."""
    found = known.get(id(op))
    if found is None:
        parts = list(op.args)
        if op.source is not None:
            parts += [p for p in (op.source.anchor, op.source.within) if p is not None]
        found = 1 + sum(_size(part, known) for part in parts)
        known[id(op)] = found
    return found


def elaborate_node(node: Node, frame: Frame) -> Op:
    """The operations of one node."""
    if node.head in NAMED:
        return const(key_of(node), "key")
    rule = HEADS.get(node.head)
    return rule(node, frame) if rule is not None else calls.call(node, frame, elaborate_node)


def children(node: Node, frame: Frame) -> tuple[Op, ...]:
    """The operations of a node's arguments; an empty optional one is the empty value."""
    return tuple(
        elaborate_node(arg, frame) if isinstance(arg, Node) else _bare(arg, frame)
        for arg in node.args
    )


def _bare(arg: str | None, frame: Frame) -> Op:
    return NOTHING if arg is None else _named(frame, arg)


def _named(frame: Frame, key: str, *, outer: bool = False, default: Type | None = None) -> Op:
    """A field of the frame's record; one that is kept nowhere is worked out on the spot."""
    formula = frame.formula_of(key)
    if formula is None:
        return read(frame, key, outer=outer, default=default)
    worked = _worked(formula, frame, key)
    if frame.form == frame.subject and not outer:
        return worked
    return elsewhere_worked(worked, lambda op: replace(op, name="outer") if outer else op)


def _worked(formula: Node, frame: Frame, key: str) -> Op:
    """What a field of the frame's form comes to, of the sort it has."""
    worked = elaborate_node(formula, replace(frame, subject=frame.form))
    return retyped(worked, sort_of(frame.type_of(key), key))


def _reached(frame: Frame, keys: tuple[str, ...], base: Op | None = None) -> Op:
    """A field behind links; one that is kept nowhere is worked out of what its record keeps."""
    at = frame
    for key in keys[:-1]:
        at = at.inside(at.type_of(key).of or "")
    formula = at.formula_of(keys[-1]) if len(keys) > 1 else None
    if formula is None:
        return follow(frame, keys, base)
    link = follow(frame, keys[:-1], base)
    worked = _worked(formula, at, keys[-1])

    def behind(op: Op) -> Op:
        return Op("follow", op.sort, (link,), value=(at.form, op.value))

    return elsewhere_worked(worked, behind)


def _text(node: Node) -> str:
    arg = node.args[0]
    if not isinstance(arg, str):
        raise Refused("no_literal", node.head)
    return arg


def _moment(node: Node, _frame: Frame) -> Op:
    """An ISO moment; without an offset it is a local time in the app's zone."""
    moment = datetime.fromisoformat(_text(node))
    if moment.tzinfo is None:
        return Op("moment_of", "moment", (const(moment, "local"),))
    return const(moment, "moment")


def _field(node: Node, frame: Frame) -> Op:
    return _named(frame, _text(node), default=node.type)


def _alias(node: Node, frame: Frame) -> Op:
    outside = frame.outside()
    steps = tuple(map(key_of, node.args))
    if len(steps) == 1:
        return _named(outside, steps[0], outer=True, default=node.type)
    return _reached(outside, steps, read(outside, steps[0], outer=True, default=node.type))


def _path(node: Node, frame: Frame) -> Op:
    steps = path_steps(node)
    keys = tuple(map(key_of, steps))
    first = steps[0]
    if isinstance(first, Node) and first.head == "alias":
        outside = frame.outside()
        return _reached(outside, keys, read(outside, keys[0], outer=True))
    if is_rows(frame, keys[0]):
        raise Refused("many_values", keys[0])
    return _reached(frame, keys)


def _bool(condition: Op) -> Op:
    condition = retyped(condition, "bool")
    if condition.sort != "bool":
        raise Refused("not_a_condition", condition.name)
    return condition


def _in(node: Node, frame: Frame) -> Op:
    if listed.is_listed(node):
        return listed.in_list(node, frame, elaborate_node)
    return compare.among(children(node, frame))


def _conditions(node: Node, frame: Frame) -> tuple[Op, ...]:
    return tuple(_bool(op) for op in children(node, frame))


def _if(node: Node, frame: Frame) -> Op:
    condition, *branches = children(node, frame)
    if len(branches) == 1:
        branches.append(NOTHING)
    chosen, other = one_sort(tuple(branches))
    if chosen.sort != other.sort:
        raise Refused("mixed_branches", node.head)
    return Op("choose", chosen.sort, (_bool(condition), chosen, other))


def _empty(node: Node, frame: Frame) -> Op:
    (value,) = children(node, frame)
    return compare.blank(value)


def _or(node: Node, frame: Frame) -> Op:
    return Op("or", "bool", _conditions(node, frame))


def _var(node: Node, frame: Frame) -> Op:
    key = key_of(node)
    found = next((n for n in frame.vocabulary.names if n.kind == "param" and n.key == key), None)
    type_ = found.type if found is not None and found.type is not None else node.type
    return Op("param", sort_of(type_, key), value=key)


def _literal_or_call(literal: Elaborate) -> Elaborate:
    """TEXT, DATE and MOMENT are literals with one bare argument and calls with several."""

    def either(node: Node, frame: Frame) -> Op:
        is_literal = len(node.args) == 1 and isinstance(node.args[0], str)
        return literal(node, frame) if is_literal else calls.call(node, frame, elaborate_node)

    return either


HEADS: Mapping[str, Elaborate] = {
    "field": _field,
    "alias": _alias,
    "path": _path,
    "param": _var,
    "number": lambda node, _frame: const(Decimal(_text(node)), "number"),
    "bool": lambda node, _frame: TRUE if _text(node) == "true" else FALSE,
    "null": lambda _node, _frame: NOTHING,
    "text": _literal_or_call(lambda node, _frame: const(_text(node), "text")),
    "date": _literal_or_call(lambda node, _frame: const(date.fromisoformat(_text(node)), "date")),
    "moment": _literal_or_call(_moment),
    "dur": lambda node, _frame: arithmetic.duration_literal(node),
    "and": lambda node, frame: conj(*_conditions(node, frame)),
    "or": _or,
    "not": lambda node, frame: negation(_conditions(node, frame)[0]),
    "if": _if,
    "empty": _empty,
    "contains": lambda node, frame: compare.contains(*children(node, frame)),
    "in": _in,
    "between": lambda node, frame: compare.between(*children(node, frame), node=node, frame=frame),
    "until": lambda node, frame: arithmetic.until(children(node, frame)[0], node.type),
    "near": lambda node, frame: arithmetic.near(*children(node, frame)),
    **{
        head: lambda node, frame: compare.comparison(node, frame, elaborate_node)
        for head in ("=", "!=", "<", "<=", ">", ">=")
    },
    **{
        head: lambda node, frame: arithmetic.arithmetic(node, children(node, frame))
        for head in ("+", "-", "*", "/", "&")
    },
    **{
        head: lambda node, frame: related.related(node, frame, elaborate_node)
        for head in related.HEADS
    },
}

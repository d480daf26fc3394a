"""Conditions on other records, on lines, and on what happened when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from rule_dsl.gather import gathered_inside, row_paths
from rule_dsl.targets import arithmetic, compare
from rule_dsl.targets.frame import (
    Frame,
    business_time,
    is_rows,
    key_of,
    lines,
    path_steps,
    rows_through,
)
from rule_dsl.targets.ops import (
    NOW,
    TRUE,
    Op,
    Refused,
    Source,
    applied,
    conj,
    const,
    exact_days,
    negation,
)
from rule_dsl.targets.scope import UPDATED
from rule_dsl.tree import Node

Elaborate = Callable[[Node, Frame], Op]
DAILY = ("last", "sum", "average", "max", "min", "count")
"""How the records of one day come to its value."""
AGGREGATES = frozenset("count sum average min max median countunique first last stdev".split())
Arg = Node | str | None


def related(node: Node, frame: Frame, elaborate: Elaborate) -> Op:
    """A node about other records, lines or history."""
    return RULES[node.head](node, frame, elaborate)


def _node(arg: Arg, head: str) -> Node:
    if not isinstance(arg, Node):
        raise Refused("no_condition", head)
    return arg


def _condition(arg: Arg, frame: Frame, elaborate: Elaborate) -> Op:
    """A condition on a row; none holds for every row."""
    if arg is None:
        return TRUE
    op = elaborate(_node(arg, "condition"), frame)
    if op.sort != "bool":
        raise Refused("not_a_condition", op.name)
    return op


def _within(source: Source, arg: Arg, frame: Frame, elaborate: Elaborate) -> Source:
    if arg is None:
        return source
    return replace(source, within=arithmetic.lengthy(elaborate(_node(arg, "within"), frame)))


def _rows(arg: Arg, frame: Frame) -> Source:
    """The rows a path names: lines, or the linked records of a form."""
    key = key_of(arg)
    if is_rows(frame, key):
        return lines(frame, key)
    return rows_through(frame, key, None)


def _exists(node: Node, frame: Frame, elaborate: Elaborate) -> Op:
    form, condition, window = (*node.args, None)[:3]
    key = key_of(form)
    time, time_sort = business_time(frame, key)
    source = Source("all", key, time=time, time_sort=time_sort, but_itself=key == frame.form)
    source = _within(source, window, frame, elaborate)
    return Op("some", "bool", (_condition(condition, frame.inside(key), elaborate),), source=source)


def _quantified(node: Node, frame: Frame, elaborate: Elaborate) -> Op:
    """``all`` is that no row fails; of no rows it holds."""
    source, inside = _path_rows(node.args[0], frame)
    condition = _condition(node.args[1], inside, elaborate)
    if node.head == "any":
        return Op("some", "bool", (condition,), source=source)
    return negation(Op("some", "bool", (negation(condition),), source=source))


def _path_rows(arg: Arg, frame: Frame) -> tuple[Source, Frame]:
    if isinstance(arg, Node) and arg.head == "path":
        steps = [key_of(step) for step in arg.args]
        if len(steps) == 1:
            arg = steps[0]
        else:
            # A link, then the rows that point at the same record.
            source = rows_through(frame, steps[-1], steps[0])
            return source, frame.inside(source.form)
    source = _rows(arg, frame)
    return source, frame.inside(source.form)


def _at_least(node: Node, frame: Frame, elaborate: Elaborate) -> Op:
    """``["at_least", n, path, condition]``."""
    source, inside = _path_rows(node.args[1], frame)
    condition = _condition(node.args[2], inside, elaborate)
    return Op("enough", "bool", (condition,), value=_count(node.args[0]), source=source)


def _count(arg: Arg) -> int:
    text = arg.args[0] if isinstance(arg, Node) else arg
    if not isinstance(text, str) or not text.isdecimal() or int(text) < 1:
        raise Refused("no_count", str(text))
    return int(text)


def _last(node: Node, frame: Frame, elaborate: Elaborate) -> Op:
    """``[last_all | last_any | last_some, link, n, form, condition, k?]``; fewer rows: false."""
    link, number, form, condition, *least = node.args
    count = _count(number)
    is_own = link is None or (isinstance(link, Node) and link.head == "form")
    source = rows_through(frame, key_of(form), None if is_own else key_of(link))
    source = replace(source, limit=count)
    test = _condition(condition, frame.inside(source.form), elaborate)
    if node.head != "last_all":
        wanted = _count(least[0]) if least else 1
        return conj(
            Op("enough", "bool", (TRUE,), value=count, source=source),
            Op("enough", "bool", (test,), value=wanted, source=source),
        )
    return Op("enough", "bool", (test,), value=count, source=source)


def _roll(node: Node, frame: Frame, elaborate: Elaborate) -> Op:
    """``[roll, aggregate, path, length, condition?]``: the linked rows of the last while."""
    aggregate, path, window, condition = (*node.args, None)[:4]
    name = key_of(aggregate)
    if name not in AGGREGATES:
        raise Refused("unknown_aggregate", name)
    link, form, *keys = _rows_and_keys(path, frame)
    source = _within(rows_through(frame, form or "", link), window, frame, elaborate)
    inside = frame.inside(source.form)
    value = _reach(keys, inside, elaborate) if keys else TRUE
    test = _condition(condition, inside, elaborate)
    gathered = Op("values", value.sort, (value, test), source=source)
    sort = "number" if name in ("count", "countunique") else value.sort
    return applied(name, sort, (gathered,))


def _reach(keys: Sequence[str | None], frame: Frame, elaborate: Elaborate) -> Op:
    """A field of a row, or one behind its links."""
    if len(keys) == 1:
        return elaborate(Node("field", (keys[0],)), frame)
    return elaborate(Node("path", tuple(keys)), frame)


def _rows_and_keys(path: Arg, frame: Frame) -> list[str | None]:
    """``form, field …`` or ``link, form, field …`` as link, form and fields."""
    named = path_steps(path) if isinstance(path, Node) and path.head == "path" else (path,)
    steps = [key_of(step) for step in named]
    forms = frame.vocabulary.forms
    at = next((i for i, s in enumerate(named) if isinstance(s, Node) and s.head == "form"), None)
    if at is None and len(steps) > 1 and _is_field(frame, steps[0]) and steps[1] in forms:
        at = 1
    if steps[at or 0] not in forms:
        raise Refused("no_rows", steps[0])
    return [None, *steps] if not at else list(steps)


def _steps(arg: Arg) -> list[str]:
    if isinstance(arg, Node) and arg.head == "path":
        return [step for part in arg.args for step in _steps(part)]
    return [key_of(arg)]


def _trend(node: Node, frame: Frame, elaborate: Elaborate) -> Op:
    """``[trend, series, length, up | down, aggregate?]``: each of the last days beats the one before.

    A day's value is that of its last record, or the aggregate of its records.
    """
    series, length, direction, *aggregate = node.args
    days = exact_days(elaborate(_node(length, "trend"), frame))
    if days is None or days < 1:
        raise Refused("trend_in_days", node.head)
    own = _steps(series)
    if len(own) == 1 and _is_field(frame, own[0]):
        if not frame.type_of(own[0]).is_numeric:
            raise Refused("no_number", node.head)
        return Op("trend_own", "bool", value=(frame.form, own[0], days, direction == "up"))
    link, form, *keys = _rows_and_keys(series, frame)
    source = rows_through(frame, form or "", link)
    how = key_of(aggregate[0]) if aggregate else "last"
    value = const(Decimal(1), "number")
    if keys:
        value = _reach(keys, frame.inside(source.form), elaborate)
    if how not in DAILY or value.sort != "number":
        raise Refused("no_number", node.head)
    return Op("trend", "bool", (value,), value=(days, direction == "up", how), source=source)


def _held(node: Node, frame: Frame, elaborate: Elaborate) -> Op:
    """The condition holds, and its fields have not changed for the length."""
    condition, operator, length = node.args
    test = elaborate(_node(condition, node.head), frame)
    keys = sorted(set(_own_keys(test)))
    if not keys or test.sort != "bool":
        raise Refused("no_field", node.head)
    since = Op("changed_at", "moment", value=(frame.form, tuple(keys)))
    bound = arithmetic.shifted(NOW, elaborate(_node(length, node.head), frame), -1)
    flipped = compare.FLIPPED[key_of(operator)]
    return conj(test, compare.compared(flipped, since, bound))


def _own_keys(op: Op) -> Iterator[str]:
    """The record's own fields that a condition reads; of its lines the field that holds them."""
    if op.name == "field":
        yield str(op.value)
    if op.source is None:
        for arg in op.args:
            yield from _own_keys(arg)
        return
    if op.source.kind == "lines":
        yield op.source.key
    if op.source.anchor is not None:
        yield from _own_keys(op.source.anchor)


def _not_within(node: Node, frame: Frame, elaborate: Elaborate) -> Op:
    """Since it became possible the length has passed, and the act has not happened.

    Of a field, lines or linked records: since their last change the length has passed.
    """
    length, act = node.args
    key = key_of(act)
    if isinstance(act, Node) and act.head != "act":
        bound = arithmetic.shifted(NOW, elaborate(_node(length, node.head), frame), -1)
        return compare.compared("<=", _last_change(act.head, key, frame), bound)
    start = Op("possible_since", "moment", value=(frame.form, key))
    done = Op("happened", "moment", value=(frame.form, key))
    bound = arithmetic.shifted(NOW, elaborate(_node(length, node.head), frame), -1)
    return conj(compare.compared("<=", start, bound), negation(compare.compared("<=", start, done)))


def _last_change(head: str, key: str, frame: Frame) -> Op:
    """When a field, lines or the newest of linked records last changed; else the creation."""
    if head == "form" and key == frame.form:
        return Op("field", "moment", value=UPDATED)
    if head == "form":
        source = rows_through(frame, key, None)
        if source.kind != "lines":
            return Op("rows_changed_at", "moment", source=source)
        key = source.key
    return Op("changed_at", "moment", value=(frame.form, (key,)))


def values(node: Node, frame: Frame, elaborate: Elaborate) -> Op | None:
    """All the values an argument has, row by row, or None for what is one value."""
    if node.head == "field" and is_rows(frame, key_of(node)):
        return Op("values", "bool", (TRUE, TRUE), source=lines(frame, key_of(node)))
    if node.head == "form":
        source = rows_through(frame, key_of(node), None)
        return Op("values", "bool", (TRUE, TRUE), source=source)
    is_row = partial(_is_row_path, frame=frame)
    roots = {_steps(path)[0] for path in row_paths(node, is_row)}
    if not roots:
        return None
    if len(roots) > 1 or gathered_inside(node, is_row):
        raise Refused("gather_inside", node.head)
    (root,) = roots
    source = lines(frame, root) if is_rows(frame, root) else rows_through(frame, root, None)
    value = elaborate(_on_row(node, frame), frame.inside(source.form))
    return Op("values", value.sort, (value, TRUE), source=source)


def _is_row_path(node: Node, frame: Frame) -> bool:
    """Whether a node is a path through lines or through the records of a form."""
    if node.head != "path":
        return False
    steps = path_steps(node)
    if isinstance(steps[0], Node) and steps[0].head == "alias":
        return False
    root = key_of(steps[0])
    return is_rows(frame, root) or (
        root in frame.vocabulary.forms and not _is_field(frame, root) and len(steps) > 1
    )


def _on_row(node: Node, frame: Frame) -> Node:
    """An expression as one row sees it: its paths start at the row, the record is outside."""
    if node.head == "path":
        first, *rest = path_steps(node)
        if not _is_row_path(node, frame):
            return Node("path", (_outside(first, frame), *rest), node.type, node.span)
        if len(rest) == 1:
            return Node("field", (key_of(rest[0]),), node.type, node.span)
        return Node("path", tuple(rest), node.type, node.span)
    if node.head == "field":
        return _outside(node, frame)
    args = tuple(_on_row(arg, frame) if isinstance(arg, Node) else arg for arg in node.args)
    return replace(node, args=args)


def _outside(step: Node | str, frame: Frame) -> Node:
    """A field of the record around the rows."""
    if isinstance(step, Node) and step.head == "alias":
        return step
    if frame.form != frame.subject:
        raise Refused("gather_inside", key_of(step))
    kind = frame.type_of(key_of(step), step.type if isinstance(step, Node) else None)
    return Node("alias", (key_of(step),), kind)


def _is_field(frame: Frame, key: str) -> bool:
    form = frame.vocabulary.forms.get(frame.form)
    return form is not None and key in form.fields


RULES: dict[str, Callable[[Node, Frame, Elaborate], Op]] = {
    "exists": _exists,
    "all": _quantified,
    "any": _quantified,
    "at_least": _at_least,
    "last_all": _last,
    "last_any": _last,
    "last_some": _last,
    "roll": _roll,
    "trend": _trend,
    "held": _held,
    "not_within": _not_within,
}
HEADS = frozenset(RULES)

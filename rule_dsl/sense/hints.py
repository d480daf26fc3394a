"""What is legal and may surprise: what a condition also lets in, and what a day is."""

from __future__ import annotations

from collections.abc import Iterator

from rule_dsl.check.compare import describe, named
from rule_dsl.check.context import Context
from rule_dsl.sense.clash import clash
from rule_dsl.sense.constants import days
from rule_dsl.sense.cuts import whole
from rule_dsl.sense.formula import Atom, Formula, Join, Subject, blank
from rule_dsl.sense.reading import COMPARISONS, FLIPPED, Reader
from rule_dsl.tree import Node, Span
from rule_dsl.types import BOOL

_READ = frozenset({"field", "path", "alias"})
_JOINED = frozenset({"and", "or"})


def hints(c: Context, r: Reader, node: Node, beside: tuple[Node, ...] = ()) -> None:
    """Say it for every part of a condition; ``beside`` are conditions that hold as well.

    Of alternatives each is looked at where the others do not hold: what they let in is no surprise.
    """
    if node.head in _JOINED:
        parts = node.children()
        for index, part in enumerate(parts):
            others = (*parts[:index], *parts[index + 1 :])
            if node.head == "or":
                others = tuple(Node("not", (other,), BOOL) for other in others)
            hints(c, r, part, (*beside, *others))
        return
    _also_overdue(c, r, node, beside)
    _also_empty(c, r, node, beside)
    for part in _inside(node):
        _calendar_day(c, part)


def _inside(node: Node) -> Iterator[Node]:
    yield node
    if node.head in ("not", *_JOINED):
        for part in node.children():
            yield from _inside(part)


def _also_overdue(c: Context, r: Reader, node: Node, beside: tuple[Node, ...]) -> None:
    """距离截止日≤3天 holds after the date as well, unless something beside it says otherwise."""
    if node.head not in COMPARISONS:
        return
    left, right, operator = node.child(0), node.child(1), node.head
    if right.head == "until":
        left, right, operator = right, left, FLIPPED[operator]
    if left.head != "until" or operator not in ("<", "<=") or right.head not in ("dur", "param"):
        return
    time = left.child(0)
    axis = "from_today" if time.type.kind == "date" else "from_now"
    overdue = Atom(r.value(time), axis, whole("<", 0), False, node)
    if _can_be(r, (node, *beside), overdue):
        c.suggest("also_overdue", _span(node), name=describe(c, left), bound=named(c, right))


def _also_empty(c: Context, r: Reader, node: Node, beside: tuple[Node, ...]) -> None:
    """非 and ≠ also let in what is empty, unless something beside them says otherwise."""
    if node.head not in ("not", "!="):
        return
    for subject in _denied(r.read(node)):
        if _can_be(r, (node, *beside), blank(subject, node)):
            c.suggest("not_includes_empty", _span(node), name=describe(c, subject.node))
            return


def _denied(formula: Formula) -> Iterator[Subject]:
    """The fields that something is denied of, so that empty ones are let in."""
    if isinstance(formula, Join):
        for part in formula.parts:
            yield from _denied(part)
    elif formula.empty and formula.axis != "filled":
        value = formula.subject.node
        if value.head in _READ and value.type.kind != "state":  # a state is empty only by accident
            yield formula.subject


def _can_be(r: Reader, nodes: tuple[Node, ...], more: Formula) -> bool:
    formula = Join("and", (*(r.read(node) for node in nodes), more))
    return clash(formula) is None


def _calendar_day(c: Context, node: Node) -> None:
    """1天 on a moment is 24 hours, not the next calendar day."""
    if node.head not in (*COMPARISONS, "near"):
        return
    sides = node.children()
    bound = next((side for side in sides if side.head == "dur" and side.args[1] == "d"), None)
    value = next((side for side in sides if side is not bound), None)
    count = days(bound) if bound is not None else None
    if bound is None or value is None or not count:
        return
    times = (value,) if node.head == "near" else value.children()
    is_exact = node.head == "near" or value.head in ("until", "-")
    fields = [time for time in times if time.head in _READ]
    if is_exact and fields and all(time.type.kind == "moment" for time in times):
        length = {"zh": f"{count}天", "en": f"{count} day{'s' if count > 1 else ''}"}
        name, hours = describe(c, fields[0]), str(count * 24)
        c.suggest("calendar_day", _span(bound), name=name, length=length, hours=hours)


def _span(node: Node) -> Span:
    return node.span or Span(0, 0)

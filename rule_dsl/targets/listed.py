"""Being in a saved list: of a link, its record is there; of a text or choice, a title is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from rule_dsl.targets.compare import compared
from rule_dsl.targets.frame import Frame, business_time, key_of, read
from rule_dsl.targets.ops import FALSE, TRUE, Op, Refused, Source, conj, const
from rule_dsl.targets.scope import ID
from rule_dsl.tree import Node
from rule_dsl.types import Type

Elaborate = Callable[[Node, Frame], Op]
CHOSEN = frozenset({"choice", "choices", "state"})


def is_listed(node: Node) -> bool:
    """Whether it is a membership in a saved list."""
    last = node.args[-1] if len(node.args) == 2 else None
    return isinstance(last, Node) and last.head == "list"


def in_list(node: Node, frame: Frame, elaborate: Elaborate) -> Op:
    """``[in, value, [list, key]]``; a list that is told by itself holds nothing."""
    key, left = key_of(node.args[1]), node.child(0)
    listed = frame.vocabulary.lists.get(key)
    if listed is None:
        raise Refused("no_list", key)
    if key in frame.lists:
        return FALSE
    inside = Frame(frame.vocabulary, listed.form, listed.form, frame.lists | {key})
    holds = TRUE if listed.condition is None else elaborate(listed.condition, inside)
    if any(op.name == "outer" for op in holds.walk()):
        raise Refused("list_reads_around", key)
    time, time_sort = business_time(frame, listed.form)
    rows = Source("all", listed.form, time=time, time_sort=time_sort)
    value = elaborate(left, frame)
    if left.type.kind == "link":
        if left.type.of != listed.form:
            raise Refused("list_of_other_kind", key)
        return Op(
            "some", "bool", (holds,), source=replace(rows, kind="linked", by=ID, anchor=value)
        )
    title = _title(inside)
    if title is None:
        return FALSE
    if left.type.kind not in CHOSEN:
        source = replace(rows, kind="linked", by=title, anchor=value)
        return Op("some", "bool", (holds,), source=source)
    called = read(inside, title)
    tests = [
        conj(
            Op("has", "bool", (value, const(option, "key")))
            if left.type.kind == "choices"
            else compared("=", value, const(option, "key")),
            Op("some", "bool", (conj(holds, _among(called, texts)),), source=rows),
        )
        for option, texts in _options(frame, left.type)
    ]
    return Op("or", "bool", tuple(tests)) if tests else FALSE


def _title(inside: Frame) -> str | None:
    """The field whose text a record is called by; where none is named the first text."""
    form = inside.form_named(inside.form)
    texts = [key for key, field in form.fields.items() if field.type.kind == "text"]
    return form.title if form.title in texts else next(iter(texts), None)


def _among(called: Op, texts: frozenset[str]) -> Op:
    return Op("among", "bool", (called,), value=texts)


def _options(frame: Frame, kind: Type) -> Iterator[tuple[str, frozenset[str]]]:
    """Each option's key, and everything it is called."""
    form, _, key = (kind.of or "").rpartition(".")
    found = frame.form_named(form).fields.get(key)
    for option in found.options if found is not None else ():
        yield (
            option.key,
            frozenset({option.key, *(t for said in option.labels.values() for t in said)}),
        )

"""A sample record that meets conditions, found by trying and proved by running them.

Values are tried at the edges of what the conditions allow. The Python target decides, so a witness
is a fact; that none was found says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice, product
from typing import Any

from rule_dsl.rule import TIME_HEADS, walk
from rule_dsl.sense.formula import Conjunction, TooMany, alternatives, by_subject
from rule_dsl.sense.reading import Reader
from rule_dsl.targets.ops import Refused
from rule_dsl.targets.python import Program, compile_python
from rule_dsl.targets.scope import Alone, Scope
from rule_dsl.together.samples import World, edges_of, literal, said, values
from rule_dsl.tree import Node
from rule_dsl.types import BOOL, DATE, MOMENT
from rule_dsl.values import Row

TRIES = 4_000
"""Records tried before nothing is said."""
TRIES_EACH = 1_000
"""Of those, for one way in which the conditions can be true."""
Given = dict[Node, Any]
"""Fields of the record, and of those it links to, with their values."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A record, the records it links to by id, and what it says as conditions a reader can read.

    ``clock`` is the time at which it does, where that matters.
    """

    record: Row
    linked: Mapping[str, Row]
    says: tuple[Node, ...]
    clock: Node | None


@dataclass(frozen=True, slots=True)
class _Linked(Alone):
    """The sample's links and no other records."""

    by_id: Mapping[str, Row] = field(default_factory=dict)

    def link(self, form: str, record_id: str) -> Row | None:
        """The record with this id."""
        return self.by_id.get(record_id)


def witness(world: World, form: str, *conditions: Node) -> Witness | None:
    """A record of ``form`` that all conditions are true of, or None where none was found."""
    whole = Node("and", conditions, BOOL) if len(conditions) > 1 else conditions[0]
    if any(not _is_known(world, part) for part in walk(whole)):
        return None
    reader = Reader(world.vocabulary, form, form)
    try:
        program = compile_python(whole, world.vocabulary, form)
        ways = alternatives(reader.read(whole))
    except (Refused, TooMany):
        return None
    read = list(_read(whole))
    tried = (islice(_tried(world, reader, way, read), TRIES_EACH) for way in ways)
    for given in islice(chain.from_iterable(tried), TRIES):
        record, linked = _records(world, given)
        if _is_true(program, scope_of(world, record, linked)):
            says = [part for node, v in given.items() for part in said(world, node, v)]
            return Witness(record, linked, tuple(says), _clock(world, whole))
    return None


def scope_of(world: World, record: Row, linked: Mapping[str, Row]) -> Scope:
    """What an expression over a sample sees: nothing but it and what it links to."""
    related = _Linked(linked)
    return Scope(record, world.now, world.zone, world.calendar, world.params, related)


def _is_true(program: Program, scope: Scope) -> bool:
    try:
        return program(scope) is True
    except (ArithmeticError, ValueError, TypeError):  # a sample that is no record of any app
        return False


def _is_known(world: World, part: Node) -> bool:
    """A parameter must have a value."""
    return part.head != "param" or world.params.get(str(part.args[0])) is not None


def _read(node: Node) -> Iterator[Node]:
    """The fields a condition reads of its record and through its links, each once."""
    found: dict[Node, None] = {}
    pending = [node]
    while pending:
        part = pending.pop()
        is_field = part.head == "field" and part.type.kind != "rows"
        if is_field or (part.head == "path" and _is_through_links(part)):
            found[part] = None
        else:
            pending += reversed(part.children())
    return iter(found)


def _is_through_links(node: Node) -> bool:
    base = node.args[0]
    is_link = isinstance(base, Node) and base.type.kind == "link"
    return isinstance(base, Node) and is_link and (base.head == "field" or _is_through_links(base))


def _tried(world: World, r: Reader, way: Conjunction, read: list[Node]) -> Iterator[Given]:
    """Values for what is read, the likeliest first."""
    atoms = by_subject(way)
    own = {node: r.value(node) for node in read}
    loose = {
        part
        for subject in atoms
        if subject not in own.values()
        for part in walk(subject.node)
        if part in own
    }
    nodes = [part for subject in atoms for part in walk(subject.node)]
    edges = edges_of(world, way, nodes) if loose else {}
    choices = [
        values(world, subject, atoms.get(subject, []), edges if node in loose else {})
        for node, subject in own.items()
    ]
    for chosen in product(*choices):
        yield dict(zip(read, chosen, strict=True))


def _records(world: World, given: Given) -> tuple[Row, Mapping[str, Row]]:
    """The sample, and each record a path goes through, named by the links to it."""
    record: dict[str, Any] = {"id": "sample"}
    linked: dict[str, dict[str, Any]] = {}
    for node, value in given.items():
        _put(node, value, record, linked)
    return {"created_at": world.now, **record}, linked


def _put(node: Node, value: Any, record: dict[str, Any], linked: dict[str, dict[str, Any]]) -> None:
    if node.head == "field":
        record.setdefault(str(node.args[0]), value)
        return
    base, key = node.child(0), str(node.args[1])
    where = ".".join(_keys(base))
    linked.setdefault(where, {"id": where})[key] = value
    _put(base, where, record, linked)


def _keys(node: Node) -> tuple[str, ...]:
    if node.head == "field":
        return (str(node.args[0]),)
    return (*_keys(node.child(0)), str(node.args[1]))


def _clock(world: World, whole: Node) -> Node | None:
    """When the sample meets the conditions, where they read the clock."""
    parts = list(walk(whole))
    if not any(part.head in TIME_HEADS for part in parts):
        return None
    is_exact = any(part.type.kind == "moment" for part in parts)
    return literal(world, MOMENT, world.now) if is_exact else literal(world, DATE, world.today)

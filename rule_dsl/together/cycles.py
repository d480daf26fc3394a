"""Rules that set each other off: what one writes makes the next run, and so on back to the first."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rule_dsl.rule import fields_read
from rule_dsl.targets.ops import Refused
from rule_dsl.targets.python import compile_python
from rule_dsl.together.samples import World
from rule_dsl.together.witness import scope_of, witness
from rule_dsl.together.writers import (
    Branch,
    RuleText,
    Unclear,
    after,
    branches,
    differs,
    negated,
)
from rule_dsl.tree import Node, Span
from rule_dsl.types import BOOL


@dataclass(frozen=True, slots=True)
class Step:
    """A rule on the way round, and where it writes what the next one waits for."""

    rule: RuleText
    span: Span


@dataclass(frozen=True, slots=True)
class Cycle:
    """The rules on the way round, each once; the last one sets off the first."""

    steps: tuple[Step, ...]


def cycles(world: World, rules: Sequence[RuleText]) -> Iterator[Cycle]:
    """The shortest way round from each rule that has one; the same rules are told once."""
    found = [branch for rule in rules for branch in branches(world.vocabulary, rule)]
    follows = {one: [other for other in found if _sets_off(world, one, other)] for one in found}
    told: set[frozenset[str]] = set()
    for start in found:
        way = _way_round(start, follows)
        names = frozenset(branch.rule.key for branch in way)
        if way and names not in told and _goes_on(world, way):
            told.add(names)
            steps = {each.rule.key: Step(each.rule, _place(each)) for each in way}
            yield Cycle(tuple(steps.values()))


def _goes_on(world: World, way: Sequence[Branch]) -> bool:
    """Whether some record is changed on every step of two rounds: a computed value that comes out
    the same the second time has come to rest.
    """
    written = [each.value for branch in way for each in branch.writes.values()]
    is_computed = any(next(iter(fields_read(value)), None) for value in written)
    if not is_computed or any(not branch.writes for branch in way):
        return True
    conditions: list[Node] = []
    now: dict[str, Node] = {}
    try:
        for number in range(2 * len(way)):
            branch, following = way[number % len(way)], way[(number + 1) % len(way)]
            conditions += [after(each, now) for each in branch.guard]
            values = {key: after(value, now) for key, value in branch.values.items()}
            keys = sorted(key for key in values if _is_heard(following, key))
            if not keys:
                return True
            targets = [(after(branch.writes[key].target, now), values[key]) for key in keys]
            conditions.append(_any([differs(before, value) for before, value in targets]))
            now |= values
    except Unclear:
        return True
    return witness(world, way[0].rule.form, *conditions) is not None


def _is_heard(branch: Branch, key: str) -> bool:
    """Whether a branch may run because a field changes."""
    if branch.is_state_rule:
        return key in branch.reads
    return any(event.field in (None, key) for event in branch.events if event.kind == "changed")


def _place(branch: Branch) -> Span:
    spans = [write.span for write in branch.writes.values()]
    return spans[0] if spans else branch.rule.tree.span or Span(0, 0)


def _way_round(start: Branch, follows: dict[Branch, list[Branch]]) -> list[Branch]:
    """The shortest way from a branch back to itself; empty where there is none."""
    came: dict[Branch, Branch] = {}
    waiting = deque([start])
    while waiting:
        one = waiting.popleft()
        for other in follows[one]:
            if other is start:
                way = [one]
                while way[-1] is not start:
                    way.append(came[way[-1]])
                return way[::-1]
            if other not in came:
                came[other] = one
                waiting.append(other)
    return []


def _sets_off(world: World, one: Branch, other: Branch) -> bool:
    """Whether what one branch does makes the other run, for some record."""
    if other.schedule is not None:
        return False
    if other.rule.form in one.creates and _runs_on_a_new_record(world, other):
        return True
    if one.rule.form != other.rule.form or not one.writes:
        return False
    try:
        ways = list(_ways(one, other))
    except Unclear:
        return False
    return any(witness(world, one.rule.form, *way) is not None for way in ways)


def _runs_on_a_new_record(world: World, branch: Branch) -> bool:
    waits = any(event.kind == "created" and event.by is None for event in branch.events)
    if not waits and not branch.is_state_rule:
        return False
    form = branch.rule.form
    for condition in branch.guard:
        try:
            program = compile_python(condition, world.vocabulary, form)
            if program(scope_of(world, {"id": "new", "created_at": world.now}, {})) is not True:
                return False
        except Refused:
            return False
    return waits or not branch.otherwise


def _ways(one: Branch, other: Branch) -> Iterator[tuple[Node, ...]]:
    """What must be true of a record before the one runs, so that the other runs after it."""
    guard = tuple(after(each, one.values) for each in other.guard)
    if other.is_state_rule:
        written = one.writes.keys() & other.reads
        if written:
            turned = () if one is other else tuple(map(negated, other.guard))
            yield (*one.guard, _changes(one, sorted(written)), *guard, *turned)
        return
    for event in other.events:
        keys = [key for key in one.writes if event.field in (None, key)]
        if keys and event.kind == "changed" and event.by is None:
            implied = tuple(after(each, one.values) for each in event.implies)
            again = _again(one, keys) if one is other else ()
            yield (*one.guard, *event.was, _changes(one, keys), *guard, *implied, *again)


def _changes(one: Branch, keys: Sequence[str]) -> Node:
    """One of the fields has another value before."""
    writes = [one.writes[key] for key in keys]
    return _any([differs(write.target, write.value) for write in writes])


def _again(one: Branch, keys: Sequence[str]) -> tuple[Node, ...]:
    """A value made of the field it is written to (tidied, rounded) must change once more."""
    writes = [one.writes[key] for key in keys]
    if any(str(w.target.args[0]) not in set(fields_read(w.value)) for w in writes):
        return ()
    return (_any([differs(after(w.value, one.values), w.value) for w in writes]),)


def _any(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else Node("or", tuple(nodes), BOOL)

"""Two rules that set one field to different values for the same record, shown with that record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rule_dsl.together.samples import World
from rule_dsl.together.witness import Witness, witness
from rule_dsl.together.writers import Branch, Event, RuleText, branches, differs
from rule_dsl.tree import Node, Span


@dataclass(frozen=True, slots=True)
class Side:
    """One rule of a conflict: the value it sets, and where it says so."""

    rule: RuleText
    value: Node
    span: Span


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that two rules set differently, and a record for which both do."""

    form: str
    field: str
    sides: tuple[Side, Side]
    sample: Witness


def conflicts(
    world: World, rules: Sequence[RuleText], about: str | None = None
) -> Iterator[Conflict]:
    """Every pair of rules that contradict each other, once for each field.

    ``about`` is the key of the one rule that is asked about; None for all of them.
    """
    written = {rule.key: list(branches(world.vocabulary, rule)) for rule in rules}
    for first, second in combinations(rules, 2):
        if first.form != second.form or about not in (None, first.key, second.key):
            continue
        told: set[str] = set()
        for one in written[first.key]:
            for other in written[second.key]:
                for key in sorted(one.writes.keys() & other.writes.keys() - told):
                    sample = _both(world, one, other, key)
                    if sample is not None:
                        told.add(key)
                        sides = (_side(one, key), _side(other, key))
                        yield Conflict(first.form, key, sides, sample)


def _side(branch: Branch, key: str) -> Side:
    write = branch.writes[key]
    return Side(branch.rule, write.value, write.span)


def _both(world: World, one: Branch, other: Branch, key: str) -> Witness | None:
    """A record for which both branches run and set the field differently."""
    mine, yours = one.values[key], other.values[key]
    if mine == yours:
        return None
    for implied in _together(one, other):
        asked = (*one.guard, *other.guard, *implied, differs(mine, yours))
        found = witness(world, one.rule.form, *asked)
        if found is not None:
            return found
    return None


def _together(one: Branch, other: Branch) -> Iterator[tuple[Node, ...]]:
    """What is true of a record when one happening runs both branches; nothing where none does."""
    if one.schedule is not None or other.schedule is not None:
        if one.schedule == other.schedule:
            yield ()
    elif one.is_state_rule and other.is_state_rule:
        yield ()
    elif one.is_state_rule or other.is_state_rule:
        state, waits = (one, other) if one.is_state_rule else (other, one)
        yield from (event.implies for event in waits.events if _turns(event, state))
    else:
        for first in one.events:
            for second in other.events:
                if _coincide(first, second):
                    yield (*first.implies, *second.implies)


def _turns(event: Event, state: Branch) -> bool:
    """Whether what happens may turn a state rule's condition; of a new record only to true."""
    if event.kind == "created":
        return not state.otherwise
    return event.kind == "changed" and (event.field is None or event.field in state.reads)


def _coincide(first: Event, second: Event) -> bool:
    """Whether two events can be one happening; who did it must not matter."""
    if first.kind != second.kind or first.by != second.by:
        return False
    if first.was and second.was and first.field == second.field and first.was != second.was:
        return False
    return first.act is None or second.act is None or first.act == second.act

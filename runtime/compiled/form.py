"""A form compiled: fields, rights, lifecycles and rules, ready to be served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rule_dsl import Rule
from rule_dsl.rule import later_actions
from rule_dsl.targets.trace import Tracer
from rule_dsl.tree import Node
from runtime.access.rights import EVERYTHING, Grant, Rights
from runtime.compiled.buttons import Button
from runtime.compiled.field import CompiledField, Condition, in_order
from runtime.spec.app import FormSpec, LifecycleSpec, MoveSpec, RuleSpec, StateSpec, ValidationSpec


@dataclass(frozen=True, slots=True)
class CompiledMove:
    """A move out of one state, its guard compiled."""

    spec: MoveSpec
    source: StateSpec
    guard: Condition | None
    lifecycle: str


@dataclass(frozen=True, slots=True)
class CompiledLifecycle:
    """A lifecycle of a form and the condition that says which records follow it."""

    spec: LifecycleSpec
    when: Condition | None
    moves: tuple[CompiledMove, ...]


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule: its parts, its condition as a program, and what tells why it fired.

    ``asks`` are the fields that its actions want filled. ``turning`` are the parts of a state rule's
    condition that turn with time alone, each once; None where that cannot be said.
    """

    spec: RuleSpec
    tree: Node
    rule: Rule
    asks: frozenset[str]
    condition: Condition | None = None
    tracer: Tracer | None = None
    turning: tuple[Condition, ...] | None = None

    @property
    def is_timed(self) -> bool:
        """Whether the moments at which it turns are known: they stand in the table of due times."""
        return bool(self.turning)


@dataclass(frozen=True)
class CompiledForm:
    """A form, ready to be served."""

    spec: FormSpec
    fields: Mapping[str, CompiledField]
    grants: Mapping[str, Grant[Condition]]
    validations: tuple[tuple[ValidationSpec, Condition], ...]
    lifecycles: tuple[CompiledLifecycle, ...]
    rules: tuple[CompiledRule, ...]
    buttons: Mapping[str, Button]

    @property
    def key(self) -> str:
        """The form's key."""
        return self.spec.key

    @cached_property
    def state_field(self) -> CompiledField | None:
        """The field that holds the lifecycle's state, if the form has one."""
        return next((f for f in self.fields.values() if f.type.holds_state), None)

    @cached_property
    def stored(self) -> tuple[str, ...]:
        """The keys of the fields a record holds."""
        return tuple(key for key, each in self.fields.items() if each.is_stored)

    @cached_property
    def naming(self) -> tuple[str, ...]:
        """The keys of the fields that can name a record, the best first: the declared title, then
        texts, then numbers.
        """
        kinds = {
            kind: [
                key
                for key, each in self.fields.items()
                if each.storage.kind == kind and not each.type.holds_state
            ]
            for kind in ("text", "number")
        }
        declared = [self.spec.title] if self.spec.title in self.fields else []
        return tuple(dict.fromkeys([*declared, *kinds["text"], *kinds["number"]]))  # type: ignore[list-item]

    @property
    def title(self) -> str | None:
        """The key of the field whose value names a record."""
        return next(iter(self.naming), None)

    @cached_property
    def written_by_people(self) -> frozenset[str]:
        """The keys of the fields anybody could write: no state, no generated number."""
        return frozenset(key for key, each in self.fields.items() if each.is_written_by_people)

    @cached_property
    def computed_lines(self) -> Mapping[str, Mapping[str, CompiledField]]:
        """By field with lines: its columns that have a formula, in the order they are worked out."""
        columns = {key: in_order(each.inner) for key, each in self.fields.items() if each.inner}
        return {key: found for key, found in columns.items() if found}

    @cached_property
    def computed(self) -> Mapping[str, CompiledField]:
        """The fields whose formula's value is kept, in the order they are worked out."""
        return in_order(self.fields)

    @cached_property
    def clocked(self) -> tuple[str, ...]:
        """The keys of the fields whose formula reads the clock: no column holds their value."""
        return tuple(key for key, each in self.fields.items() if each.is_clocked)

    @cached_property
    def worked_out(self) -> frozenset[str]:
        """The keys of the fields that have a formula."""
        return frozenset(key for key, each in self.fields.items() if each.formula is not None)

    @property
    def is_computed(self) -> bool:
        """Whether a formula stands at a field or a column of it."""
        return bool(self.computed or self.computed_lines)

    @cached_property
    def timed_rules(self) -> tuple[CompiledRule, ...]:
        """State rules that turn at moments which are known beforehand."""
        return tuple(each for each in self.rules if each.is_timed)

    @cached_property
    def acts_later(self) -> bool:
        """Whether a rule of the form puts actions off."""
        actions = (a for each in self.rules for a in (*each.rule.actions, *each.rule.otherwise))
        return any(later_actions(action) for action in actions)

    @cached_property
    def asked(self) -> frozenset[str]:
        """The keys of the fields that its standing rules want filled, whatever else is written."""
        return frozenset(key for each in self.rules if each.rule.is_standing for key in each.asks)

    @cached_property
    def empty(self) -> Mapping[str, bool | None]:
        """A record that holds nothing; a tick is never empty."""
        flags = {key for key in self.stored if self.fields[key].storage.kind == "flag"}
        return {key: False if key in flags else None for key in self.stored}

    @cached_property
    def unique_fields(self) -> tuple[str, ...]:
        """The keys of the fields whose values must not come twice."""
        return tuple(key for key, each in self.fields.items() if each.spec.unique)

    @cached_property
    def pointing_fields(self) -> tuple[str, ...]:
        """The keys of the fields, and of those with lines, whose values point at other records."""
        return tuple(key for key, each in self.compared_fields.items() if not each.spec.unique)

    @cached_property
    def required_fields(self) -> Mapping[str, CompiledField]:
        """The fields that people may have to fill in, always or at times."""
        every = {k: each for k, each in self.fields.items() if each.is_written_by_people}
        return {k: each for k, each in every.items() if each.required or each.spec.required is True}

    @cached_property
    def compared_fields(self) -> Mapping[str, CompiledField]:
        """The fields whose values are compared with other records, or hold lines."""
        return {
            key: each
            for key, each in self.fields.items()
            if each.spec.unique or each.inner is not None or each.storage.points is not None
        }

    @cached_property
    def line_fields(self) -> tuple[str, ...]:
        """The keys of the fields that hold lines."""
        return tuple(key for key, each in self.fields.items() if each.inner is not None)

    @cached_property
    def scanned_fields(self) -> tuple[str, ...]:
        """The keys of the fields whose values are codes to be scanned."""
        return tuple(key for key, each in self.fields.items() if each.type.is_scanned)

    @cached_property
    def file_fields(self) -> tuple[str, ...]:
        """The keys of the fields that hold files."""
        return tuple(k for k, each in self.fields.items() if each.type.face.group == "file")

    def rights(self, roles: frozenset[str], missing: frozenset[str]) -> Rights[Condition]:
        """What these roles add up to here for an actor who lacks these facts."""
        held = (grant for role, grant in self.grants.items() if role in roles)
        return Rights(tuple(part for grant in held for part in grant.without(missing)))

    @property
    def all_rights(self) -> Rights[Condition]:
        """What administrators and the product itself may do here."""
        return Rights((EVERYTHING,))  # type: ignore[arg-type]

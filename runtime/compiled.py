"""A revision compiled: tables, programs, rights and rules, made once and then only read.

Nothing is parsed while a request is served: every expression of a form is a program here. A
CompiledApp is cached by (app, revision), so it is never out of date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from rule_dsl import Rule, rule_of
from rule_dsl.calendar import Calendar
from rule_dsl.targets.python import Program, compile_python
from rule_dsl.targets.trace import Tracer
from rule_dsl.tree import Node
from rule_dsl.vocabulary import Vocabulary
from runtime.access.rights import EVERYTHING, Grant, Rights, RowCondition, grant_of
from runtime.catalog import Catalog
from runtime.fields.base import FieldType, Storage
from runtime.spec.app import (
    ApprovalSpec,
    AppSpec,
    FieldSpec,
    FormSpec,
    LifecycleSpec,
    MoveSpec,
    RuleSpec,
    StateSpec,
    ValidationSpec,
    ViewSpec,
)
from runtime.spec.calendar import calendar_of
from runtime.spec.expressions import expression_of
from runtime.spec.meanings import Edition, Meanings
from runtime.spec.vocabulary import facts_read, vocabulary
from runtime.store.names import PhysicalNames
from runtime.store.tables import FormTables, build_tables


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression twice compiled: the tree lowers to SQL, the program runs in Python."""

    tree: Node
    program: Program


@dataclass(frozen=True, slots=True)
class CompiledField:
    """A field with its type, and its expressions as programs."""

    spec: FieldSpec
    type: FieldType
    storage: Storage
    required: Condition | None = None
    default: Condition | None = None
    visible: Condition | None = None
    inner: Mapping[str, CompiledField] | None = None

    @property
    def is_stored(self) -> bool:
        """Whether a record holds a value of it (a section holds none)."""
        return self.storage.kind != "none"

    @property
    def is_written_by_people(self) -> bool:
        """Whether a value may come in through a door: no state, no generated number."""
        return self.is_stored and not self.type.holds_state and not self.storage.generated


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

    ``asks`` are the fields that its actions want filled.
    """

    spec: RuleSpec
    tree: Node
    rule: Rule
    asks: frozenset[str]
    condition: Condition | None = None
    tracer: Tracer | None = None


@dataclass(frozen=True)
class CompiledForm:
    """A form, ready to be served."""

    spec: FormSpec
    fields: Mapping[str, CompiledField]
    grants: Mapping[str, Grant[Condition]]
    validations: tuple[tuple[ValidationSpec, Condition], ...]
    lifecycles: tuple[CompiledLifecycle, ...]
    rules: tuple[CompiledRule, ...]

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


@dataclass(frozen=True, eq=False)
class CompiledApp:
    """One revision of one app, ready to be served; compared by identity."""

    spec: AppSpec
    revision: int
    forms: Mapping[str, CompiledForm]
    views: Mapping[str, ViewSpec]
    approvals: Mapping[str, ApprovalSpec]
    tables: FormTables
    meanings: Meanings
    zone: ZoneInfo
    calendar: Calendar
    params: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The app's key."""
        return self.spec.key

    @property
    def vocabulary(self) -> Vocabulary:
        """The app's names."""
        return self.meanings.words

    @cached_property
    def timed_rules(self) -> tuple[CompiledRule, ...]:
        """State rules whose truth changes by the clock alone: the sweep looks at them."""
        return tuple(
            each
            for form in self.forms.values()
            for each in form.rules
            if each.rule.is_state_rule
            and each.condition is not None
            and (each.condition.program.reads_time or each.condition.program.reads_related)
        )

    @cached_property
    def scheduled_rules(self) -> tuple[CompiledRule, ...]:
        """Rules that run at set times."""
        return tuple(
            each
            for form in self.forms.values()
            for each in form.rules
            if each.rule.schedule is not None
        )

    def condition(self, form: str, text: str) -> Condition:
        """An expression over a form's fields, compiled.

        Raises ValueError when it has problems: published text has none.
        """
        return _condition(self.meanings, form, text)


def compile_app(
    edition: Edition, revision: int, names: PhysicalNames, catalog: Catalog
) -> CompiledApp:
    """Compile what was published.

    Raises ValueError where an expression has problems; publishing checked that none has.
    """
    spec = edition.spec
    meanings = Meanings(vocabulary(spec, catalog.fields), edition.trees)
    forms = {form.key: _form(spec, form, meanings, catalog) for form in spec.forms}
    return CompiledApp(
        spec=spec,
        revision=revision,
        forms=forms,
        views={view.key: view for view in spec.views},
        approvals={chain.key: chain for chain in spec.approvals},
        tables=build_tables(spec, catalog.fields, names),
        meanings=meanings,
        zone=ZoneInfo(spec.timezone),
        calendar=calendar_of(spec),
        params={each.key: catalog.param(each) for each in spec.named("param")},
    )


def _condition(meanings: Meanings, form: str, text: str) -> Condition:
    tree = expression_of(meanings.tree(form, text))
    return Condition(tree, compile_python(tree, meanings.words, form))


def _rows(meanings: Meanings, form: str, text: str | None) -> RowCondition[Condition] | None:
    """The row condition of a grant, each part of an "or" by itself where it reads the actor."""

    def compiled(tree: Node) -> RowCondition[Condition]:
        facts = facts_read(tree)
        splits = tree.head == "or" and facts
        parts = tuple(compiled(part) for part in tree.children()) if splits else ()
        condition = Condition(tree, compile_python(tree, meanings.words, form))
        return RowCondition(condition, facts, parts)

    return None if text is None else compiled(expression_of(meanings.tree(form, text)))


def _form(spec: AppSpec, form: FormSpec, meanings: Meanings, catalog: Catalog) -> CompiledForm:
    def compiled(text: str | None) -> Condition | None:
        return None if text is None else _condition(meanings, form.key, text)

    return CompiledForm(
        spec=form,
        fields={f.key: _field(spec, f, (form.key, meanings), catalog) for f in form.fields},
        grants={g.role: grant_of(g, _rows(meanings, form.key, g.rows)) for g in form.grants},
        validations=tuple((v, _condition(meanings, form.key, v.check)) for v in form.validations),
        lifecycles=tuple(
            CompiledLifecycle(
                spec=life,
                when=compiled(life.when),
                moves=tuple(
                    CompiledMove(move, state, compiled(move.guard), life.key)
                    for state in life.states
                    for move in state.moves
                ),
            )
            for life in spec.lifecycles
            if life.form == form.key
        ),
        rules=tuple(
            _rule(rule, meanings, catalog)
            for rule in spec.rules
            if rule.form == form.key and rule.on
        ),
    )


def states_of(spec: AppSpec, form: str) -> list[dict[str, Any]]:
    """The states of a form's lifecycles, as the options of its state field."""
    found = {
        state.key: {"key": state.key, "label": dict(state.labels), "tone": state.tone}
        for life in spec.lifecycles
        if life.form == form
        for state in life.states
    }
    return list(found.values())


def _field(
    spec: AppSpec, field: FieldSpec, place: tuple[str, Meanings], catalog: Catalog
) -> CompiledField:
    form, meanings = place

    kind = catalog.fields[field.type]
    if kind.holds_state:
        field = replace(field, options={**field.options, "options": states_of(spec, form)})

    def compiled(text: bool | str | None) -> Condition | None:
        return _condition(meanings, form, text) if isinstance(text, str) else None

    return CompiledField(
        spec=field,
        type=kind,
        storage=kind.storage(field),
        required=compiled(field.required),
        default=compiled(field.default),
        visible=compiled(field.visible),
        inner={
            f.key: _field(spec, f, (f"{form}.{field.key}", meanings), catalog) for f in field.fields
        }
        if field.fields
        else None,
    )


def _rule(spec: RuleSpec, meanings: Meanings, catalog: Catalog) -> CompiledRule:
    tree = meanings.tree(spec.form, spec.text, is_rule=True)
    rule = rule_of(tree)
    actions = [(catalog.action_of(node.head), node) for node in rule.actions]
    asks = frozenset(key for action, node in actions if action for key in action.asks(node))
    if rule.condition is None:
        return CompiledRule(spec, tree, rule, asks)
    condition = rule.condition

    def placed() -> Node:
        return rule_of(meanings.placed(spec.form, spec.text)).condition or condition

    program = compile_python(condition, meanings.words, spec.form)
    tracer = Tracer(placed, meanings.words, spec.form)
    return CompiledRule(spec, tree, rule, asks, Condition(condition, program), tracer)

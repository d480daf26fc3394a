"""The plan of a publish: what the database must do, in sentences, with risks and numbers.

A plan only adds. What an app no longer declares keeps its table or column with every value in it,
and the same key with the same storage finds them again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from sqlalchemy.engine import Connection

from runtime.errors import LANGUAGES, sentence
from runtime.fields.base import FieldType, Storage
from runtime.spec.app import AppSpec, FieldSpec, Labels
from runtime.spec.diff import Change, changes
from runtime.spec.findings import called
from runtime.spec.meanings import Edition
from runtime.store import counts
from runtime.store.ddl import (
    AddColumn,
    DropUnique,
    MakeIndex,
    MakeTable,
    WidenNumber,
    Work,
    statements,
    texts,
)
from runtime.store.indexes import WantedIndex, unique_index_name, wanted_indexes
from runtime.store.names import PhysicalNames, Place, StoredColumn, extended, load_names, places
from runtime.store.reopened import new_readers
from runtime.store.revisions import checksum, digest, revision_number
from runtime.store.tables import FormTables, build_tables, table_of
from runtime.store.under_way import StateColumn, waiting

Risk = Literal["none", "slow", "lossy", "opens", "refused"]
RISKS: tuple[Risk, ...] = ("none", "slow", "lossy", "opens", "refused")
MANY = 200_000
"""From so many rows on, building an index or rewriting a column is called slow."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a publish does, or one that it may not do (``risk`` "refused").

    ``kind`` is the code of its sentence in ``sentences/store.yaml``, ``place`` the element it is
    about (``forms/order#fields/price``), ``affected`` how many records it touches. ``ddl`` are the
    statements by database; a step without any only says what the publish means for records.
    """

    kind: str
    place: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    risk: Risk = "none"
    affected: int = 0
    work: Work | None = None

    @property
    def ddl(self) -> Mapping[str, tuple[str, ...]]:
        """The statements it takes, by database (``sqlite``, ``postgresql``)."""
        return {} if self.work is None else texts(self.work)

    @property
    def sentence(self) -> Mapping[str, str]:
        """What it does, by language."""
        return {lang: self.message(lang) for lang in LANGUAGES}

    def message(self, lang: str) -> str:
        """What it does, in that language."""
        return sentence(self.kind, lang, {**self.facts, "count": self.affected})


@dataclass(frozen=True, slots=True)
class Plan:
    """What publishing a spec over revision ``base_revision`` takes (0: there is none yet).

    ``digest`` stands for all of it but the counts: a plan with the same digest does the same.
    """

    app: str
    base_revision: int
    checksum: str
    steps: tuple[Step, ...]
    changes: tuple[Change, ...]
    digest: str
    field_types: Mapping[str, FieldType] = field(repr=False, compare=False)

    @property
    def refused(self) -> tuple[Step, ...]:
        """The steps that may not be done; with any, the plan cannot be published."""
        return tuple(step for step in self.steps if step.risk == "refused")

    @property
    def opens(self) -> tuple[Step, ...]:
        """The steps that show old values to people who could not see them: asked about by name."""
        return tuple(step for step in self.steps if step.risk == "opens")

    @property
    def risks(self) -> Mapping[Risk, int]:
        """How many steps have which risk."""
        found: dict[Risk, int] = dict.fromkeys(RISKS, 0)
        for step in self.steps:
            found[step.risk] += 1
        return found

    @property
    def is_empty(self) -> bool:
        """Whether publishing would change nothing."""
        return not self.steps and not self.changes


@dataclass(frozen=True, slots=True)
class _Move:
    """From one spec to the other: the specs; names, tables and indexes after it; indexes now."""

    connection: Connection
    old: AppSpec | None
    new: AppSpec
    field_types: Mapping[str, FieldType]
    known: PhysicalNames
    names: PhysicalNames
    tables: FormTables
    indexes: tuple[WantedIndex, ...]
    there: frozenset[str]


def make_plan(
    connection: Connection,
    old: AppSpec | None,
    edition: Edition,
    field_types: Mapping[str, FieldType],
) -> Plan:
    """The plan from the published spec ``old`` (None: nothing is published) to an edition.

    Raises:
        LookupError: a field's type is not known to this installation.
    """
    new = edition.spec
    known = load_names(connection, new.key)
    names = extended(known, new, field_types)
    tables = build_tables(new, field_types, names)
    move = _Move(
        connection=connection,
        old=old,
        new=new,
        field_types=field_types,
        known=known,
        names=names,
        tables=tables,
        indexes=wanted_indexes(edition, field_types, tables),
        there=counts.index_names(connection),
    )
    base = revision_number(connection, new.key)
    summary = checksum(new)
    steps = tuple(_steps(move)) if old is None or checksum(old) != summary else ()
    return Plan(
        app=new.key,
        base_revision=base,
        checksum=summary,
        steps=steps,
        changes=tuple(changes(old, new)),
        digest=_digest(
            (new.key, base, "" if old is None else checksum(old), summary),
            steps,
            connection.dialect.name,
        ),
        field_types=field_types,
    )


def _digest(about: tuple[str, int, str, str], steps: tuple[Step, ...], dialect: str) -> str:
    """Of what is done here, in whatever order the elements were declared."""
    done = [
        [s.kind, s.place, s.risk, [] if s.work is None else list(statements(s.work, dialect))]
        for s in steps
    ]
    return digest({"about": list(about), "steps": sorted(done, key=repr)})


def _steps(move: _Move) -> Iterator[Step]:
    for place in places(move.new, move.field_types):
        if (place.form.key, place.lines) not in move.known.tables:
            yield _new_table(move, place)
        else:
            for spec, storage in place.fields:
                yield from _field(move, place, spec, storage)
    yield from _uniqueness_lifted(move)
    yield from _indexes(move)
    yield from _retired(move)
    yield from _states_gone(move)
    yield from _requests(move)


# ------------------------------------------------------------------------------- tables


def _new_table(move: _Move, place: Place) -> Step:
    table = table_of(move.tables, place)
    at = f"forms/{place.form.key}"
    if not place.lines:
        return Step("step.table", at, {"form": place.form.labels}, work=MakeTable(table))
    holder = place.form.field(place.lines)
    facts = {"form": place.form.labels, "field": holder.labels if holder else place.lines}
    return Step("step.lines", f"{at}#fields/{place.lines}", facts, work=MakeTable(table))


def _field(move: _Move, place: Place, spec: FieldSpec, storage: Storage) -> Iterator[Step]:
    table = move.names.table(place.form.key, place.lines)
    before = move.known.columns.get((table, spec.key))
    after = move.names.columns[table, spec.key]
    at = f"forms/{place.form.key}#fields/{'/'.join(filter(None, (place.lines, spec.key)))}"
    facts = {"form": place.form.labels, "field": spec.labels, "places": storage.scale}
    if before is None:
        column = table_of(move.tables, place).c[after.name]
        rows = counts.rows(move.connection, table)
        keys = {} if place.lines else move.tables.keys[place.form.key].get(spec.key, {})
        work = AddColumn(table, column, tuple(keys.values()))
        yield Step("step.column", at, facts, affected=rows, work=work)
        return
    yield from _stored(move, (table, at, facts), before, after)
    old = _old_field(move, place, spec.key)
    if before.kind == after.kind == "number" and storage.scale < _scale(move, old, before):
        finer = counts.finer(move.connection, (table, before.name), before.scale, storage.scale)
        yield Step("step.narrow", at, facts, "lossy" if finer else "none", finer)
    if old is None or (old.type != spec.type and before.kind == after.kind):
        there = counts.values(move.connection, table, before.name)
        yield Step("step.type" if old else "step.again", at, facts, affected=there)
        if old is None and there:
            yield from _opened(move, place, spec.key, Step("step.opens", at, facts, "opens", there))
    if spec.required is True and (old is None or old.required is not True):
        missing = counts.empties(move.connection, table, after.name)
        if missing:
            yield Step("step.required", at, facts, affected=missing)


def _opened(move: _Move, place: Place, key: str, step: Step) -> Iterator[Step]:
    """A field that is back, where roles may read its old values that could not before."""
    path = ".".join(filter(None, (place.lines, key)))
    found = new_readers(move.connection, move.new.key, place.form, path)
    if found:
        named = {each.key: called(each) for each in move.new.named("role")}
        who = [named.get(role, dict.fromkeys(LANGUAGES, role)) for role in sorted(found)]
        roles = {"zh": "、".join(w["zh"] for w in who), "en": ", ".join(w["en"] for w in who)}
        yield replace(step, facts={**step.facts, "roles": roles})


def _stored(
    move: _Move,
    where: tuple[str, str, Mapping[str, Any]],
    before: StoredColumn,
    after: StoredColumn,
) -> Iterator[Step]:
    """A column that is there, under a spec that stores it otherwise."""
    table, at, facts = where
    there = counts.values(move.connection, table, before.name)
    if before.kind != after.kind:
        yield Step("step.storage", at, facts, "refused", there)
    elif before.points != after.points:
        yield Step("step.points", at, facts, "refused", there)
    elif before.scale < after.scale:
        large = counts.too_large(move.connection, (table, before.name), before.scale, after.scale)
        if large:
            yield Step("step.large", at, facts, "refused", large)
        else:
            work = WidenNumber(table, before.name, before.scale, after.scale)
            risk: Risk = "slow" if there >= MANY else "none"
            yield Step("step.widen", at, facts, risk, there, work)


def _scale(move: _Move, old: FieldSpec | None, stored: StoredColumn) -> int:
    """The decimal places a field had until now; those of its column when it was retired."""
    if old is None or old.type not in move.field_types:
        return stored.scale
    return move.field_types[old.type].storage(old).scale


def _old_field(move: _Move, place: Place, key: str) -> FieldSpec | None:
    form = move.old.form(place.form.key) if move.old else None
    if form is None:
        return None
    fields = form.fields
    if place.lines:
        holder = form.field(place.lines)
        fields = holder.fields if holder else ()
    return next((each for each in fields if each.key == key), None)


# ------------------------------------------------------------------------------ indexes


def _indexes(move: _Move) -> Iterator[Step]:
    for index in move.indexes:
        if index.name in move.there:
            continue
        rows = 0
        if index.table.name in move.known.tables.values():
            rows = counts.rows(move.connection, index.table.name)
            column = index.columns[0][0]
            if index.unique and counts.has_column(move.known, index.table.name, column):
                twice = counts.duplicates(move.connection, index.table.name, column)
                if twice:
                    facts = {"label": index.labels}
                    yield Step("step.duplicates", index.place, facts, "refused", twice)
                    continue
        risk: Risk = "slow" if rows >= MANY else "none"
        yield Step(
            f"step.{index.why}",
            index.place,
            {"label": index.labels},
            risk,
            rows,
            MakeIndex(index),
        )


def _uniqueness_lifted(move: _Move) -> Iterator[Step]:
    """Fields that are unique no longer: their index would go on refusing values."""
    wanted = {each.name for each in move.indexes}
    for (form, lines), table in move.known.tables.items():
        for (holder, key), column in move.known.columns.items():
            name = unique_index_name(table, column.name)
            if holder == table and not lines and name in move.there and name not in wanted:
                facts = {"label": _labels(move, form, key)}
                work = DropUnique(name, table)
                yield Step("step.lifted", f"forms/{form}#fields/{key}", facts, work=work)


def _labels(move: _Move, form_key: str, key: str) -> Labels:
    for spec in (move.new, move.old):
        form = spec.form(form_key) if spec else None
        found = form.field(key) if form else None
        if found is not None:
            return found.labels
    return dict.fromkeys(LANGUAGES, key)


# ------------------------------------------------------- what records there are will notice


def _retired(move: _Move) -> Iterator[Step]:
    for form in move.old.forms if move.old else ():
        kept = move.new.form(form.key)
        table = move.known.table(form.key)
        if kept is None:
            rows = counts.rows(move.connection, table)
            yield Step(
                "step.form_retired", f"forms/{form.key}", {"form": form.labels}, "none", rows
            )
            continue
        for each in form.fields:
            column = move.known.columns.get((table, each.key))
            if kept.field(each.key) is None and column is not None:
                there = counts.values(move.connection, table, column.name)
                facts = {"form": form.labels, "field": each.labels}
                at = f"forms/{form.key}#fields/{each.key}"
                yield Step("step.field_retired", at, facts, "none", there)


def _states_gone(move: _Move) -> Iterator[Step]:
    """Records in a state that no lifecycle of their form knows any more."""
    if move.old is None:
        return
    after = {(life.form, s.key) for life in move.new.lifecycles for s in life.states}
    for life in move.old.lifecycles:
        column = _state_column(move, life.form)
        for state in life.states:
            if column is None or (life.form, state.key) in after:
                continue
            rows = counts.equal(move.connection, column, state.key)
            if rows:
                facts = {"state": state.labels}
                yield Step("step.state_gone", f"lifecycles/{life.key}", facts, "lossy", rows)


def _requests(move: _Move) -> Iterator[Step]:
    """Requests that are on their way under what the publication changes."""
    if move.old is None:
        return
    found = {form.key: _state_column(move, form.key, move.old) for form in move.old.forms}
    states = {key: StateColumn(*column) for key, column in found.items() if column is not None}
    for each in waiting(move.connection, move.old, move.new, states):
        risk: Risk = "none" if each.fate == "go_on" else "lossy"
        yield Step(f"step.cases_{each.fate}", each.element, each.facts, risk, each.count)


def _state_column(
    move: _Move, form_key: str, spec: AppSpec | None = None
) -> tuple[str, str] | None:
    form = (spec or move.new).form(form_key)
    for each in form.fields if form else ():
        if move.field_types[each.type].holds_state:
            table = move.known.tables.get((form_key, ""))
            column = move.known.columns.get((table or "", each.key))
            return (table, column.name) if table and column else None
    return None

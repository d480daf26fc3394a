"""Everybody's to-dos in all apps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from runtime.compiled import CompiledApp
from runtime.context import Context, load_actor
from runtime.installation import Installation
from runtime.lookup import StoreLookup
from runtime.queries.cases import (
    CaseView,
    actions_of,
    case_history,
    case_of,
    declared,
    hash_of,
)
from runtime.spec.app import ApprovalSpec, label
from runtime.store import cases, engine, records
from runtime.store.cases import InboxRow
from runtime.store.records import StoredRecord

__all__ = [
    "CaseView",
    "TaskItem",
    "app_of_case",
    "app_of_task",
    "case_history",
    "case_of",
    "left_undecided",
    "my_task",
    "my_tasks",
    "open_count",
    "was_asked",
]

MOST = 100


@dataclass(frozen=True, slots=True)
class TaskItem:
    """One open to-do in a person's list. ``record_hash`` is the content a vote is bound to."""

    id: str
    case: str
    app: str
    app_label: str
    form: str
    form_label: str
    record: str
    title: str
    chain: str
    chain_label: str
    step: str
    step_label: str
    actions: tuple[str, ...]
    initiator: str
    initiator_name: str
    on_behalf_of: str | None
    opened_at: datetime
    due_at: datetime | None
    record_version: int | None
    record_hash: str | None


def my_tasks(
    installation: Installation,
    person: str,
    *,
    limit: int = 50,
    after: str | None = None,
    lang: str | None = None,
) -> tuple[TaskItem, ...]:
    """A person's open to-dos in all apps, the earliest deadline first, after a task's id."""
    with engine.reading(installation.engine) as connection:
        rows = cases.inbox(connection, person, max(1, min(limit, MOST)), after)
        return _items(installation, connection, (person, lang), rows)


def my_task(
    installation: Installation, person: str, task_id: str, *, lang: str | None = None
) -> TaskItem | None:
    """One of a person's open to-dos, or None."""
    with engine.reading(installation.engine) as connection:
        row = cases.inbox_row(connection, person, task_id)
        found = _items(installation, connection, (person, lang), [row] if row else [])
        return found[0] if found else None


def _items(
    installation: Installation,
    connection: Connection,
    reader: tuple[str, str | None],
    rows: Sequence[InboxRow],
) -> tuple[TaskItem, ...]:
    rooms: dict[str, _Room] = {}
    for row in rows:
        if row.app not in rooms:
            own = [each for each in rows if each.app == row.app]
            rooms[row.app] = _room(installation, connection, reader, own)
    return tuple(rooms[row.app].item(row) for row in rows)


def open_count(connection: Connection, person: str) -> int:
    """How many open to-dos a person has, counted up to a hundred."""
    return cases.open_count(connection, person)


def left_undecided(installation: Installation, person: str) -> int:
    """How many to-dos wait for a person, now or when their turn comes."""
    with engine.reading(installation.engine) as connection:
        return cases.pending_count(connection, person)


def was_asked(installation: Installation, person: str, task_id: str) -> bool:
    """Whether a to-do is or was that person's."""
    with engine.reading(installation.engine) as connection:
        case = cases.case_of_task(connection, task_id)
        known = None if case is None else cases.load(connection, case.id)
        task = None if known is None else known.task(task_id)
    return task is not None and person in (task.assignee, task.decided_by)


def app_of_task(installation: Installation, task_id: str) -> str | None:
    """The app a task belongs to, so that a door can open a context in it; None: no such task."""
    with engine.reading(installation.engine) as connection:
        return cases.app_of_task(connection, task_id)


def app_of_case(installation: Installation, case_id: str) -> str | None:
    """The app a case belongs to; None: no such case."""
    with engine.reading(installation.engine) as connection:
        found = cases.get(connection, case_id)
        return None if found is None else found.app


# ------------------------------------------------------------------------- one app's to-dos


@dataclass(frozen=True, slots=True)
class _Room:
    """One app as the owner of a list sees it, with the records and names of that list."""

    installation: Installation
    connection: Connection
    person: str
    app: CompiledApp
    lang: str
    lookup: StoreLookup
    records: Mapping[tuple[str, str], StoredRecord]

    def item(self, row: InboxRow) -> TaskItem:
        form = self.app.forms.get(row.form)
        record = self.records.get((row.form, row.record))
        spec = self._chain(row)
        step = next((each for each in spec.steps if each.key == row.node), None)
        chain_label = label(spec.labels, self.lang, row.chain)
        return TaskItem(
            id=row.id,
            case=row.case,
            app=row.app,
            app_label=label(self.app.spec.labels, self.lang, row.app),
            form=row.form,
            form_label=label(form.spec.labels, self.lang, row.form) if form else row.form,
            record=row.record,
            title=self.lookup.name(row.form, row.record) if form else row.record,
            chain=row.chain,
            chain_label=chain_label,
            step=row.node,
            step_label=label(step.labels, self.lang, chain_label) if step else chain_label,
            actions=actions_of(spec, row.node),
            initiator=row.initiator,
            initiator_name=self.lookup.name("person", row.initiator),
            on_behalf_of=self._owner(row),
            opened_at=row.opened_at,
            due_at=row.due_at,
            record_version=record.version if record else None,
            record_hash=hash_of(self.installation, form, record) if form and record else None,
        )

    def _owner(self, row: InboxRow) -> str | None:
        is_own = row.seat_owner == self.person
        return None if is_own else self.lookup.name("person", row.seat_owner)

    def _chain(self, row: InboxRow) -> ApprovalSpec:
        pinned = self.installation.app(self.connection, row.app, row.revision)
        return declared(pinned, row.chain, (row.form, row.facts))


def _room(
    installation: Installation,
    connection: Connection,
    reader: tuple[str, str | None],
    rows: Sequence[InboxRow],
) -> _Room:
    person, lang = reader
    app = installation.app(connection, rows[0].app)
    actor = load_actor(connection, person, app.key)
    spoken = lang or actor.lang or installation.settings.lang
    now = installation.ports.clock.now()
    lookup = Context(installation, connection, actor, app, now, spoken, "form").lookup
    found: dict[tuple[str, str], StoredRecord] = {}
    for form in {row.form for row in rows} & app.forms.keys():
        ids = [row.record for row in rows if row.form == form]
        table = app.tables.form(form)
        query = records.select(app.tables, form).where(table.c.id.in_(ids))
        for each in records.run(connection, app.tables, form, query):
            found[form, each.id] = each
        lookup.prefetch(form, ids)
    lookup.prefetch("person", [row.initiator for row in rows])
    return _Room(installation, connection, person, app, spoken, lookup, found)

"""Where an app's forms lie, for expressions that are lowered to SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import FromClause

from rule_dsl.vocabulary import Vocabulary
from runtime.store.lowering import History
from runtime.store.past_values import WRITING, is_written, written
from runtime.store.schema.events import event
from runtime.store.tables import FormTables

SYSTEM = frozenset(
    {"id", "created_at", "created_by", "updated_at", "updated_by", "state_since", "deleted_at"}
)


@dataclass(frozen=True, slots=True)
class AppSources:
    """The tables of one revision; the statement is over the subject's."""

    tables: FormTables
    vocabulary: Vocabulary
    subject: str
    app: str

    def table(self, form: str) -> FromClause:
        """The form's table, or the child table of ``form.field``."""
        head, _, lines = form.partition(".")
        return self.tables.lines(head, lines) if lines else self.tables.form(head)

    def column(self, form: str, key: str) -> sa.Column[Any]:
        """The column of a field, or one of the system's own."""
        if key in self.tables.columns(form):
            return self.tables.column(form, key)
        head, _, lines = form.partition(".")
        table = self.tables.lines(head, lines) if lines else self.tables.form(head)
        if key in SYSTEM or (lines and key in ("parent", "position")):
            return table.c[key]
        raise LookupError(f"there is no column for {form}.{key}")

    def trashed(self, form: str) -> sa.Column[Any] | None:
        """The column that says when a record went into the trash."""
        return None if "." in form else self.tables.form(form).c.deleted_at

    def parent(self, form: str) -> sa.Column[Any]:
        """The column of a line that names its record."""
        return self.column(form, "parent")

    def position(self, form: str) -> sa.Column[Any]:
        """The column of a line that orders it."""
        return self.column(form, "position")

    def history(
        self, kind: History, form: str, key: str, record: FromClause
    ) -> sa.ColumnElement[Any]:
        """A moment of the record's past, from its events."""
        if kind == "happened":
            return self._last(form, record, ("moved", "act"), _names(key))
        field = self.vocabulary.forms[form].fields.get(key)
        if kind == "changed_at" and (field is None or not field.is_state):
            changed = self._last(form, record, WRITING, is_written(key))
            return sa.func.coalesce(changed, record.c.created_at)
        moves = [each for each in self.vocabulary.forms[form].moves if each.key == key]
        if kind == "possible_since" and not moves:
            return record.c.created_at
        if kind == "possible_since":
            return self._in_states(form, record, {s for move in moves for s in move.source})
        return record.c.state_since

    def daily(self, form: str, key: str, record: FromClause) -> FromClause:
        """The numbers written to a field of the record, from its events."""
        return written(self.app, form, key, record)

    def _in_states(self, form: str, record: FromClause, states: set[str]) -> sa.ColumnElement[Any]:
        """Since when the record is in one of these states; empty where it is in none."""
        fields = self.vocabulary.forms[form].fields
        state = next((key for key, each in fields.items() if each.is_state), None)
        if state is None:
            return record.c.created_at
        column = record.c[self.tables.column(form, state).name]
        return sa.case((column.in_(sorted(states)), record.c.state_since))

    def _last(
        self, form: str, record: FromClause, types: tuple[str, ...], meant: sa.ColumnElement[bool]
    ) -> sa.ColumnElement[Any]:
        """When an event of one of these types that is meant last happened."""
        return (
            sa.select(sa.func.max(event.c.at))
            .where(
                event.c.app == self.app,
                event.c.form == form,
                event.c.record == record.c.id,
                event.c.type.in_(types),
                meant,
            )
            .scalar_subquery()
        )


def _names(key: str) -> sa.ColumnElement[bool]:
    """SQL: whether an event's payload names a move or an act."""
    return sa.cast(event.c.payload, sa.Text).contains(f'"{key}"', autoescape=True)

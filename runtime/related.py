"""Other records, for programs that follow links: read from the store, in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from rule_dsl.calendar import zone_of
from rule_dsl.functions.compute.text import value as number_of
from rule_dsl.targets.scope import ID
from runtime.compiled import CompiledApp
from runtime.store import past_values, records
from runtime.store.schema.events import event

MOST_ROWS = 5_000

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoreRelated:
    """The other records of one app, as of this transaction."""

    connection: Connection
    app: CompiledApp
    form: str
    now: datetime

    def link(self, form: str, record_id: str) -> Row | None:
        """The record with this id, or None."""
        found = records.fetch(self.connection, self.app.tables, (form, record_id))
        return None if found is None else found.scope

    def rows(self, form: str, by: str | None = None, value: str | None = None) -> Sequence[Row]:
        """The form's records out of the trash, by business time and id, the latest at most.

        A condition that looks through a whole form runs in SQL; this serves short lists.
        """
        tables = self.app.tables
        table = tables.form(form)
        time = self.app.forms[form].spec.time
        order = tables.column(form, time) if time else table.c.created_at
        query = records.select(tables, form).where(table.c.deleted_at.is_(None))
        if by is not None:
            query = query.where((table.c.id if by == ID else tables.column(form, by)) == value)
        query = query.order_by(order.desc(), table.c.id.desc()).limit(MOST_ROWS)
        found = records.run(self.connection, tables, form, query)
        return [each.scope for each in reversed(found)]

    def changed_at(self, form: str, record: Row, key: str) -> datetime | None:
        """Since when the record's field (or state) has had its value."""
        field = self.app.forms[form].fields.get(key)
        if field is not None and field.type.holds_state:
            since = record.get("state_since")
            return since if isinstance(since, datetime) else None
        query = (
            sa.select(event.c.at, event.c.payload)
            .where(*self._of(form, record), event.c.type.in_(past_values.WRITING))
            .order_by(event.c.seq.desc())
            .limit(MOST_ROWS)
        )
        for at, payload in self.connection.execute(query):
            if key in payload.get("changes", {}):
                return at  # type: ignore[no-any-return]
        created = record.get("created_at")
        return created if isinstance(created, datetime) else None

    def rows_changed_at(self, form: str, by: str, value: str) -> datetime | None:
        """When the newest of the form's records with ``by`` equal to ``value`` last changed."""
        tables = self.app.tables
        table = tables.form(form)
        query = sa.select(sa.func.max(table.c.updated_at)).where(
            table.c.deleted_at.is_(None), tables.column(form, by) == value
        )
        found: datetime | None = self.connection.execute(query).scalar()
        return found

    def possible_since(self, form: str, record: Row, act: str) -> datetime | None:
        """Since when the act has been possible: the state's entry, for no move the creation."""
        compiled = self.app.forms[form]
        state = compiled.state_field
        moves = [m for life in compiled.lifecycles for m in life.moves if m.spec.key == act]
        if not moves:
            return record.get("created_at")
        now = record.get(state.spec.key) if state is not None else None
        return record.get("state_since") if any(m.source.key == now for m in moves) else None

    def happened(self, form: str, record: Row, act: str) -> datetime | None:
        """When the act last happened on the record, or None."""
        query = (
            sa.select(event.c.at, event.c.payload)
            .where(*self._of(form, record), event.c.type.in_(("moved", "act")))
            .order_by(event.c.seq.desc())
            .limit(MOST_ROWS)
        )
        for at, payload in self.connection.execute(query):
            if payload.get("move") == act or payload.get("act") == act:
                return at  # type: ignore[no-any-return]
        return None

    def daily(self, form: str, record: Row, key: str) -> Mapping[date, Decimal | None]:
        """The last number that was written to the record's field on each day, in the app's zone."""
        zone = zone_of(self.app.zone)
        about = (self.app.key, form, str(record["id"]))
        found: dict[date, Decimal | None] = {}
        for at, raw in past_values.values_written(self.connection, about, key, self.now):
            day = zone.day(at)
            if day is not None:
                found[day] = None if raw is None else number_of(str(raw))
        return found

    def _of(self, form: str, record: Row) -> tuple[sa.ColumnElement[bool], ...]:
        return (
            event.c.app == self.app.key,
            event.c.form == form,
            event.c.record == record["id"],
        )

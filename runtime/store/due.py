"""Due: what the clock is to look at next, one row for each rule, record and part of the rule.

A row is claimed with a lease in a transaction of its own. Whoever does the work takes the row away
under that lease in the transaction of the work: one who slept past the lease takes nothing and so
does nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from runtime.store.ids import new_id
from runtime.store.schema.clock import due as table

LEASE = timedelta(seconds=60)
NO_RULE = "-"
"""The rule of a row that says: find the moments of this record, or of this form's records."""

Kind = Literal["timer", "rule"]


@dataclass(frozen=True, slots=True)
class Due:
    """Something to look at: a rule on a record. ``at`` is when it is due, whenever it is done."""

    id: str
    app: str
    kind: Kind
    rule: str
    form: str
    record: str
    part: int
    at: datetime
    facts: Mapping[str, Any]
    lease: str | None = None


@dataclass(frozen=True, slots=True)
class NewDue:
    """A row about to be written; ``part`` tells several of one rule and record apart."""

    app: str
    kind: Kind
    rule: str
    form: str
    record: str
    at: datetime
    part: int = 0
    facts: Mapping[str, Any] | None = None


_AGAIN = ("form", "at", "next_at", "facts", "lease", "lease_until")
_READ = tuple(table.c[name] for name in Due.__dataclass_fields__)


def put(connection: Connection, *new: NewDue) -> None:
    """Note when something is due; what was noted for the same before counts no more."""
    if not new:
        return
    on = sqlite if connection.dialect.name == "sqlite" else postgresql
    insert = on.insert(table)
    same = ["app", "record", "rule", "kind", "part"]
    again = {name: insert.excluded[name] for name in _AGAIN}
    rows = [
        {
            "id": new_id(),
            **{name: getattr(each, name) for name in ("form", *same)},
            "at": each.at,
            "next_at": each.at,
            "facts": each.facts or {},
            "lease": None,
            "lease_until": None,
        }
        for each in new
    ]
    connection.execute(insert.on_conflict_do_update(index_elements=same, set_=again), rows)


def claim(connection: Connection, kind: Kind, now: datetime, limit: int) -> list[Due]:
    """Take what is due and not leased, in the order it fell due, for the length of a lease."""
    wanted = (
        sa.select(table.c.id)
        .where(
            table.c.kind == kind,
            table.c.next_at <= now,
            sa.or_(table.c.lease_until.is_(None), table.c.lease_until < now),
        )
        .order_by(table.c.next_at, table.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list(connection.execute(wanted).scalars())
    if not ids:
        return []
    mine = table.c.id.in_(ids)
    leased = {"lease": new_id(), "lease_until": now + LEASE}
    connection.execute(sa.update(table).where(mine).values(**leased))
    found = connection.execute(sa.select(*_READ).where(mine).order_by(table.c.at, table.c.id))
    return [Due(**row) for row in found.mappings()]


def is_any(connection: Connection, kind: Kind, now: datetime) -> bool:
    """Whether anything is due, leased or not."""
    query = sa.select(table.c.id).where(table.c.kind == kind, table.c.next_at <= now).limit(1)
    return connection.execute(query).first() is not None


def take(connection: Connection, claimed: Due) -> bool:
    """Take a claimed row away, to do its work in this transaction; False where the lease is lost."""
    done = connection.execute(sa.delete(table).where(*_is_mine(claimed)))
    return done.rowcount == 1


def postpone(connection: Connection, claimed: Due, until: datetime) -> bool:
    """Look at a claimed row again later; False where the lease is lost."""
    later = {"next_at": until, "lease": None, "lease_until": None}
    done = connection.execute(sa.update(table).where(*_is_mine(claimed)).values(**later))
    return done.rowcount == 1


def of_record(connection: Connection, app: str, kind: Kind, record: str) -> Sequence[Due]:
    """What is noted for a record, the earliest first."""
    query = sa.select(*_READ).where(
        table.c.app == app, table.c.record == record, table.c.kind == kind
    )
    found = connection.execute(query.order_by(table.c.at, table.c.id)).mappings()
    return [Due(**row) for row in found]


def forget(connection: Connection, ids: Sequence[str]) -> None:
    """Forget rows: what they wait for happened."""
    connection.execute(sa.delete(table).where(table.c.id.in_(ids)))


def forget_moments(connection: Connection, app: str, records: Sequence[str]) -> None:
    """Forget the moments at which rules turn for records."""
    connection.execute(
        sa.delete(table).where(
            table.c.app == app,
            table.c.record.in_(records),
            table.c.kind == "rule",
            table.c.rule != NO_RULE,
        )
    )


def forget_rule(connection: Connection, app: str, rule: str, kind: Kind | None = None) -> None:
    """Forget everything of a rule, or what is of one kind."""
    which = [] if kind is None else [table.c.kind == kind]
    connection.execute(sa.delete(table).where(table.c.app == app, table.c.rule == rule, *which))


def _is_mine(claimed: Due) -> tuple[sa.ColumnElement[bool], ...]:
    return table.c.id == claimed.id, table.c.lease == claimed.lease

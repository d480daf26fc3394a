"""Notices: a person's inbox. One row per event, action and person, so none comes twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from runtime.store.ids import new_id
from runtime.store.prepared import Prepared
from runtime.store.schema.events import notice

UNREAD_CAP = 100


@dataclass(frozen=True, slots=True)
class Notice:
    """One message in one person's inbox; ``title`` and ``body`` are labels by language."""

    id: str
    event: str
    person: str
    app: str
    form: str | None
    record: str | None
    rule: str | None
    title: Mapping[str, str]
    body: Mapping[str, str]
    at: datetime
    read_at: datetime | None


def add(connection: Connection, people: Sequence[str], what: Mapping[str, Any]) -> list[str]:
    """Put a notice into inboxes; people who have it already are passed over.

    ``what`` holds event, action, app, form, record, rule, title, body and at. The people who got
    it now are returned.
    """
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    got: list[str] = []
    for person in dict.fromkeys(people):
        statement = (
            insert(notice)
            .values(id=new_id(), person=person, **what)
            .on_conflict_do_nothing()
            .returning(notice.c.id)
        )
        if connection.execute(statement).first() is not None:
            got.append(person)
    return got


def of_person(
    connection: Connection,
    person: str,
    *,
    unread: bool = False,
    before: str | None = None,
    limit: int = 50,
) -> list[Notice]:
    """A person's notices, newest first, before a notice's id."""
    query = (
        sa.select(*(notice.c[name] for name in Notice.__dataclass_fields__))
        .where(notice.c.person == person)
        .order_by(notice.c.id.desc())
        .limit(limit)
    )
    if unread:
        query = query.where(notice.c.read_at.is_(None))
    if before is not None:
        query = query.where(notice.c.id < before)
    return [Notice(**row) for row in connection.execute(query).mappings()]


def unread_count(connection: Connection, person: str) -> int:
    """How many are unread, counted up to UNREAD_CAP."""
    found = _UNREAD.row(connection, person=person)
    return 0 if found is None else int(found[0])


def unread_of(person: sa.ColumnElement[str]) -> sa.ScalarSelect[int]:
    """SQL: how many of a person's are unread, counted up to UNREAD_CAP."""
    few = (
        sa.select(notice.c.id)
        .where(notice.c.person == person, notice.c.read_at.is_(None))
        .limit(UNREAD_CAP)
        .subquery()
    )
    return sa.select(sa.func.count()).select_from(few).scalar_subquery()


_UNREAD = Prepared(sa.select(unread_of(sa.bindparam("person"))))


def mark_read(connection: Connection, person: str, ids: Sequence[str] | None, now: datetime) -> int:
    """Mark notices read (None: all of them); how many were unread is returned."""
    query = sa.update(notice).where(notice.c.person == person, notice.c.read_at.is_(None))
    if ids is not None:
        query = query.where(notice.c.id.in_(list(ids)))
    return connection.execute(query.values(read_at=now)).rowcount

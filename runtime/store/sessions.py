"""Web sessions, kept by the server: the browser holds 32 random bytes, the store their SHA-256.

A session ends 8 hours after it was last used, 7 days after it began, and at once when the person's
stamp changes (new password, disabled).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from runtime.errors import Refusal
from runtime.store.prepared import Prepared
from runtime.store.schema.people import person
from runtime.store.schema.people import web_session as table

IDLE = timedelta(hours=8)
ABSOLUTE = timedelta(days=7)
TOUCH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class WebSession:
    """A live session. ``person`` is None before signing in; ``content`` is the web's own text."""

    digest: str
    person: str | None
    content: str
    created_at: datetime
    seen_at: datetime

    def is_stale(self, now: datetime) -> bool:
        """Whether it is time to note that it is in use (:func:`touch`)."""
        return now - self.seen_at >= TOUCH


def begin(connection: Connection, person_id: str | None, now: datetime, content: str = "{}") -> str:
    """Begin a session; its token, for the cookie, is returned. Signing in always begins a new one.

    Raises:
        Refusal: ``signed_out`` (401) where the person is unknown or disabled.
    """
    stamp: str | None = ""
    if person_id is not None:
        stamp = connection.execute(
            sa.select(person.c.stamp).where(person.c.id == person_id, person.c.active)
        ).scalar()
        if stamp is None:
            raise Refusal("signed_out", 401)
    token = secrets.token_urlsafe(32)
    connection.execute(
        sa.insert(table).values(
            digest=_digest(token),
            person=person_id,
            stamp=stamp,
            content=content,
            created_at=now,
            seen_at=now,
        )
    )
    return token


def find(connection: Connection, token: str, now: datetime) -> WebSession | None:
    """The live session of a token, or None."""
    row = _LIVE.row(
        connection, token=_digest(token), seen_since=now - IDLE, begun_since=now - ABSOLUTE
    )
    return None if row is None else WebSession(*row)


_LIVE = Prepared(
    sa.select(table.c.digest, table.c.person, table.c.content, table.c.created_at, table.c.seen_at)
    .outerjoin(person, person.c.id == table.c.person)
    .where(
        table.c.digest == sa.bindparam("token"),
        table.c.seen_at > sa.bindparam("seen_since"),
        table.c.created_at > sa.bindparam("begun_since"),
        sa.or_(
            table.c.person.is_(None),
            sa.and_(person.c.active, person.c.stamp == table.c.stamp),
        ),
    )
)


def touch(connection: Connection, session: WebSession, now: datetime) -> None:
    """Note that the session is in use."""
    connection.execute(sa.update(table).where(table.c.digest == session.digest).values(seen_at=now))


def keep(connection: Connection, token: str, content: str) -> None:
    """Store what the web keeps in the session of a token, if there is one."""
    connection.execute(
        sa.update(table).where(table.c.digest == _digest(token)).values(content=content)
    )


def end(connection: Connection, token: str) -> None:
    """End the session of a token, if there is one."""
    connection.execute(sa.delete(table).where(table.c.digest == _digest(token)))


def end_all(connection: Connection, person_id: str) -> int:
    """End every session of a person; how many there were."""
    return connection.execute(sa.delete(table).where(table.c.person == person_id)).rowcount


def of_person(connection: Connection, person_id: str, now: datetime) -> tuple[WebSession, ...]:
    """The sessions of a person that have not run out, the one used last first."""
    read = (table.c.digest, table.c.person, table.c.content, table.c.created_at, table.c.seen_at)
    rows = connection.execute(
        sa.select(*read)
        .where(
            table.c.person == person_id,
            table.c.seen_at > now - IDLE,
            table.c.created_at > now - ABSOLUTE,
        )
        .order_by(table.c.seen_at.desc())
    )
    return tuple(WebSession(*row) for row in rows)


def sweep(connection: Connection, now: datetime) -> int:
    """Delete the sessions that ran out; how many there were."""
    over = sa.or_(table.c.seen_at <= now - IDLE, table.c.created_at <= now - ABSOLUTE)
    return connection.execute(sa.delete(table).where(over)).rowcount


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()

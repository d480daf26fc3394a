"""API tokens: shown once, kept as a SHA-256, valid until revoked."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from runtime.store.ids import new_id
from runtime.store.prepared import Prepared
from runtime.store.schema.people import access_token as table
from runtime.store.schema.people import person

PREFIX = "dg_"


@dataclass(frozen=True, slots=True)
class TokenEntry:
    """A token as it can be listed; the token itself is nowhere."""

    id: str
    person: str
    label: str
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whoever shows a token, by the digest of it: not looked up yet."""

    digest: str

    @classmethod
    def of(cls, token: str) -> Bearer:
        """The bearer of a token as it was shown."""
        return cls(_digest(token))


def opens(digest: sa.ColumnElement[str]) -> tuple[sa.ColumnElement[bool], ...]:
    """SQL, over tokens and people: the token with that digest, while it counts."""
    return table.c.digest == digest, table.c.revoked_at.is_(None), person.c.active


_OWNER = Prepared(
    sa.select(table.c.person)
    .join(person, person.c.id == table.c.person)
    .where(*opens(sa.bindparam("token")))
)


def create(connection: Connection, person_id: str, label: str, now: datetime) -> str:
    """Make a token for a person. This is the only time it can be seen."""
    token = PREFIX + secrets.token_urlsafe(32)
    connection.execute(
        sa.insert(table).values(
            id=new_id(), digest=_digest(token), person=person_id, label=label, created_at=now
        )
    )
    return token


def owner(connection: Connection, token: str | Bearer) -> str | None:
    """The id of the active person a token stands for, or None."""
    digest = token.digest if isinstance(token, Bearer) else _digest(token)
    found = _OWNER.row(connection, token=digest)
    return None if found is None else str(found[0])


def revoke(connection: Connection, token_id: str, now: datetime) -> bool:
    """Revoke a token by its id; False where there is none or it was revoked before."""
    done = connection.execute(
        sa.update(table)
        .where(table.c.id == token_id, table.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return done.rowcount == 1


def of_person(connection: Connection, person_id: str) -> tuple[TokenEntry, ...]:
    """Every token of a person, newest first."""
    rows = connection.execute(
        sa.select(table.c.id, table.c.person, table.c.label, table.c.created_at, table.c.revoked_at)
        .where(table.c.person == person_id)
        .order_by(table.c.id.desc())
    )
    return tuple(TokenEntry(*row) for row in rows)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()

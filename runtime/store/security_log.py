"""The security log in the store: a chain in which each entry's hash takes in the one before.

The hashes are keyed with the installation's secret, so that who can write to the database alone
cannot make a chain that fits. What is older than its declared time goes from the front.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from runtime.origin import Origin
from runtime.store.schema.security import security_event as table

_LOCK = 5_520_117_904  # any number that nothing else in the database locks


@dataclass(frozen=True, slots=True)
class SecurityEvent:
    """One entry: what kind of thing happened, from where, and what it was about."""

    seq: int
    at: datetime
    kind: str
    actor: str | None
    address: str
    door: str
    about: Mapping[str, Any]
    prev_hash: str
    hash: str


_READ = tuple(table.c[name] for name in SecurityEvent.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class NewSecurityEvent:
    """An entry about to be written."""

    kind: str
    origin: Origin
    at: datetime
    about: Mapping[str, Any]


def append(connection: Connection, new: NewSecurityEvent, secret: str) -> None:
    """Write an entry behind the last one, one writer at a time."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    last = sa.select(table.c.hash).order_by(table.c.seq.desc()).limit(1)
    head = connection.execute(last).scalar() or ""
    where = new.origin
    own = (new.at, new.kind, where.actor, where.address, where.door, dict(new.about))
    connection.execute(
        sa.insert(table).values(
            at=new.at,
            kind=new.kind,
            actor=where.actor,
            address=where.address,
            door=where.door,
            about=dict(new.about),
            prev_hash=head,
            hash=_link(secret, head, own),
        )
    )


def latest(
    connection: Connection, *, kind: str = "", before: int | None = None, limit: int = 50
) -> list[SecurityEvent]:
    """Entries, newest first: of one kind where it is named, before a ``seq`` where one is given."""
    query = sa.select(*_READ).order_by(table.c.seq.desc()).limit(limit)
    if kind:
        query = query.where(table.c.kind == kind)
    if before is not None:
        query = query.where(table.c.seq < before)
    return [SecurityEvent(*row) for row in connection.execute(query)]


def broken_at(connection: Connection, secret: str) -> int | None:
    """The ``seq`` of the first entry that was changed or before which one is gone; None: whole.

    The first entry there is begins the chain: what was before it had its time.
    """
    head: str | None = None
    for each in _all(connection):
        own = (each.at, each.kind, each.actor, each.address, each.door, each.about)
        is_next = head is None or each.prev_hash == head
        if not is_next or each.hash != _link(secret, each.prev_hash, own):
            return each.seq
        head = each.hash
    return None


def forget(connection: Connection, before: datetime) -> int:
    """Remove the entries whose time is over; how many there were."""
    kept = sa.select(sa.func.min(table.c.seq)).where(table.c.at >= before).scalar_subquery()
    old = sa.and_(table.c.at < before, sa.or_(kept.is_(None), table.c.seq < kept))
    return connection.execute(sa.delete(table).where(old)).rowcount


def _all(connection: Connection) -> Iterator[SecurityEvent]:
    found = connection.execution_options(yield_per=500).execute(
        sa.select(*_READ).order_by(table.c.seq)
    )
    for row in found:
        yield SecurityEvent(*row)


def _link(secret: str, prev: str, own: tuple[Any, ...]) -> str:
    """HMAC-SHA256 of the previous hash and the entry as JSON."""
    at, *rest = own
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(
        [prev, moment, *rest], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hmac.new(secret.encode(), text.encode(), "sha256").hexdigest()

"""Deliveries: what must still be done outside, once each; the outbox's other half.

A delivery is claimed with a lease, done, and marked in its own transactions. The mark names the
lease it was claimed with, so that one who slept past it cannot mark another's work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from runtime.store.ids import new_id
from runtime.store.schema.events import delivery

LEASE = timedelta(seconds=30)
LAST_ATTEMPT = 8
FIRST_BACKOFF_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Delivery:
    """One piece of outside work: event and action number name it for ever."""

    event: str
    action: int
    kind: str
    payload: Mapping[str, Any]
    attempts: int
    lease: str


def add(
    connection: Connection, event_id: str, kind: str, payload: Mapping[str, Any], now: datetime
) -> None:
    """Add one delivery to an event, after those it already has."""
    number = connection.execute(
        sa.select(sa.func.coalesce(sa.func.max(delivery.c.action) + 1, 0)).where(
            delivery.c.event == event_id
        )
    ).scalar_one()
    connection.execute(
        sa.insert(delivery).values(
            event=event_id, action=number, kind=kind, payload=payload, status="new", next_at=now
        )
    )


def claim(connection: Connection, now: datetime, limit: int = 50) -> list[Delivery]:
    """Take deliveries that are due and not leased, oldest first, for the length of a lease."""
    lease = new_id()
    due = (
        sa.select(delivery.c.event, delivery.c.action)
        .where(
            delivery.c.status == "new",
            delivery.c.next_at <= now,
            sa.or_(delivery.c.lease_until.is_(None), delivery.c.lease_until < now),
        )
        .order_by(delivery.c.next_at, delivery.c.event, delivery.c.action)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    keys = [(row.event, row.action) for row in connection.execute(due)]
    if not keys:
        return []
    mine = sa.tuple_(delivery.c.event, delivery.c.action).in_(keys)
    connection.execute(
        sa.update(delivery)
        .where(mine)
        .values(lease=lease, lease_until=now + LEASE, attempts=delivery.c.attempts + 1)
    )
    rows = connection.execute(
        sa.select(
            delivery.c.event,
            delivery.c.action,
            delivery.c.kind,
            delivery.c.payload,
            delivery.c.attempts,
            delivery.c.lease,
        )
        .where(mine)
        .order_by(delivery.c.next_at, delivery.c.event, delivery.c.action)
    )
    return [Delivery(**row) for row in rows.mappings()]


def mark_sent(connection: Connection, done: Delivery, now: datetime) -> bool:
    """Mark it done; False when its lease went to somebody else meanwhile."""
    return _mark(connection, done, {"status": "sent", "sent_at": now, "lease_until": None})


def mark_failed(connection: Connection, failed: Delivery, now: datetime, error: str) -> bool:
    """Try again later, longer apart each time; after the last attempt it is dead (and listed)."""
    if failed.attempts >= LAST_ATTEMPT:
        return _mark(
            connection, failed, {"status": "dead", "last_error": error, "lease_until": None}
        )
    wait = timedelta(seconds=FIRST_BACKOFF_SECONDS * 2 ** (failed.attempts - 1))
    return _mark(
        connection, failed, {"next_at": now + wait, "last_error": error, "lease_until": None}
    )


def _mark(connection: Connection, which: Delivery, values: Mapping[str, Any]) -> bool:
    result = connection.execute(
        sa.update(delivery)
        .where(
            delivery.c.event == which.event,
            delivery.c.action == which.action,
            delivery.c.lease == which.lease,
            delivery.c.status == "new",
        )
        .values(**values)
    )
    return result.rowcount == 1


def dead(connection: Connection, limit: int = 100) -> list[Mapping[str, Any]]:
    """Deliveries that were given up, newest first."""
    rows = connection.execute(
        sa.select(delivery)
        .where(delivery.c.status == "dead")
        .order_by(delivery.c.event.desc())
        .limit(limit)
    )
    return [dict(row) for row in rows.mappings()]


def retry(connection: Connection, event_id: str, action: int, now: datetime) -> bool:
    """Give a dead delivery another round of attempts."""
    result = connection.execute(
        sa.update(delivery)
        .where(
            delivery.c.event == event_id,
            delivery.c.action == action,
            delivery.c.status == "dead",
        )
        .values(status="new", attempts=0, next_at=now)
    )
    return result.rowcount == 1


def waiting(connection: Connection) -> int:
    """How many deliveries are not done yet, counted up to a thousand."""
    few = sa.select(delivery.c.event).where(delivery.c.status == "new").limit(1000).subquery()
    return int(connection.execute(sa.select(sa.func.count()).select_from(few)).scalar_one())

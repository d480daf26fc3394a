"""Repeated commands: the same Idempotency-Key has one effect and one answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from runtime.errors import Refusal
from runtime.store.schema.work import command as table


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: the HTTP status and the JSON body."""

    status: int
    response: Any


@dataclass(frozen=True, slots=True)
class Request:
    """A command as its sender named it. ``sha256`` is of its method, path and body, in hex."""

    actor: str
    key: str
    sha256: str


def remembered(connection: Connection, actor: str, key: str, request_sha256: str) -> Answer | None:
    """What was answered to this command before, or None: then do it and :func:`remember`.

    Call it first in the write transaction: the same command sent twice at once waits here.

    Raises:
        Refusal: ``idem_key_reused`` (409) where the key stood for another request; ``busy`` where
            the first one takes too long.
    """
    if connection.dialect.name == "postgresql":
        number = sa.func.hashtextextended(f"dougong.command:{actor}:{key}", 0)
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))
    row = connection.execute(
        sa.select(table.c.request_sha256, table.c.status, table.c.response).where(
            table.c.actor == actor, table.c.idem_key == key
        )
    ).one_or_none()
    if row is None:
        return None
    if row.request_sha256 != request_sha256:
        raise Refusal("idem_key_reused", 409)
    return Answer(row.status, row.response)


def remember(connection: Connection, request: Request, answer: Answer, now: datetime) -> None:
    """Keep the answer to a command, in the transaction that did it."""
    connection.execute(
        sa.insert(table).values(
            actor=request.actor,
            idem_key=request.key,
            request_sha256=request.sha256,
            status=answer.status,
            response=answer.response,
            created_at=now,
        )
    )


def forget(connection: Connection, before: datetime) -> int:
    """Forget the commands from before a moment; how many there were."""
    return connection.execute(sa.delete(table).where(table.c.created_at < before)).rowcount

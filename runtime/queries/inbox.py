"""A person's inbox of notices."""

from __future__ import annotations

from sqlalchemy import Connection

from runtime.installation import Installation
from runtime.store import engine, notices
from runtime.store.notices import Notice

__all__ = ["Notice", "inbox", "unread_count"]

MOST = 100


def inbox(
    installation: Installation,
    person: str,
    *,
    unread: bool = False,
    before: str | None = None,
    limit: int = 50,
) -> list[Notice]:
    """A person's notices, newest first, before a notice's id."""
    with engine.reading(installation.engine) as connection:
        return notices.of_person(
            connection, person, unread=unread, before=before, limit=max(1, min(limit, MOST))
        )


def unread_count(connection: Connection, person: str) -> int:
    """How many notices a person has not read, counted up to a hundred."""
    return notices.unread_count(connection, person)

"""What waits for a person in all apps, as the badges of every page count it."""

from __future__ import annotations

from runtime.installation import Installation
from runtime.queries.inbox import unread_count
from runtime.queries.tasks import open_count
from runtime.store import engine


def waiting(installation: Installation, person: str) -> tuple[int, int]:
    """How many unread notices and open to-dos a person has."""
    with engine.reading(installation.engine) as connection:
        return unread_count(connection, person), open_count(connection, person)

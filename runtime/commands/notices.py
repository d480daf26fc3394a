"""Marking notices read."""

from __future__ import annotations

from collections.abc import Sequence

from runtime.installation import Installation
from runtime.store import engine, notices


def mark_read(installation: Installation, person: str, ids: Sequence[str] | None = None) -> int:
    """Mark a person's notices read (None: all of them); how many were unread is returned."""
    with engine.writing(installation.engine) as connection:
        return notices.mark_read(connection, person, ids, installation.ports.clock.now())

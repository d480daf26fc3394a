"""What is due, taken batch by batch under a lease, until a round has done its share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from runtime.commands.attempts import Round
from runtime.store import due, engine
from runtime.store.due import Due, Kind

MOST_BATCHES = 50
"""What one round does; the next goes on, so that deliveries do not wait for a flood."""


def claimed_batches(round_: Round, kind: Kind, size: int) -> Iterator[Sequence[Due]]:
    """What is due of a kind, in the order it fell due; nothing is written where nothing is."""
    for _ in range(MOST_BATCHES):
        with engine.reading(round_.installation.engine) as connection:
            if not due.is_any(connection, kind, round_.now):
                return
        with engine.writing(round_.installation.engine) as connection:
            claimed = due.claim(connection, kind, round_.now, size)
        if not claimed:
            return
        yield claimed


def drop(round_: Round, rows: Sequence[Due]) -> None:
    """Take claimed rows away: the app that they are of is there no more."""
    with engine.writing(round_.installation.engine) as connection:
        for each in rows:
            due.take(connection, each)

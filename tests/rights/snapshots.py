"""The whole database in a few digests, to see that nothing changed."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from tests.rights.world import World

BOOKKEEPING = frozenset({"web_session", "security_event"})
"""Who is here, and what was refused: written down while nothing is changed."""


def snapshot(world: World) -> dict[str, str]:
    """A digest of every table but the bookkeeping of visits and refusals."""
    engine = world.house.installation.engine
    found = {}
    with engine.connect() as connection:
        for name in sorted(sa.inspect(connection).get_table_names()):
            if name not in BOOKKEEPING:
                rows = connection.execute(sa.select(sa.text("*")).select_from(sa.table(name)))
                told = "\n".join(sorted(repr(tuple(row)) for row in rows))
                found[name] = hashlib.sha256(told.encode()).hexdigest()
    return found

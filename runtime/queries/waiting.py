"""What waits for a person in all apps, as the badges of every page count it."""

from __future__ import annotations

import sqlalchemy as sa

from runtime.installation import Installation
from runtime.store import cases, engine, notices
from runtime.store.prepared import Prepared

_WHO: sa.BindParameter[str] = sa.bindparam("person")
_BOTH = Prepared(sa.select(notices.unread_of(_WHO), cases.open_of(_WHO)))


def waiting(installation: Installation, person: str) -> tuple[int, int]:
    """How many unread notices and open to-dos a person has."""
    with engine.glancing(installation.engine) as connection:
        unread, todos = _BOTH.row(connection, person=person) or (0, 0)
    return int(unread), int(todos)

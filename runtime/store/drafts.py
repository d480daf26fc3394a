"""Drafts: one row for each app that is being edited. What a draft holds is its editor's business."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from runtime.store.schema.apps import draft as table

Json = Any


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft as it is kept. ``version`` grows by one with every write."""

    app: str
    version: int
    spec: Json
    history: Json
    position: int
    editor: str
    edited_at: datetime


@dataclass(frozen=True, slots=True)
class DraftHead:
    """What a list of drafts shows."""

    app: str
    version: int
    spec: Json
    editor: str
    edited_at: datetime


def get(connection: Connection, app: str) -> StoredDraft | None:
    """The draft of an app, or None."""
    names = StoredDraft.__dataclass_fields__
    found = connection.execute(sa.select(*(table.c[n] for n in names)).where(table.c.app == app))
    row = found.mappings().one_or_none()
    return None if row is None else StoredDraft(**row)


def heads(connection: Connection) -> Sequence[DraftHead]:
    """Every draft, by app."""
    found = connection.execute(
        sa.select(
            table.c.app, table.c.version, table.c.spec, table.c.editor, table.c.edited_at
        ).order_by(table.c.app)
    )
    return [DraftHead(row.app, row.version, row.spec, row.editor, row.edited_at) for row in found]


def begin(connection: Connection, draft: StoredDraft) -> bool:
    """Write an app's first draft; False where it has one already."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    values = {name: getattr(draft, name) for name in StoredDraft.__dataclass_fields__}
    written = insert(table).values(**values).on_conflict_do_nothing().returning(table.c.app)
    return connection.execute(written).first() is not None


def replace(connection: Connection, draft: StoredDraft, seen: int) -> bool:
    """Write a draft over the version that was seen; False where it is no longer that one."""
    values = {name: getattr(draft, name) for name in StoredDraft.__dataclass_fields__}
    written = connection.execute(
        sa.update(table).where(table.c.app == draft.app, table.c.version == seen).values(**values)
    )
    return written.rowcount == 1


def remove(connection: Connection, app: str, seen: int) -> bool:
    """Throw a draft away; False where it is no longer the version that was seen."""
    gone = connection.execute(sa.delete(table).where(table.c.app == app, table.c.version == seen))
    return gone.rowcount == 1

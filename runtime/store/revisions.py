"""Revisions: the published specs of an app, numbered from 1, never changed afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from runtime.spec.app import AppSpec, Labels
from runtime.spec.dump import from_json, to_json
from runtime.spec.meanings import Edition, Trees
from runtime.store.prepared import Prepared
from runtime.store.schema.apps import app as app_table
from runtime.store.schema.apps import revision as revision_table


@dataclass(frozen=True, slots=True)
class RevisionEntry:
    """A line in an app's history."""

    app: str
    number: int
    checksum: str
    author: str
    note: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Revision:
    """A published spec, and the trees of its texts.

    ``checksum`` is the SHA-256 of the spec's canonical JSON, in hex.
    """

    app: str
    number: int
    spec: AppSpec
    trees: Trees
    checksum: str
    author: str
    note: str
    published_at: datetime

    @property
    def edition(self) -> Edition:
        """What was published, as it was read then."""
        return Edition(self.spec, self.trees)


@dataclass(frozen=True, slots=True)
class AppEntry:
    """An app of this installation and the number of its current revision."""

    key: str
    labels: Labels
    revision: int


_REVISION = revision_table.c
_NUMBER = Prepared(sa.select(app_table.c.revision).where(app_table.c.key == sa.bindparam("app")))


def revision_number(connection: Connection, app: str) -> int:
    """The number of the app's current revision; 0 where it was never published."""
    found = _NUMBER.row(connection, app=app)
    return 0 if found is None else int(found[0])


def current(connection: Connection, app: str) -> Revision | None:
    """The current revision of an app, or None."""
    return get(connection, app, revision_number(connection, app))


def get(connection: Connection, app: str, number: int) -> Revision | None:
    """One revision of an app, or None."""
    row = connection.execute(
        sa.select(revision_table).where(_REVISION.app == app, _REVISION.number == number)
    ).one_or_none()
    if row is None:
        return None
    return Revision(
        app=row.app,
        number=row.number,
        spec=from_json(row.spec),
        trees=row.trees,
        checksum=row.checksum,
        author=row.author,
        note=row.note,
        published_at=row.published_at,
    )


def history(connection: Connection, app: str) -> tuple[RevisionEntry, ...]:
    """Every revision of an app, newest first."""
    rows = connection.execute(
        sa.select(
            _REVISION.app,
            _REVISION.number,
            _REVISION.checksum,
            _REVISION.author,
            _REVISION.note,
            _REVISION.published_at,
        )
        .where(_REVISION.app == app)
        .order_by(_REVISION.number.desc())
    )
    return tuple(RevisionEntry(*row) for row in rows)


def apps(connection: Connection) -> tuple[AppEntry, ...]:
    """Every app with a published revision, by key."""
    rows = connection.execute(
        sa.select(app_table.c.key, app_table.c.labels, app_table.c.revision)
        .where(app_table.c.revision > 0)
        .order_by(app_table.c.key)
    )
    return tuple(AppEntry(*row) for row in rows)


def checksum_of(connection: Connection, app: str, number: int) -> str | None:
    """The checksum of one revision of an app, or None."""
    query = sa.select(_REVISION.checksum).where(_REVISION.app == app, _REVISION.number == number)
    return connection.execute(query).scalar()


def checksum(spec: AppSpec) -> str:
    """The SHA-256 of a spec's canonical JSON (sorted keys, no spaces), in hex."""
    return digest(to_json(spec))


def digest(value: Mapping[str, Any]) -> str:
    """The SHA-256 of canonical JSON, in hex."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()

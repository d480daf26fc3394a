"""Incidents: what needs a person, open once per cause until the cause is gone or somebody closes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from runtime.store.ids import new_id
from runtime.store.schema.cases import incident

Place = tuple[str, str | None, str | None]
"""App, case and step."""


@dataclass(frozen=True, slots=True)
class Incident:
    """One that is open. ``detail`` says more, by kind."""

    id: str
    app: str
    kind: str
    case: str | None
    detail: Mapping[str, Any]
    opened_at: datetime


def open_incident(
    connection: Connection, place: Place, dedupe_key: str, detail: Mapping[str, Any], now: datetime
) -> bool:
    """Open an incident; False where it is open already. ``detail`` says its kind."""
    app, case, step = place
    on = postgresql if connection.dialect.name == "postgresql" else sqlite
    added = connection.execute(
        on.insert(incident)
        .values(
            id=new_id(),
            app=app,
            case=case,
            step=step,
            kind=detail["kind"],
            dedupe_key=dedupe_key,
            detail=detail,
            opened_at=now,
        )
        .on_conflict_do_nothing()
        .returning(incident.c.id)
    )
    return added.scalar() is not None


def open_detail(connection: Connection, app: str, dedupe_key: str) -> Mapping[str, Any] | None:
    """What the open incident of a cause says, locked; None where there is none."""
    query = sa.select(incident.c.detail).where(*_is_open(app, dedupe_key))
    found: Mapping[str, Any] | None = connection.execute(query.with_for_update()).scalar()
    return found


def tell_more(connection: Connection, app: str, dedupe_key: str, detail: Mapping[str, Any]) -> None:
    """Say anew what the open incident of a cause is about."""
    connection.execute(sa.update(incident).where(*_is_open(app, dedupe_key)).values(detail=detail))


def failures(connection: Connection) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """What the clock's work failed at and is not done yet: details by app and cause."""
    query = sa.select(incident.c.app, incident.c.dedupe_key, incident.c.detail).where(
        incident.c.resolved_at.is_(None),
        incident.c.kind.in_(("app_failed", "rule_failed", "import_failed", "case_failed")),
    )
    return {(row.app, row.dedupe_key): row.detail for row in connection.execute(query)}


def resolve_cause(
    connection: Connection, app: str, dedupe_key: str, by: tuple[str, datetime], how: str
) -> None:
    """Close the open incident of a cause; ``how`` is what made it go away."""
    _resolve(connection, sa.and_(*_is_open(app, dedupe_key)), by, how)


def resolve(connection: Connection, incident_id: str, by: tuple[str, datetime]) -> bool:
    """Close an incident because a person said so; False where it is not open."""
    return _resolve(connection, incident.c.id == incident_id, by, "closed") == 1


def open_incidents(connection: Connection, limit: int) -> Sequence[Incident]:
    """The open incidents of every app, newest first."""
    rows = connection.execute(
        sa.select(*(incident.c[name] for name in Incident.__dataclass_fields__))
        .where(incident.c.resolved_at.is_(None))
        .order_by(incident.c.id.desc())
        .limit(limit)
    )
    return [Incident(*row) for row in rows]


def _is_open(app: str, dedupe_key: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        incident.c.app == app,
        incident.c.dedupe_key == dedupe_key,
        incident.c.resolved_at.is_(None),
    )


def _resolve(
    connection: Connection, which: sa.ColumnElement[bool], by: tuple[str, datetime], how: str
) -> int:
    actor, at = by
    done = connection.execute(
        sa.update(incident)
        .where(which, incident.c.resolved_at.is_(None))
        .values(resolved_at=at, resolved_by=actor, resolution=how)
    )
    return done.rowcount

"""Incidents: what needs a person, open once per cause until somebody resolves it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from runtime.store.cases.history import Stamp
from runtime.store.ids import new_id
from runtime.store.schema.cases import incident

Place = tuple[str, str | None, str | None]
"""App, case and step."""


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


def resolve_incidents(connection: Connection, app: str, dedupe_key: str, by: Stamp) -> None:
    """Close the open incident of a cause."""
    connection.execute(
        sa.update(incident)
        .where(
            incident.c.app == app,
            incident.c.dedupe_key == dedupe_key,
            incident.c.resolved_at.is_(None),
        )
        .values(resolved_at=by.at, resolved_by=by.actor, resolution="case")
    )

"""The published spec of an app."""

from __future__ import annotations

from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.spec.app import AppSpec
from runtime.store import engine, revisions


def spec_of(installation: Installation, app: str, number: int | None = None) -> AppSpec:
    """The current spec of an app, or that of one revision.

    Raises:
        Refusal: no_such_app (404).
    """
    with engine.reading(installation.engine) as connection:
        found = (
            revisions.get(connection, app, number) if number else revisions.current(connection, app)
        )
    if found is None:
        raise Refusal("no_such_app", 404, app=app)
    return found.spec

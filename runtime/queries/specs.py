"""The published spec of an app."""

from __future__ import annotations

from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.spec.app import AppSpec
from runtime.store import engine, revisions


def spec_of(installation: Installation, app: str, number: int | None = None) -> AppSpec:
    """The current spec of an app, or that of one revision.

    Raises:
        Refusal: no_such_app, or no_such_revision where the app has no such one (404).
    """
    with engine.reading(installation.engine) as connection:
        found = (
            revisions.get(connection, app, number) if number else revisions.current(connection, app)
        )
        is_known = found is not None or revisions.current(connection, app) is not None
    if found is None:
        if number and is_known:
            raise Refusal("no_such_revision", 404, app=app, number=number)
        raise Refusal("no_such_app", 404, app=app)
    return found.spec

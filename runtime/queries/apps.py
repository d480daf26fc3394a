"""The apps of an installation, and whose they are."""

from __future__ import annotations

from collections.abc import Sequence

from runtime.installation import Installation
from runtime.store import engine, people, revisions
from runtime.store.revisions import AppEntry, RevisionEntry


def apps(installation: Installation) -> Sequence[AppEntry]:
    """Every published app."""
    with engine.reading(installation.engine) as connection:
        return revisions.apps(connection)


def apps_of(installation: Installation, person: str) -> Sequence[AppEntry]:
    """The apps a person has a role in; an administrator sees all."""
    with engine.reading(installation.engine) as connection:
        found = revisions.apps(connection)
        who = people.person(connection, person)
        if who is not None and who.administrator:
            return found
        held = people.memberships_of(connection, person)
        return [each for each in found if held.get(each.key)]


def history(installation: Installation, app: str) -> Sequence[RevisionEntry]:
    """Every revision of an app, newest first."""
    with engine.reading(installation.engine) as connection:
        return revisions.history(connection, app)

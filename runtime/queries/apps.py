"""The apps of an installation, and whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from runtime.installation import Installation
from runtime.spec.app import Labels
from runtime.store import engine, people, revisions
from runtime.store.revisions import AppEntry, RevisionEntry


@dataclass(frozen=True, slots=True)
class AppFace:
    """How an app looks on a start page; ``parts`` are what its menu, or its forms, are called."""

    key: str
    labels: Labels
    icon: str
    parts: tuple[Labels, ...]


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


def faces(installation: Installation, keys: Sequence[str]) -> list[AppFace]:
    """How published apps look, in the order asked for."""
    found: list[AppFace] = []
    with engine.reading(installation.engine) as connection:
        for key in keys:
            spec = installation.app(connection, key).spec
            parts = [group.labels for group in spec.menu] or [form.labels for form in spec.forms]
            found.append(AppFace(key, spec.labels, spec.icon, tuple(parts)))
    return found

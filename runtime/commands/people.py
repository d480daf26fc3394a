"""People: adding, changing, disabling; their roles, departments and tokens."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from runtime.commands.security_log import log_security
from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.store import engine, passwords, people, revisions, sessions, tokens
from runtime.store.people import Person

LEAST_PASSWORD = 12
MOST_PASSWORD = 128


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A person to add. ``roles`` are pairs of app and role; without a password one is made up."""

    login: str
    name: str
    roles: tuple[tuple[str, str], ...] = ()
    department: str | None = None
    email: str | None = None
    password: str | None = None
    administrator: bool = False
    manager: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What changes of an account; what is not named stays.

    ``facts`` are the name, e-mail, department, manager and administrator; ``roles`` are, by app,
    exactly those held from now on.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    roles: Mapping[str, Collection[str]] = field(default_factory=dict)
    password: str | None = None
    active: bool | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """The new person; ``password`` is set when it was made up, to be shown once."""

    person: Person
    password: str | None


def add_account(installation: Installation, new: NewAccount) -> Added:
    """Add a person with roles.

    Raises:
        Refusal: login_taken (409), login_missing, name_missing, password_short, password_long,
            no_app_for_role, no_such_role or no_such_department (422), department_closed (409),
            not_found (404) for the manager.
    """
    made_up = None if new.password else secrets.token_urlsafe(12)
    password = new.password or str(made_up)
    digest = _digest(password)
    with engine.writing(installation.engine) as connection:
        places = {"department": _department(connection, new), "manager": new.manager}
        _check_places(connection, None, places)
        person = people.create_person(
            connection,
            people.NewPerson(
                login=new.login,
                name=new.name,
                email=new.email,
                **places,
                password=digest,
                administrator=new.administrator,
            ),
            installation.ports.clock.now(),
        )
        for app, role in new.roles:
            _check_role(connection, app, role)
            people.add_role(connection, person.id, app, role)
        given = " ".join(f"{app}:{role}" for app, role in new.roles)
        about = {"login": new.login, "roles": given, "administrator": new.administrator}
        log_security(installation, connection, "person_added", **about)
    return Added(person, made_up)


def change_account(
    installation: Installation, person_id: str, changes: Mapping[str, Any]
) -> Person:
    """Change a person's name, e-mail, department, manager, administrator, language or looks.

    Raises:
        Refusal: from the store: name_missing, no such person (404), last administrator;
            not_found (404) or department_closed (409) for where the person is put.
    """
    with engine.writing(installation.engine) as connection:
        _check_places(connection, person_id, changes)
        found = people.update_person(connection, person_id, changes)
        _log_change(installation, connection, found, changes)
        return found


def save_account(installation: Installation, person_id: str, change: Change) -> Person:
    """Change an account at once: all of it, or nothing where a part is refused.

    Raises:
        Refusal: as `change_account`, `set_active` and `change_password`; no_app_for_role or
            no_such_role (422).
    """
    digest = _digest(change.password) if change.password is not None else None
    with engine.writing(installation.engine) as connection:
        _check_places(connection, person_id, change.facts)
        found = people.update_person(connection, person_id, change.facts)
        _log_change(installation, connection, found, change.facts)
        for app, roles in change.roles.items():
            for role in roles:
                _check_role(connection, app, role)
            people.set_roles(connection, person_id, app, roles)
            about = {"login": found.login, "app": app, "roles": " ".join(sorted(roles))}
            log_security(installation, connection, "roles_changed", **about)
        if digest is not None:
            _set_password(installation, connection, found, digest)
        if change.active is not None:
            _set_active(installation, connection, found, active=change.active)
        return found


def set_active(installation: Installation, person_id: str, *, active: bool) -> None:
    """Let a person in again, or keep the person out: every session and token ends.

    Raises:
        Refusal: last_administrator (409).
    """
    with engine.writing(installation.engine) as connection:
        _set_active(installation, connection, _known(connection, person_id), active=active)


def change_password(installation: Installation, person_id: str, password: str) -> None:
    """Give a person a new password; every session ends.

    Raises:
        Refusal: password_short or password_long (422).
    """
    digest = _digest(password)
    with engine.writing(installation.engine) as connection:
        _set_password(installation, connection, _known(connection, person_id), digest)


def new_token(installation: Installation, login: str, label: str = "") -> str:
    """Make an API token for a person; it is shown this once.

    Raises:
        Refusal: no_such_person (404).
    """
    with engine.writing(installation.engine) as connection:
        person = people.person_by_login(connection, login)
        if person is None or not person.active:
            raise Refusal("no_such_person", 404, name=login)
        log_security(installation, connection, "token_made", login=person.login, label=label)
        return tokens.create(connection, person.id, label, installation.ports.clock.now())


def check_password(password: str) -> None:
    """Whether a password may be used.

    Raises:
        Refusal: password_short or password_long (422).
    """
    if len(password) < LEAST_PASSWORD:
        raise Refusal("password_short", 422, least=LEAST_PASSWORD)
    if len(password) > MOST_PASSWORD:
        raise Refusal("password_long", 422, most=MOST_PASSWORD)


def _digest(password: str) -> str:
    """The digest of a password that may be used; made before the transaction: it takes its time."""
    check_password(password)
    return passwords.password_digest(password)


def _set_password(
    installation: Installation, connection: Connection, person: Person, digest: str
) -> None:
    people.set_password(connection, person.id, digest)
    sessions.end_all(connection, person.id)
    log_security(installation, connection, "password_changed", login=person.login)


def _set_active(
    installation: Installation, connection: Connection, person: Person, *, active: bool
) -> None:
    if active:
        people.enable_person(connection, person.id)
    else:
        people.disable_person(connection, person.id, installation.ports.clock.now())
    kind = "person_enabled" if active else "person_disabled"
    log_security(installation, connection, kind, login=person.login)


def _known(connection: Connection, person_id: str) -> Person:
    found = people.person(connection, person_id)
    if found is None:
        raise Refusal("not_found", 404)
    return found


def _log_change(
    installation: Installation, connection: Connection, person: Person, facts: Mapping[str, Any]
) -> None:
    """Note which facts of a person were changed that say what he may do; looks are his own."""
    changed = sorted(facts.keys() & {"department", "manager", "administrator", "email"})
    if changed:
        about: dict[str, Any] = {"login": person.login, "roles": ", ".join(changed)}
        if "administrator" in facts:
            about["administrator"] = bool(facts["administrator"])
        log_security(installation, connection, "person_changed", **about)


def _check_role(connection: Connection, app: str, role: str) -> None:
    found = revisions.current(connection, app)
    if found is None:
        raise Refusal("no_app_for_role", 422, app=app, role=role)
    known = [each.key for each in found.spec.named("role")]
    if role not in known:
        raise Refusal("no_such_role", 422, app=app, role=role, known=", ".join(known) or "–")


def _department(connection: Connection, new: NewAccount) -> str | None:
    if not new.department:
        return None
    apps = dict.fromkeys(app for app, _role in new.roles) or {"": None}
    for app in apps:
        found = people.find_department(connection, app, new.department)
        if found is not None:
            return found
    raise Refusal("no_such_department", 422, name=new.department)


def _check_places(
    connection: Connection, person_id: str | None, wanted: Mapping[str, str | None]
) -> None:
    """Whether a person can be put into that department and under that manager."""
    manager, room = wanted.get("manager"), wanted.get("department")
    if manager and (manager == person_id or people.person(connection, manager) is None):
        raise Refusal("not_found", 404)
    if not room:
        return
    found = people.department(connection, room)
    if found is None:
        raise Refusal("not_found", 404)
    there = people.person(connection, person_id) if person_id else None
    if not found.active and (there is None or there.department != room):
        raise Refusal("department_closed", 409, name=found.name)

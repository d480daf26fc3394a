"""People, as lists of accounts."""

from __future__ import annotations

from dataclasses import dataclass

from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.store import engine, people
from runtime.store.people import Department


@dataclass(frozen=True, slots=True)
class Account:
    """A person and the roles held, as ``app:role``."""

    id: str
    login: str
    name: str
    email: str | None
    department: str | None
    department_name: str | None
    manager: str | None
    manager_name: str | None
    roles: tuple[str, ...]
    administrator: bool
    active: bool


def accounts(installation: Installation) -> tuple[Account, ...]:
    """Everybody, by login."""
    with engine.reading(installation.engine) as connection:
        everybody = people.people(connection)
        rooms = {each.id: each.name for each in people.departments(connection)}
        names = {each.id: each.name for each in everybody}
        roles = {each.id: people.memberships_of(connection, each.id) for each in everybody}
    return tuple(
        Account(
            id=each.id,
            login=each.login,
            name=each.name,
            email=each.email,
            department=each.department,
            department_name=rooms.get(each.department or ""),
            manager=each.manager,
            manager_name=names.get(each.manager or ""),
            roles=tuple(
                f"{app}:{role}"
                for app, held in sorted(roles[each.id].items())
                for role in sorted(held)
            ),
            administrator=each.administrator,
            active=each.active,
        )
        for each in everybody
    )


def departments(installation: Installation) -> tuple[Department, ...]:
    """Every department."""
    with engine.reading(installation.engine) as connection:
        return people.departments(connection)


def person_id(installation: Installation, login: str) -> str:
    """The id of the person with a login.

    Raises:
        Refusal: no_such_person (404).
    """
    with engine.reading(installation.engine) as connection:
        found = people.person_by_login(connection, login)
    if found is None:
        raise Refusal("no_such_person", 404, name=login)
    return found.id

"""People, as lists of accounts."""

from __future__ import annotations

from dataclasses import dataclass

from runtime.context import Context
from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.store import engine, people
from runtime.store.people import Department, Person

__all__ = [
    "Account",
    "Department",
    "Person",
    "accounts",
    "departments",
    "people_like",
    "person_id",
]


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
        roles = people.all_memberships(connection)
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
                for app, held in sorted(roles.get(each.id, {}).items())
                for role in sorted(held)
            ),
            administrator=each.administrator,
            active=each.active,
        )
        for each in everybody
    )


def people_like(ctx: Context, text: str, limit: int) -> tuple[Person, ...]:
    """Active people whose name, login or pinyin contains the text; at most so many, by name."""
    return people.search_people(ctx.connection, text, limit)


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

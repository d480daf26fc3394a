"""Staffing an app: a login for everybody a template names, departments with their managers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.spec.app import AppSpec
from runtime.store import engine, passwords, people
from runtime.store.people import NewPerson


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody an app is staffed with. ``department`` is the app's own key of it."""

    login: str
    name: str
    roles: tuple[str, ...]
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Login:
    """A member who can sign in. ``password`` is None for a login that was there before."""

    login: str
    name: str
    roles: tuple[str, ...]
    password: str | None


def staff_app(
    installation: Installation, spec: AppSpec, members: Sequence[Member]
) -> tuple[Login, ...]:
    """Give the members their roles in a published app, making the logins that are not there.

    A department without a manager gets whoever holds the role that the app says leads it.

    Raises:
        Refusal: no_such_role (422).
    """
    known = [role.key for role in spec.named("role")]
    for member in members:
        for role in member.roles:
            if role not in known:
                raise Refusal("no_such_role", 422, app=spec.key, role=role, known=", ".join(known))
    drawn = {member.login: passwords.drawn_password() for member in members}
    now = installation.ports.clock.now()
    logins: list[Login] = []
    holders: dict[str, str] = {}
    with engine.writing(installation.engine) as connection:
        bound = people.bound_departments(connection, spec.key)
        for member in members:
            there = people.person_by_login(connection, member.login)
            person = there or people.create_person(
                connection,
                NewPerson(
                    login=member.login,
                    name=member.name,
                    department=bound.get(member.department or ""),
                    password=drawn[member.login].digest,
                ),
                now,
            )
            for role in member.roles:
                people.add_role(connection, person.id, spec.key, role)
                holders.setdefault(role, person.id)
            word = None if there else drawn[member.login].word
            logins.append(Login(member.login, person.name, member.roles, word))
        _lead(connection, spec, bound, holders)
    return tuple(logins)


def _lead(
    connection: Connection, spec: AppSpec, bound: Mapping[str, str], holders: Mapping[str, str]
) -> None:
    """The departments' places in the tree and their managers, where nobody has said so yet."""
    for each in spec.named("department"):
        real = people.department(connection, bound[each.key]) if each.key in bound else None
        if real is None:
            continue
        changes: dict[str, str] = {}
        manager = holders.get(str(each.facts.get("manager")))
        parent = bound.get(str(each.facts.get("parent")))
        if real.manager is None and manager is not None:
            changes["manager"] = manager
        if real.parent is None and parent is not None:
            changes["parent"] = parent
        if changes:
            people.update_department(connection, real.id, changes)

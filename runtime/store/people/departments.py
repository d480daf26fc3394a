"""Departments: a tree with managers, and what an app's own department keys stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from runtime.errors import Refusal
from runtime.store.ids import new_id
from runtime.store.people.persons import Person, person
from runtime.store.schema.people import department as table
from runtime.store.schema.people import department_binding as binding
from runtime.store.schema.people import person as members

CHANGEABLE = frozenset({"name", "parent", "manager", "active"})


@dataclass(frozen=True, slots=True)
class Department:
    """A department; ``parent`` and ``manager`` are ids, or None."""

    id: str
    name: str
    parent: str | None
    manager: str | None
    active: bool


_READ = tuple(table.c[name] for name in Department.__dataclass_fields__)


def department(connection: Connection, department_id: str) -> Department | None:
    """One department by id, or None."""
    row = connection.execute(sa.select(*_READ).where(table.c.id == department_id)).one_or_none()
    return None if row is None else Department(*row)


def departments(connection: Connection) -> tuple[Department, ...]:
    """Every department, active or not, by name."""
    rows = connection.execute(sa.select(*_READ).order_by(table.c.name))
    return tuple(Department(*row) for row in rows)


def create_department(
    connection: Connection, name: str, parent: str | None = None, manager: str | None = None
) -> Department:
    """Add a department.

    Raises:
        Refusal: ``name_missing``; ``department_taken`` or ``department_closed`` (409) by the
            parent; ``not_found`` (404) for the parent or the manager.
    """
    made = Department(new_id(), name.strip(), parent, manager, active=True)
    _check(connection, made)
    connection.execute(
        sa.insert(table).values({key: getattr(made, key) for key in Department.__slots__})
    )
    return made


def update_department(
    connection: Connection, department_id: str, changes: Mapping[str, Any]
) -> Department:
    """Change some of ``CHANGEABLE``.

    Raises:
        Refusal: as for a new one; ``department_cycle`` (409) where it would lie inside itself,
            ``department_not_empty`` (409) where it is closed with somebody or something in it.
        ValueError: another key is named.
    """
    if not changes.keys() <= CHANGEABLE:
        raise ValueError(f"no such facts of a department: {sorted(changes.keys() - CHANGEABLE)}")
    there = department(connection, department_id)
    if there is None:
        raise Refusal("not_found", 404)
    facts = {key: changes.get(key, getattr(there, key)) for key in Department.__slots__}
    wanted = Department(**{**facts, "name": facts["name"].strip()})
    _check(connection, wanted)
    if there.active and not wanted.active:
        _check_empty(connection, wanted)
    connection.execute(
        sa.update(table)
        .where(table.c.id == department_id)
        .values({key: getattr(wanted, key) for key in CHANGEABLE})
    )
    return wanted


def department_names(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """What departments are called, by id; unknown ids are left out."""
    rows = connection.execute(sa.select(table.c.id, table.c.name).where(table.c.id.in_(list(ids))))
    return {row.id: row.name for row in rows}


def bind_department(connection: Connection, app: str, key: str, department_id: str) -> None:
    """Say which department an app's own department key stands for."""
    connection.execute(sa.delete(binding).where(binding.c.app == app, binding.c.key == key))
    connection.execute(sa.insert(binding).values(app=app, key=key, department=department_id))


def bound_departments(connection: Connection, app: str) -> Mapping[str, str]:
    """The departments an app's own keys stand for: key to id."""
    rows = connection.execute(
        sa.select(binding.c.key, binding.c.department).where(binding.c.app == app)
    )
    return {row.key: row.department for row in rows}


def find_department(connection: Connection, app: str, text: str) -> str | None:
    """The id of the department with that id, key in the app, or (if only one has it) name."""
    bound = bound_departments(connection, app).get(text)
    if bound is not None:
        return bound
    if department(connection, text) is not None:
        return text
    named = departments_named(connection, text)
    return named[0].id if len(named) == 1 else None


def departments_named(connection: Connection, text: str) -> tuple[Department, ...]:
    """The departments of that name or end of a path (``工厂/车间``): the open ones, else the closed ones."""
    wanted = text.strip()
    if "/" in wanted:
        every = {each.id: each for each in departments(connection)}
        paths = {key: f"/{'/'.join(path_of(every, key))}" for key in every}
        found = [each for each in every.values() if paths[each.id].endswith(f"/{wanted}")]
    else:
        rows = connection.execute(sa.select(*_READ).where(table.c.name == wanted))
        found = [Department(*row) for row in rows]
    opened = [each for each in found if each.active]
    return tuple(opened or found)


def path_of(every: Mapping[str, Department], department_id: str) -> tuple[str, ...]:
    """The names from the top of the tree down to a department."""
    names: list[str] = []
    key: str | None = department_id
    while key is not None and len(names) < len(every):
        names.append(every[key].name)
        key = every[key].parent
    return tuple(reversed(names))


def manager_of(connection: Connection, person_id: str) -> str | None:
    """Whom a person reports to: their own manager, else their department's, going up the tree.

    A disabled manager and the person themselves are passed over. None where nobody is left.
    """
    found = person(connection, person_id)
    if found is None:
        return None
    if _may_lead(connection, found.manager, person_id):
        return found.manager
    for each in _upwards(connection, found.department):
        if _may_lead(connection, each.manager, person_id):
            return each.manager
    return None


def _may_lead(connection: Connection, manager: str | None, person_id: str) -> bool:
    if manager is None or manager == person_id:
        return False
    found: Person | None = person(connection, manager)
    return found is not None and found.active


def _upwards(connection: Connection, start: str | None) -> Iterable[Department]:
    seen: set[str] = set()
    key = start
    while key is not None and key not in seen:
        seen.add(key)
        found = department(connection, key)
        if found is None:
            return
        yield found
        key = found.parent


def _check(connection: Connection, wanted: Department) -> None:
    if not wanted.name:
        raise Refusal("name_missing")
    beside = table.c.parent == wanted.parent if wanted.parent else table.c.parent.is_(None)
    other = connection.execute(
        sa.select(table.c.id).where(table.c.name == wanted.name, beside, table.c.id != wanted.id)
    ).first()
    if other is not None:
        raise Refusal("department_taken", 409, name=wanted.name)
    if wanted.manager is not None and person(connection, wanted.manager) is None:
        raise Refusal("not_found", 404)
    if wanted.parent is None:
        return
    above = list(_upwards(connection, wanted.parent))
    if not above:
        raise Refusal("not_found", 404)
    if any(each.id == wanted.id for each in above):
        raise Refusal("department_cycle", 409, name=wanted.name)
    if wanted.active and not above[0].active:
        raise Refusal("department_closed", 409, name=above[0].name)


def _check_empty(connection: Connection, leaving: Department) -> None:
    """Closing must leave nobody behind, and no department below."""
    counts = [
        connection.execute(
            sa.select(sa.func.count()).where(column == leaving.id, column.table.c.active)
        ).scalar_one()
        for column in (members.c.department, table.c.parent)
    ]
    if any(counts):
        held, inner = counts
        raise Refusal("department_not_empty", 409, name=leaving.name, people=held, inner=inner)

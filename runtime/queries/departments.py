"""Departments as a tree: who leads them, who is in them, and what tells two of a name apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.store import engine, people
from runtime.store.people import Department, Person


@dataclass(frozen=True, slots=True)
class Branch:
    """A department at its place in the tree; ``manager`` is None where nobody active leads it."""

    id: str
    name: str
    path: tuple[str, ...]
    parent: str | None
    manager: Person | None
    members: tuple[Person, ...]
    active: bool

    @property
    def depth(self) -> int:
        """How many departments it lies in."""
        return len(self.path) - 1


def tree(installation: Installation) -> tuple[Branch, ...]:
    """Every department, each followed by those inside it; beside each other by name."""
    with engine.reading(installation.engine) as connection:
        every = {each.id: each for each in people.departments(connection)}
        there = {each.id: each for each in people.people(connection) if each.active}
    return tuple(
        Branch(
            id=each.id,
            name=each.name,
            path=people.path_of(every, each.id),
            parent=each.parent,
            manager=there.get(each.manager or ""),
            members=tuple(p for p in there.values() if p.department == each.id),
            active=each.active,
        )
        for each in _in_order(tuple(every.values()), None)
    )


def inside(branches: tuple[Branch, ...], department_id: str) -> frozenset[str]:
    """The department and everything below it: where it cannot be moved to."""
    found = {department_id}
    for each in branches:  # a department comes after the one it lies in
        if each.parent in found:
            found.add(each.id)
    return frozenset(found)


def told_apart(branches: tuple[Branch, ...]) -> dict[str, str]:
    """What the open departments are called in a list to choose from: the path where it must."""
    opened = [each for each in branches if each.active]
    count = Counter(each.name for each in opened)
    return {each.id: each.name if count[each.name] == 1 else "/".join(each.path) for each in opened}


def department_id(installation: Installation, text: str) -> str:
    """The id of the department of that name or path (``工厂/车间``).

    Raises:
        Refusal: no_such_department (404), or department_ambiguous (409) where several have it.
    """
    with engine.reading(installation.engine) as connection:
        found = people.departments_named(connection, text)
        every = {each.id: each for each in people.departments(connection)}
    if not found:
        raise Refusal("no_such_department", 404, name=text)
    if len(found) > 1:
        paths = sorted("/".join(people.path_of(every, each.id)) for each in found)
        raise Refusal("department_ambiguous", 409, name=text, paths=", ".join(paths))
    return found[0].id


def _in_order(every: tuple[Department, ...], parent: str | None) -> Iterator[Department]:
    for each in every:
        if each.parent == parent:
            yield each
            yield from _in_order(every, each.id)

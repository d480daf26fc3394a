"""Whom a sentence's recipients are today."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from runtime.actions.base import Recipient
from runtime.store import people


def people_of(connection: Connection, app: str, named: Iterable[Recipient]) -> list[str]:
    """The active people that roles, departments and persons name in an app, each once."""
    found: dict[str, None] = {}
    everybody = {each.id: each for each in people.people(connection)}
    for kind, key in named:
        if kind == "role":
            there = [each.id for each in people.people_with_role(connection, app, key)]
        elif kind == "dept":
            room = people.find_department(connection, app, key) or key
            there = [each.id for each in everybody.values() if each.department == room]
        else:
            there = [key]
        found.update(dict.fromkeys(there))
    return [who for who in found if who in everybody and everybody[who].active]

"""Departments: adding, renaming, moving, giving a manager, closing and opening again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.installation import Installation
from runtime.store import engine, people
from runtime.store.people import Department


def add_department(
    installation: Installation, name: str, parent: str | None = None, manager: str | None = None
) -> Department:
    """Add a department below another, or at the top.

    Raises:
        Refusal: name_missing (422); department_taken, department_closed (409); not_found (404)
            for the parent or the manager.
    """
    with engine.writing(installation.engine) as connection:
        return people.create_department(connection, name, parent, manager)


def change_department(
    installation: Installation, department_id: str, changes: Mapping[str, Any]
) -> Department:
    """Change a department's name, parent or manager, or whether it is open (``active``).

    Raises:
        Refusal: as for a new one; not_found (404); department_cycle, department_not_empty (409).
    """
    with engine.writing(installation.engine) as connection:
        return people.update_department(connection, department_id, changes)

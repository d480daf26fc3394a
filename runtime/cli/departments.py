"""`dougong department`: the tree that people are in, and who leads its parts."""

from __future__ import annotations

from typing import Any

from runtime.cli.command import NOT_SAID, Args, Command, Option, Word
from runtime.commands.departments import add_department, change_department
from runtime.config import settings
from runtime.installation import Installation, open_installation
from runtime.queries.departments import department_id, tree
from runtime.queries.people import person_id
from runtime.queries.tasks import left_undecided


def _add(args: Args) -> int:
    here = open_installation(settings())
    at = _found(here, {"parent": args.parent, "manager": args.manager})
    made = add_department(here, args.name, at["parent"], at["manager"])
    args.out.result({"id": made.id, "name": made.name})
    args.out.say("department_added", name=made.name)
    return 0


def _set(args: Args) -> int:
    here = open_installation(settings())
    said = {key: getattr(args, key) for key in ("name", "parent", "manager", "active")}
    changes = _found(here, {key: value for key, value in said.items() if value is not NOT_SAID})
    key = department_id(here, args.department)
    leader = next((each.manager for each in tree(here) if each.id == key), None)
    done = change_department(here, key, changes)
    left = 0
    if leader is not None and ("manager" in changes or changes.get("active") is False):
        left = left_undecided(here, leader.id)
    args.out.result({"id": done.id, "name": done.name, "open_tasks": left})
    args.out.say("department_changed", name=done.name)
    if leader is not None and left:
        args.out.say("user_has_todos", name=leader.login, count=left)
    return 0


def _list(args: Args) -> int:
    found = tree(open_installation(settings()))
    args.out.result(
        [
            {
                "id": each.id,
                "name": each.name,
                "path": "/".join(each.path),
                "parent": each.parent,
                "manager": each.manager.login if each.manager else None,
                "people": [person.login for person in each.members],
                "active": each.active,
            }
            for each in found
        ]
    )
    args.out.table(
        [
            (
                "  " * each.depth + each.name,
                each.manager.login if each.manager else "",
                len(each.members),
                "" if each.active else "×",
            )
            for each in found
        ]
    )
    if not found:
        args.out.say("no_departments")
    return 0


def _found(here: Installation, said: dict[str, Any]) -> dict[str, Any]:
    """Ids instead of the names that were typed."""
    ways = {"parent": department_id, "manager": person_id}
    return {
        key: ways[key](here, value) if key in ways and value else value
        for key, value in said.items()
    }


COMMANDS = (
    Command(
        "department add",
        "help_department_add",
        _add,
        (Word("NAME", "help_department_name", "name"),),
        (
            Option("--parent", "help_department_parent", "DEPARTMENT"),
            Option("--manager", "help_department_manager", "LOGIN"),
        ),
    ),
    Command("department list", "help_department_list", _list),
    Command(
        "department set",
        "help_department_set",
        _set,
        (Word("DEPARTMENT", "help_department", "department"),),
        (
            Option("--name", "help_department_rename", "NAME", default=NOT_SAID),
            Option("--parent", "help_department_parent", "DEPARTMENT", default=NOT_SAID),
            Option("--no-parent", "help_department_no_parent", sets="parent", value=None),
            Option("--manager", "help_department_manager", "LOGIN", default=NOT_SAID),
            Option("--no-manager", "help_department_no_manager", sets="manager", value=None),
            Option(
                "--close", "help_department_close", sets="active", value=False, default=NOT_SAID
            ),
            Option("--open", "help_department_open", sets="active"),
        ),
    ),
)

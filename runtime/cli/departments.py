"""`dougong department`: the tree that people are in, and who leads its parts."""

from __future__ import annotations

import argparse
from typing import Any

from runtime.commands.departments import add_department, change_department
from runtime.config import settings
from runtime.installation import Installation, open_installation
from runtime.queries.departments import department_id, tree
from runtime.queries.people import person_id

NOT_SAID = object()


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the parser."""
    rooms = commands.add_parser("department", help="departments")
    kinds = rooms.add_subparsers(required=True, metavar="WHAT")
    adding = kinds.add_parser("add", parents=[common], help="add a department")
    adding.add_argument("name", metavar="NAME")
    adding.add_argument("--parent", metavar="DEPARTMENT", help="its name, or path: Works/Hall")
    adding.add_argument("--manager", metavar="LOGIN", help="who leads it")
    adding.set_defaults(run=_add)
    kinds.add_parser("list", parents=[common], help="the tree").set_defaults(run=_list)
    setting = kinds.add_parser("set", parents=[common], help="change a department")
    setting.add_argument("department", metavar="DEPARTMENT", help="its name, or path: Works/Hall")
    setting.add_argument("--name", default=NOT_SAID, help="what it is called from now on")
    above, leading, being = (setting.add_mutually_exclusive_group() for _ in range(3))
    above.add_argument("--parent", metavar="DEPARTMENT", default=NOT_SAID)
    above.add_argument("--no-parent", dest="parent", action="store_const", const=None)
    leading.add_argument("--manager", metavar="LOGIN", default=NOT_SAID)
    leading.add_argument("--no-manager", dest="manager", action="store_const", const=None)
    being.add_argument("--close", dest="active", action="store_false", default=NOT_SAID)
    being.add_argument("--open", dest="active", action="store_true", default=NOT_SAID)
    setting.set_defaults(run=_set)


def _add(args: argparse.Namespace) -> int:
    here = open_installation(settings())
    at = _found(here, {"parent": args.parent, "manager": args.manager})
    made = add_department(here, args.name, at["parent"], at["manager"])
    args.out.result({"id": made.id, "name": made.name})
    args.out.say("department_added", name=made.name)
    return 0


def _set(args: argparse.Namespace) -> int:
    here = open_installation(settings())
    said = {key: getattr(args, key) for key in ("name", "parent", "manager", "active")}
    changes = _found(here, {key: value for key, value in said.items() if value is not NOT_SAID})
    done = change_department(here, department_id(here, args.department), changes)
    args.out.result({"id": done.id, "name": done.name})
    args.out.say("department_changed", name=done.name)
    return 0


def _list(args: argparse.Namespace) -> int:
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
    return 0


def _found(here: Installation, said: dict[str, Any]) -> dict[str, Any]:
    """Ids instead of the names that were typed."""
    ways = {"parent": department_id, "manager": person_id}
    return {
        key: ways[key](here, value) if key in ways and value else value
        for key, value in said.items()
    }

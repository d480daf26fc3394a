"""`dougong user` and `dougong token`: who may come in."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from runtime.commands.people import NewAccount, add_account, new_token
from runtime.config import settings
from runtime.errors import Refusal
from runtime.installation import open_installation
from runtime.queries.people import accounts, person_id


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the parser."""
    user = commands.add_parser("user", help="people").add_subparsers(required=True, metavar="WHAT")
    adding = user.add_parser("add", parents=[common], help="add a person")
    adding.add_argument("name", metavar="NAME", help="the login")
    adding.add_argument("--title", help="what the person is called")
    adding.add_argument("--role", action="append", default=[], metavar="APP:ROLE")
    adding.add_argument("--department")
    adding.add_argument("--email")
    adding.add_argument("--manager", metavar="LOGIN", help="whom the person reports to")
    adding.add_argument("--admin", action="store_true", help="an administrator")
    adding.add_argument("--password-stdin", action="store_true")
    adding.set_defaults(run=_add)
    user.add_parser("list", parents=[common], help="all people").set_defaults(run=_list)
    token = commands.add_parser("token", help="API tokens").add_subparsers(
        required=True, metavar="WHAT"
    )
    create = token.add_parser("create", parents=[common], help="make a token")
    create.add_argument("--user", required=True, metavar="NAME")
    create.add_argument("--label", default="")
    create.set_defaults(run=_token)


def _add(args: argparse.Namespace) -> int:
    unclear = next((each for each in args.role if not all(each.partition(":"))), None)
    if unclear is not None:
        args.out.refusal(Refusal("role_without_app", 422, given=unclear))
        return 2
    password = sys.stdin.readline().rstrip("\n") if args.password_stdin else None
    here = open_installation(settings())
    added = add_account(
        here,
        NewAccount(
            login=args.name,
            name=args.title or args.name,
            roles=tuple(tuple(each.partition(":")[::2]) for each in args.role),
            department=args.department,
            email=args.email,
            password=password,
            administrator=args.admin,
            manager=person_id(here, args.manager) if args.manager else None,
        ),
    )
    args.out.result({"name": args.name, "password": added.password})
    if added.password:
        args.out.say("user_added_with_password", name=args.name, password=added.password)
    else:
        args.out.say("user_added", name=args.name)
    return 0


def _list(args: argparse.Namespace) -> int:
    found = accounts(open_installation(settings()))
    args.out.result(
        [
            {"name": p.login, "title": p.name, "roles": list(p.roles), "active": p.active}
            for p in found
        ]
    )
    args.out.table([(p.login, p.name, " ".join(p.roles), "" if p.active else "×") for p in found])
    return 0


def _token(args: argparse.Namespace) -> int:
    made = new_token(open_installation(settings()), args.user, args.label)
    args.out.result({"token": made})
    args.out.line(made)
    return 0

"""`dougong user` and `dougong token`: who may come in."""

from __future__ import annotations

import sys

from runtime.cli.command import Args, Command, Option, Word, as_role
from runtime.commands.people import NewAccount, add_account, new_token
from runtime.config import settings
from runtime.installation import open_installation
from runtime.queries.people import accounts, person_id


def _add(args: Args) -> int:
    password = sys.stdin.readline().rstrip("\n") if args.password_stdin else None
    here = open_installation(settings())
    added = add_account(
        here,
        NewAccount(
            login=args.name,
            name=args.title or args.name,
            roles=args.role,
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


def _list(args: Args) -> int:
    found = accounts(open_installation(settings()))
    args.out.result(
        [
            {"name": p.login, "title": p.name, "roles": list(p.roles), "active": p.active}
            for p in found
        ]
    )
    args.out.table([(p.login, p.name, " ".join(p.roles), "" if p.active else "×") for p in found])
    return 0


def _token(args: Args) -> int:
    made = new_token(open_installation(settings()), args.user, args.label)
    args.out.result({"token": made})
    args.out.line(made)
    return 0


COMMANDS = (
    Command(
        "user add",
        "help_user_add",
        _add,
        (Word("NAME", "help_login", "name"),),
        (
            Option("--title", "help_title", "TITLE"),
            Option("--role", "help_role", "APP:ROLE", read=as_role, many=True),
            Option("--department", "help_user_department", "DEPARTMENT"),
            Option("--email", "help_email", "EMAIL"),
            Option("--manager", "help_manager", "LOGIN"),
            Option("--admin", "help_admin"),
            Option("--password-stdin", "help_password_stdin"),
        ),
    ),
    Command("user list", "help_user_list", _list),
    Command(
        "token create",
        "help_token_create",
        _token,
        (),
        (
            Option("--user", "help_token_user", "NAME", required=True),
            Option("--label", "help_token_label", "TEXT", default=""),
        ),
    ),
)

"""`dougong user` and `dougong token`: who may come in."""

from __future__ import annotations

import sys
from getpass import getpass
from typing import Any

from runtime.cli.command import NOT_SAID, Args, Command, Option, Word, WrongUsage, as_role
from runtime.commands.people import (
    Change,
    NewAccount,
    add_account,
    check_password,
    new_token,
    save_account,
)
from runtime.config import settings
from runtime.errors import Refusal, sentence
from runtime.installation import Installation, open_installation
from runtime.queries.departments import department_id
from runtime.queries.people import Account, accounts, person_id
from runtime.queries.tasks import left_undecided


def _add(args: Args) -> int:
    password = password_of(args)
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


def _set(args: Args) -> int:
    keys = ("name", "email", "department", "manager", "administrator")
    facts = {key: getattr(args, key) for key in keys if getattr(args, key) is not NOT_SAID}
    active = None if args.active is NOT_SAID else args.active
    if not (facts or args.role or args.no_role or args.password) and active is None:
        raise WrongUsage("usage_nothing_to_change")
    password = password_of(args)
    here = open_installation(settings())
    known = {each.id: each for each in accounts(here)}
    found = known[person_id(here, args.login)]
    for key, way in (("department", department_id), ("manager", person_id)):
        if facts.get(key):
            facts[key] = way(here, facts[key])
    save_account(here, found.id, Change(facts, _roles(args, found), password, active))
    left = left_undecided(here, found.id)
    rows = _rows(here)
    args.out.result({**rows[found.login], "open_tasks": left})
    args.out.say("user_changed", name=found.login)
    if left and (active is False or args.no_role):
        args.out.say("user_has_todos", name=found.login, count=left)
    return 0


def _roles(args: Args, found: Account) -> dict[str, set[str]]:
    """The roles held from now on, in every app whose roles change.

    Raises:
        Refusal: role_not_held (409).
    """
    held = {as_role(each, "") for each in found.roles}
    for app, role in args.no_role:
        if (app, role) not in held:
            known = ", ".join(found.roles) or "–"
            raise Refusal("role_not_held", 409, name=found.login, role=f"{app}:{role}", known=known)
    wanted = (held - set(args.no_role)) | set(args.role)
    apps = {app for app, _ in (*args.role, *args.no_role)}
    return {app: {role for key, role in wanted if key == app} for app in apps}


def password_of(args: Args) -> str | None:
    """The password given, asked for at the terminal or read from standard input; None without.

    Raises:
        WrongUsage: password_no_terminal.
        Refusal: password_short, password_long, passwords_differ.
    """
    if args.password == "stdin":  # noqa: S105 - where it comes from
        given = sys.stdin.readline().rstrip("\r\n")
        check_password(given)
        return given
    if not args.password:
        return None
    if not sys.stdin.isatty():
        raise WrongUsage("password_no_terminal")
    try:
        given = getpass(sentence("password_ask", args.out.lang))
        check_password(given)
        if getpass(sentence("password_again", args.out.lang)) != given:
            raise Refusal("passwords_differ")
    except EOFError as ended:
        raise KeyboardInterrupt from ended
    return given


def _list(args: Args) -> int:
    rows = _rows(open_installation(settings()))
    args.out.result(list(rows.values()))
    args.out.table(
        [
            (p["name"], p["title"], " ".join(p["roles"]), "" if p["active"] else "×")
            for p in rows.values()
        ]
    )
    return 0


def _rows(here: Installation) -> dict[str, dict[str, Any]]:
    """Everybody by login, as machines are told."""
    found = accounts(here)
    logins = {each.id: each.login for each in found}
    return {
        each.login: {
            "name": each.login,
            "title": each.name,
            "roles": list(each.roles),
            **{key: getattr(each, key) for key in ("active", "email", "administrator")},
            "department": each.department_name,
            "manager": logins.get(each.manager or ""),
        }
        for each in found
    }


def _token(args: Args) -> int:
    made = new_token(open_installation(settings()), args.user, args.label)
    args.out.result({"token": made})
    args.out.line(made)
    return 0


_PASSWORD = (
    Option("--password", "help_password_ask", value="ask"),
    Option("--password-stdin", "help_password_stdin", sets="password", value="stdin"),
)

COMMANDS = (
    Command(
        "user add",
        "help_user_add",
        _add,
        (Word("NAME", "help_login", "name"),),
        (
            Option("--title", "help_title", "TITLE"),
            Option("--role", "help_role", "APP:ROLE", read=as_role, many=True),
            Option("--department", "help_new_department", "DEPARTMENT"),
            Option("--email", "help_email", "EMAIL"),
            Option("--manager", "help_manager", "LOGIN"),
            Option("--admin", "help_admin"),
            *_PASSWORD,
        ),
    ),
    Command(
        "user set",
        "help_user_set",
        _set,
        (Word("NAME", "help_login", "login"),),
        (
            Option("--title", "help_title", "TITLE", sets="name", default=NOT_SAID),
            Option("--role", "help_role_more", "APP:ROLE", read=as_role, many=True),
            Option("--no-role", "help_role_less", "APP:ROLE", read=as_role, many=True),
            Option("--department", "help_user_department", "DEPARTMENT", default=NOT_SAID),
            Option("--no-department", "help_no_department", sets="department", value=None),
            Option("--email", "help_email", "EMAIL", default=NOT_SAID),
            Option("--no-email", "help_no_email", sets="email", value=None),
            Option("--manager", "help_manager", "LOGIN", default=NOT_SAID),
            Option("--no-manager", "help_no_manager", sets="manager", value=None),
            Option("--admin", "help_admin", sets="administrator", default=NOT_SAID),
            Option("--no-admin", "help_no_admin", sets="administrator", value=False),
            *_PASSWORD,
            Option("--disable", "help_disable", sets="active", value=False, default=NOT_SAID),
            Option("--enable", "help_enable", sets="active"),
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

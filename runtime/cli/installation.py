"""`dougong init`, `upgrade`, `doctor`: making, migrating and checking the store."""

from __future__ import annotations

import argparse
from typing import Any

from runtime.commands.found import found, upgrade
from runtime.config import settings
from runtime.queries.health import examine


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the parser."""
    add = commands.add_parser
    add("init", parents=[common], help="create the store").set_defaults(run=_init)
    add("upgrade", parents=[common], help="migrate the store").set_defaults(run=_upgrade)
    add("doctor", parents=[common], help="check this installation").set_defaults(run=_doctor)


def _init(args: argparse.Namespace) -> int:
    made = found(settings())
    args.out.result({"created": made.created, "password": made.password})
    if made.password:
        args.out.say("founded", login="admin", password=made.password)
    else:
        args.out.say("founded_already")
    return 0


def _upgrade(args: argparse.Namespace) -> int:
    upgrade(settings())
    args.out.result({"ok": True})
    args.out.say("upgraded")
    return 0


def _doctor(args: argparse.Namespace) -> int:
    findings = examine(settings())
    args.out.result([{"check": f.check, "ok": f.ok, "detail": f.detail} for f in findings])
    args.out.table([("✓" if f.ok else "✗", f.check, f.detail) for f in findings])
    return 0 if all(f.ok for f in findings) else 1

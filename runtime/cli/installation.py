"""`dougong init`, `upgrade`, `doctor`: making, migrating and checking the store."""

from __future__ import annotations

from runtime.cli.command import Args, Command
from runtime.commands.setting_up import set_up, upgrade
from runtime.config import settings
from runtime.queries.health import examine


def _init(args: Args) -> int:
    made = set_up(settings())
    args.out.result({"created": made.created, "password": made.password})
    if made.password:
        args.out.say("founded", login="admin", password=made.password)
    else:
        args.out.say("founded_already")
    return 0


def _upgrade(args: Args) -> int:
    upgrade(settings())
    args.out.result({"ok": True})
    args.out.say("upgraded")
    return 0


def _doctor(args: Args) -> int:
    findings = examine(settings())
    lang = args.out.lang
    args.out.result([{"check": f.check, "ok": f.ok, "detail": f.detail(lang)} for f in findings])
    args.out.table([("✓" if f.ok else "✗", f.title(lang), f.detail(lang)) for f in findings])
    return 0 if all(f.ok for f in findings) else 1


COMMANDS = (
    Command("init", "help_init", _init),
    Command("upgrade", "help_upgrade", _upgrade),
    Command("doctor", "help_doctor", _doctor),
)

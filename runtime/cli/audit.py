"""`dougong audit list | verify`: the security log, and whether anything in it was touched."""

from __future__ import annotations

from runtime.cli.command import Args, Command, Option, as_number
from runtime.config import settings
from runtime.installation import open_installation
from runtime.queries.security_log import security_entries, verify_audit

MOST = 1_000


def _list(args: Args) -> int:
    limit = max(1, min(args.limit, MOST))
    found = security_entries(open_installation(settings()), limit=limit)
    lang = args.out.lang
    args.out.result(
        [
            {
                "seq": each.seq,
                "at": each.at.isoformat(),
                "kind": each.kind,
                "actor": each.actor,
                "address": each.address,
                "door": each.door,
                "about": dict(each.about),
            }
            for each in found
        ]
    )
    args.out.table(
        [
            (
                each.at.astimezone().strftime("%Y-%m-%d %H:%M:%S"),
                each.name,
                each.said(lang),
                each.address,
            )
            for each in found
        ]
    )
    return 0


def _verify(args: Args) -> int:
    found = verify_audit(open_installation(settings()))
    args.out.result({"chains": found.chains, "broken": list(found.broken)})
    if found.broken:
        args.out.say("audit_broken", count=len(found.broken), names=", ".join(found.broken[:5]))
        return 1
    args.out.say("audit_whole", count=found.chains - 1)
    return 0


COMMANDS = (
    Command(
        "audit list",
        "help_audit_list",
        _list,
        (),
        (Option("--limit", "help_audit_limit", "N", read=as_number, default=50),),
    ),
    Command("audit verify", "help_audit_verify", _verify),
)

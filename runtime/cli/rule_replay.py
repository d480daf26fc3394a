"""`dougong rule replay`: what a rule would have done over the last days."""

from __future__ import annotations

from dataclasses import asdict

from runtime.cli.command import Args, Command, Option, Word, as_number
from runtime.config import settings
from runtime.context import SYSTEM, reading
from runtime.errors import sentence
from runtime.fields.base import wire
from runtime.installation import open_installation
from runtime.rules.replay import replay


def _run(args: Args) -> int:
    installation = open_installation(settings())
    with reading(installation, SYSTEM, args.key, "cli", args.out.lang) as ctx:
        found = replay(ctx, args.rule, args.days)
    out, lang = args.out, args.out.lang
    blind = [sentence(code, lang) for code in found.blind]
    result = {**asdict(found), "count": len(found.hits), "people": found.people}
    out.result(
        wire(
            {
                **result,
                "blind": [
                    {"code": c, "message": m} for c, m in zip(found.blind, blind, strict=True)
                ],
            }
        )
    )
    facts = {"label": found.label, "count": len(found.hits), "people": found.people}
    out.say("replay_sum", days=args.days, records=found.records, **facts)
    out.table(
        (wire(hit.at), hit.title, sentence(f"replay_{hit.branch}", lang), ", ".join(hit.recipients))
        for hit in found.hits
    )
    for text in blind:
        out.line(text)
    return 0


COMMAND = Command(
    "rule replay",
    "help_rule_replay",
    _run,
    (Word("KEY", "help_key", "key"), Word("RULE", "help_rule", "rule")),
    (Option("--days", "help_days", "N", read=as_number, default=90),),
)

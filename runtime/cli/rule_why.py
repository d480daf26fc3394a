"""`dougong rule why`: whether a rule holds for a record now, and the first part that does not."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from runtime.cli.command import Args, Command, Word
from runtime.config import settings
from runtime.context import SYSTEM, reading
from runtime.fields.base import wire
from runtime.installation import open_installation
from runtime.rules.why import Why, why


def _run(args: Args) -> int:
    installation = open_installation(settings())
    with reading(installation, SYSTEM, args.key, "cli", args.out.lang) as ctx:
        found = why(ctx, args.rule, args.record)
    args.out.result(wire(asdict(found)))
    _say(args, found)
    return 0


def _say(args: Args, found: Why) -> None:
    out = args.out
    out.say("why_head", label=found.label, title=found.title)
    if not found.is_on:
        out.say("why_off")
    if found.trigger is not None:
        out.say("why_trigger", trigger=found.trigger)
    _say_condition(args, found)
    if found.fired_at is None:
        out.say("why_never_fired")
    else:
        out.say("why_fired", at=wire(found.fired_at), times=found.times_fired)
        for part in found.fired_because[1:]:
            out.say("why_saw", part=part["text"] or part["head"], value=_json(part["value"]))
    if found.matching_since is not None:
        out.say("why_matching", at=wire(found.matching_since))
    elif found.trigger is None and found.holds is not None:
        out.say("why_not_matching")


def _say_condition(args: Args, found: Why) -> None:
    out = args.out
    if found.holds is None:
        out.say("why_unconditional")
    elif found.holds:
        out.say("why_holds")
    elif found.first_false is not None:
        out.say("why_not", part=found.first_false.text)
    for part in found.parts[1:] if found.holds else found.seen:
        out.say("why_seen", part=part.text, value=part.shown)
    for part in found.parts:
        if part.warning is not None:
            out.say(f"why_{part.warning}", part=part.text)


def _json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


COMMAND = Command(
    "rule why",
    "help_rule_why",
    _run,
    (
        Word("KEY", "help_key", "key"),
        Word("RULE", "help_rule", "rule"),
        Word("RECORD", "help_record", "record"),
    ),
)

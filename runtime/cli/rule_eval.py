"""`dougong rule eval`: the value of expressions over records given as JSON, on every target."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from runtime.catalog import catalog
from runtime.cli.app_spec import load_spec
from runtime.cli.command import Args, Command, Option, Word, WrongUsage
from runtime.clock import clock_of
from runtime.config import settings
from runtime.rules.evaluate import (
    TARGETS,
    Answer,
    Bench,
    Unfit,
    ground_of,
    open_bench,
    question_of,
    read_json,
)


def _run(args: Args) -> int:
    if (args.text is None) == (args.batch is None):
        raise WrongUsage("usage_text_or_batch")
    ground = ground_of(load_spec(args.app), catalog())
    targets = TARGETS if args.target == "all" else (args.target,)
    now = clock_of(settings()).now()
    with open_bench(ground, targets, postgres_url()) as bench:
        return _one(args, bench, now) if args.batch is None else _batch(args, bench, now)


def postgres_url() -> str | None:
    """The installation's database, where it is PostgreSQL."""
    url = settings().database_url
    return url if url.startswith("postgres") else None


def _one(args: Args, bench: Bench, now: datetime) -> int:
    lang = args.out.lang
    facts = {"text": args.text, "form": args.form, "now": args.now, "tz": args.tz}
    try:
        question = question_of({**facts, "record": read_json(args.record, lang)}, lang)
        answer = bench.answer(question, now, lang)
    except Unfit as unfit:
        answer = Answer(False, None, dict.fromkeys(bench.targets), unfit.problems)
    args.out.result(answer.as_dict())
    for target, value in answer.value.items() if answer.type else ():
        args.out.line(f"{target}: {json.dumps(value, ensure_ascii=False)}")
    for each in answer.problems:
        args.out.line(f"  {each['message']} {each['hint']}".rstrip())
    return 0 if answer.ok else 1


def _batch(args: Args, bench: Bench, now: datetime) -> int:
    is_fine = True
    for line in _lines(args.batch):
        try:
            given = read_json(line, args.out.lang)
            question = question_of(_with_defaults(given, args), args.out.lang)
            answer = bench.answer(question, now, args.out.lang)
        except Unfit as unfit:
            answer = Answer(False, None, dict.fromkeys(bench.targets), unfit.problems)
        is_fine = is_fine and answer.ok
        print(json.dumps(answer.as_dict(), ensure_ascii=False, separators=(",", ":")), flush=True)
    return 0 if is_fine else 1


def _lines(file: str) -> Iterator[str]:
    """The lines of a file that hold something."""
    if file == "-":
        yield from (line for line in sys.stdin if line.strip())
        return
    with Path(file).open(encoding="utf-8") as lines:
        yield from (line for line in lines if line.strip())


def _with_defaults(given: Any, args: Args) -> Any:
    """What a line leaves out is as on the command line."""
    if not isinstance(given, dict):
        return given
    said = {"form": args.form, "now": args.now, "tz": args.tz}
    return {**said, **{key: value for key, value in given.items() if value is not None}}


COMMAND = Command(
    "rule eval",
    "help_rule_eval",
    _run,
    (
        Word("PATH-or-KEY", "help_folder_or_key", "app"),
        Word("TEXT", "help_expression", "text", required=False),
    ),
    (
        Option("--form", "help_record_form", "FORM"),
        Option("--record", "help_record_json", "JSON", default="{}"),
        Option("--now", "help_now", "ISO"),
        Option("--tz", "help_zone", "ZONE"),
        Option("--target", "help_target", choices=(*TARGETS, "all"), default="python"),
        Option("--batch", "help_batch", "FILE"),
    ),
)

"""`dougong rule eval`: the value of expressions over records given as JSON, on every target."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from runtime.catalog import catalog
from runtime.cli.app_spec import load_spec
from runtime.clock import clock_of
from runtime.config import settings
from runtime.queries.evaluate import (
    TARGETS,
    Answer,
    Bench,
    Unfit,
    ground_of,
    open_bench,
    question_of,
    read_json,
)


def register(rule: Any, common: argparse.ArgumentParser) -> None:
    """Add the command to the group ``rule``."""
    parser = rule.add_parser("eval", parents=[common], help="the value of an expression")
    parser.add_argument("app", metavar="PATH-or-KEY")
    text = parser.add_argument("text", metavar="TEXT")
    parser.add_argument("--form", help="the form of the record")
    parser.add_argument("--record", default="{}", metavar="JSON", help="the record's values")
    parser.add_argument("--now", metavar="ISO", help="the moment that counts as now")
    parser.add_argument("--tz", metavar="ZONE", help="the time zone (default: the app's)")
    parser.add_argument("--target", choices=(*TARGETS, "all"), default="python")
    parser.add_argument(
        "--batch", metavar="FILE", action=_Instead, const=text, help="JSON lines, or - for stdin"
    )
    parser.set_defaults(run=_run, parser=parser)


class _Instead(argparse.Action):
    """An option that stands for a positional (its ``const``), which may then be missing.

    An optional positional would be filled with nothing before the options that precede it.
    """

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        self.const.required = False
        setattr(namespace, self.dest, values)


def _run(args: argparse.Namespace) -> int:
    if (args.text is None) == (args.batch is None):
        args.parser.error("give TEXT or --batch FILE")
    ground = ground_of(load_spec(args.app), catalog())
    targets = TARGETS if args.target == "all" else (args.target,)
    now = clock_of(settings()).now()
    with open_bench(ground, targets, postgres_url()) as bench:
        return _one(args, bench, now) if args.batch is None else _batch(args, bench, now)


def postgres_url() -> str | None:
    """The installation's database, where it is PostgreSQL."""
    url = settings().database_url
    return url if url.startswith("postgres") else None


def _one(args: argparse.Namespace, bench: Bench, now: datetime) -> int:
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


def _batch(args: argparse.Namespace, bench: Bench, now: datetime) -> int:
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


def _with_defaults(given: Any, args: argparse.Namespace) -> Any:
    """What a line leaves out is as on the command line."""
    if not isinstance(given, dict):
        return given
    said = {"form": args.form, "now": args.now, "tz": args.tz}
    return {**said, **{key: value for key, value in given.items() if value is not None}}

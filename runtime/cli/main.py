"""The entry point `dougong`: finds its commands, runs one, and says what happened.

Exit codes: 0 done, 1 problems were found (or it was refused), 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from io import StringIO, TextIOWrapper
from itertools import pairwise

from runtime.cli import (
    app_files,
    apps,
    audit,
    backups,
    departments,
    installation,
    people,
    processes,
    records,
    rules,
    run,
    scenarios,
)
from runtime.cli.command import Command, WrongUsage
from runtime.cli.helping import help_of, usage
from runtime.cli.output import Output
from runtime.cli.reading import read, split
from runtime.config import WrongSetting
from runtime.discovery import rooms
from runtime.errors import LANGUAGES, Refusal
from runtime.installation import outside_fault

MODULES = (
    run,
    installation,
    processes,
    people,
    departments,
    app_files,
    apps,
    rules,
    records,
    scenarios,
    backups,
    audit,
)
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code is returned."""
    typed = list(sys.argv[1:] if argv is None else argv)
    out = Output(lang=language(typed), is_json="--json" in typed)
    _open_streams()
    try:
        code = _run(typed, out)
        sys.stdout.flush()
    except Refusal as refusal:
        out.refusal(refusal)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as problem:
        said = _outside(problem)
        if said is None:
            raise
        out.refusal(said)
        return 1
    return code


def _open_streams() -> None:
    """Streams that take whatever is said: one that was closed takes it nowhere, one that cannot
    write Chinese shows its codes.
    """
    sys.stdout = sys.stdout or StringIO()
    sys.stderr = sys.stderr or StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _outside(problem: Exception) -> Refusal | None:
    """What a fault means that lies in what was given to the command; None for any other."""
    if isinstance(problem, UnicodeDecodeError):
        return Refusal("file_not_text")
    if isinstance(problem, WrongSetting):
        name, given = problem.args
        return Refusal("setting_wrong", name=name, given=given)
    return outside_fault(problem)


def _run(typed: Sequence[str], out: Output) -> int:
    """Find the command that was typed, and run or explain it."""
    name = ""
    known = commands()
    try:
        name, rest = split(known, typed)
        options = rest[: rest.index("--")] if "--" in rest else rest
        if "--help" in options or "-h" in options:
            print(help_of(known, name, out.lang))
            return 0
        if name not in known:
            out.wrong_usage(WrongUsage("usage_which"), help_of(known, name, out.lang))
            return 2
        args = read(known[name], rest)
        args.out = Output(lang=args.lang or out.lang, is_json=args.json)
        return int(known[name].run(args) or 0)
    except WrongUsage as wrong:
        out.wrong_usage(wrong, usage(known, name, out.lang))
        return 2


@cache
def commands() -> Mapping[str, Command]:
    """Every command of this product and of the rooms installed beside it, by name."""
    own = [each for module in MODULES for each in module.COMMANDS]
    others = [each for room in rooms() for each in getattr(room, "commands", ())]
    return {each.name: each for each in (*own, *others)}


def language(typed: Sequence[str]) -> str:
    """The language asked for: by ``--lang`` anywhere in what was typed, else the terminal's."""
    asked = [after for word, after in pairwise(typed) if word == "--lang"]
    asked += [word.removeprefix("--lang=") for word in typed if word.startswith("--lang=")]
    return next((each for each in asked if each in LANGUAGES), default_lang())


def default_lang() -> str:
    """The language of the terminal: English where LANG says so, else Chinese."""
    return "en" if os.environ.get("LANG", "").startswith("en") else "zh"


if __name__ == "__main__":
    sys.exit(main())

"""The entry point `dougong`: finds its commands, runs one, and says what happened.

Exit codes: 0 done, 1 problems were found (or it was refused), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from runtime.cli import (
    app_files,
    apps,
    departments,
    installation,
    people,
    processes,
    records,
    rules,
    run,
    scenarios,
)
from runtime.cli.output import Output
from runtime.discovery import rooms
from runtime.errors import Refusal
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
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code is returned."""
    parser = build_parser()
    args = _read(parser, argv)
    out = Output(lang=args.lang or default_lang(), is_json=args.json)
    args.out = out
    try:
        return int(args.run(args) or 0)
    except Refusal as refusal:
        out.refusal(refusal)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as problem:
        said = outside_fault(problem)
        if said is None:
            raise
        out.refusal(said)
        return 1


def _read(parser: argparse.ArgumentParser, argv: Sequence[str] | None) -> argparse.Namespace:
    """The arguments; an optional one may also stand behind options (`rule check KEY --form F -`).

    argparse gives an optional positional its default as soon as an option follows the one before
    it; a command names that argument as ``late``.
    """
    args, rest = parser.parse_known_args(argv)
    late = getattr(args, "late", None)
    if late is not None and len(rest) == 1 and getattr(args, late) is None:
        setattr(args, late, rest[0])
    elif rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    return args


def build_parser() -> argparse.ArgumentParser:
    """The parser with every command of this product and of the rooms installed beside it."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="machine-readable output")
    common.add_argument("--lang", choices=("zh", "en"), help="the language of messages")
    parser = argparse.ArgumentParser(prog="dougong", description="Dougong 斗拱")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in MODULES:
        module.register(commands, common)
    for room in rooms():
        register = getattr(room, "register", None)
        if register is not None:
            register(commands, common)
    return parser


def default_lang() -> str:
    """The language of the terminal: English where LANG says so, else Chinese."""
    return "en" if os.environ.get("LANG", "").startswith("en") else "zh"


if __name__ == "__main__":
    sys.exit(main())

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

MODULES = (
    run,
    installation,
    processes,
    people,
    app_files,
    apps,
    rules,
    records,
    scenarios,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code is returned."""
    parser = build_parser()
    args = parser.parse_args(argv)
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

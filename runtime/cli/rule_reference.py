"""`dougong rule reference`: the reference for authors, written as pages of Markdown."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rule_dsl.reference import write


def register(rule: Any, common: argparse.ArgumentParser) -> None:
    """Add the command to the group ``rule``."""
    parser = rule.add_parser("reference", parents=[common], help="write the reference for authors")
    parser.add_argument("directory", metavar="DIR", help="where zh/ and en/ are written")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    changed = write(Path(args.directory))
    args.out.result({"changed": changed})
    for path in changed:
        args.out.line(path)
    return 0

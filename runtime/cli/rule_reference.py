"""`dougong rule reference`: the reference for authors, written as pages of Markdown."""

from __future__ import annotations

from pathlib import Path

from rule_dsl.reference import write
from runtime.cli.command import Args, Command, Word


def _run(args: Args) -> int:
    changed = write(Path(args.directory))
    args.out.result({"changed": changed})
    for path in changed:
        args.out.line(path)
    return 0


COMMAND = Command(
    "rule reference", "help_rule_reference", _run, (Word("DIR", "help_reference_dir", "directory"),)
)

"""Groups of commands (`dougong app …`), which several modules add to."""

from __future__ import annotations

import argparse
from typing import Any


def group(commands: Any, name: str, help_text: str) -> Any:
    """The subparsers of a group: made by the first module that asks, shared by the others."""
    there = commands.choices.get(name)
    if there is not None:
        for action in there._actions:  # noqa: SLF001 - argparse offers no other way to find them
            if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
                return action
    return commands.add_parser(name, help=help_text).add_subparsers(required=True, metavar="WHAT")

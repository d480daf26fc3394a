"""Where something was declared: a file, a line, a column."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A position in an app's files. Lines and columns count from 1, in code points."""

    path: str
    line: int
    column: int

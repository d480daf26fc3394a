"""What spreadsheets call a column."""

from __future__ import annotations


def column_name(at: int) -> str:
    """The letters of a column (0 is A)."""
    name, at = "", at + 1
    while at:
        at, letter = divmod(at - 1, 26)
        name = chr(65 + letter) + name
    return name

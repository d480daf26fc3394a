"""The data folder is for its owner alone: made so, and looked at whether it still is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

OTHERS = 0o077
MOST = 10_000
"""How many files are looked at: uploads may be millions, and lie in folders made like the rest."""


def make_private(folder: Path) -> None:
    """Make a folder for its owner alone; what this process makes from now on is, too."""
    os.umask(OTHERS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(PermissionError):  # another's folder: `open_to_others` tells
        folder.chmod(0o700)


def open_to_others(folder: Path) -> list[str]:
    """What in the folder, itself first, others than its owner may read or write."""
    return [str(each) for each in _some(folder) if each.lstat().st_mode & OTHERS]


def _some(folder: Path) -> Iterator[Path]:
    if not folder.exists():
        return
    yield folder
    seen = 0
    for each in folder.rglob("*"):
        if each.is_symlink() or each.is_socket():
            continue
        seen += 1
        if seen > MOST:
            return
        yield each

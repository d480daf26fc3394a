"""What nobody will ask for again: bytes no upload names, files of imports, sessions that ran out."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from runtime.imports.upload import folder, held
from runtime.installation import Installation
from runtime.store import engine, files, jobs, sessions

IMPORT_GRACE = timedelta(days=1)
"""So long what belongs to an import lies there: a file may still be on its way to its job."""


def remove_leftovers(installation: Installation) -> int:
    """Remove what is left over, on the disk and in the database; how many there were.

    Raises:
        Refusal: what the database cannot do just now; the next round does it.
        OSError: a file cannot be removed.
    """
    with engine.writing(installation.engine) as connection:
        removed = sessions.sweep(connection, installation.ports.clock.now())
    with engine.reading(installation.engine) as connection:
        engine.take_time(connection)
        named = files.named(connection)
    removed += files.sweep(installation.ports.files, named)
    return removed + _of_imports(installation)


def _of_imports(installation: Installation) -> int:
    """Files and locks of imports that nobody works on any more, and what a dead process took in."""
    old = [each for each in folder(installation.settings).iterdir() if _is_old(each)]
    with engine.reading(installation.engine) as connection:  # after the look at the disk
        needed = {each.id for each in jobs.waiting(connection)}
    removed = 0
    for path in old:
        if path.stem in needed:
            continue
        if path.suffix == ".lock":
            with held(installation.settings, path.stem) as is_mine:
                if is_mine:
                    path.unlink()
                    removed += 1
        else:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _is_old(path: Path) -> bool:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime <= time.time() - IMPORT_GRACE.total_seconds()
    return False

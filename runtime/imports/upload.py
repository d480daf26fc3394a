"""A file that somebody wants to import, and where it lies until it was checked."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from runtime.config import Settings
from runtime.errors import Refusal
from runtime.spreadsheet.limits import MAX_BYTES
from runtime.store.ids import new_id

_READ = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A file for a form: who brought it, in which language, and which sheet was chosen ("": none).

    ``confirm`` has it stored without being asked again, ``skip`` without the rows that have
    problems, ``again`` although it was imported before or its rows are there already.
    """

    app: str
    form: str
    owner: str
    lang: str
    name: str
    path: Path
    sheet: str = ""
    confirm: bool = False
    skip: bool = False
    again: bool = False

    @property
    def size(self) -> int:
        """In bytes."""
        return self.path.stat().st_size

    @property
    def digest(self) -> str:
        """Its SHA-256."""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()


def folder(settings: Settings) -> Path:
    """Where files lie that wait to be checked; for the owner alone."""
    place = settings.data_dir / "imports"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def take_in(settings: Settings, stream: IO[bytes]) -> Path:
    """Write what comes to a file of its own; who asked removes it.

    Raises:
        Refusal: file_too_large (413), file_empty (422).
    """
    path = folder(settings) / f"{new_id()}.part"
    written = 0
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            while piece := stream.read(_READ):
                written += len(piece)
                if written > MAX_BYTES:
                    raise Refusal("file_too_large", 413, limit=MAX_BYTES // _READ)
                file.write(piece)
        if not written:
            raise Refusal("file_empty", 422)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


@contextmanager
def held(settings: Settings, job: str, *, wait: bool = False) -> Iterator[bool]:
    """Be the only one who works on a job, as long as the block runs; False where another is.

    The hold ends with its process, so that the next one goes on.
    """
    path = folder(settings) / f"{job}.lock"
    while True:
        with path.open("wb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            if _is_at(file, path):
                yield True
                return


def _is_at(file: IO[bytes], path: Path) -> bool:
    """Whether an open file is still the one of its name: a lock that was removed holds nobody."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False

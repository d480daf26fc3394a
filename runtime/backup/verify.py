"""Looking at a backup without restoring it: whole, unchanged, and all that it names is there."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from runtime.backup.archive import Manifest, open_archive
from runtime.backup.sealed import is_sealed, unsealed
from runtime.errors import Refusal

_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class OpenBackup:
    """A backup that can be read: its zip and what it says it holds."""

    archive: zipfile.ZipFile
    manifest: Manifest


@contextmanager
def opened(path: Path, passphrase: str | None) -> Iterator[OpenBackup]:
    """A backup, unsealed into a file without a name where it is sealed.

    Raises:
        Refusal: backup_sealed (422) where a passphrase is needed, and what `open_archive` and
            `unsealed` refuse.
    """
    with path.open("rb") as stream, TemporaryFile() as plain:
        source: BinaryIO = stream
        if is_sealed(stream):
            if passphrase is None:
                raise Refusal("backup_sealed", 422)
            for piece in unsealed(stream, passphrase):
                plain.write(piece)
            plain.seek(0)
            source = cast(BinaryIO, plain)
        archive, manifest = open_archive(source)
        with archive:
            yield OpenBackup(archive, manifest)


def verify_backup(path: Path, passphrase: str | None) -> Manifest:
    """What a backup holds, once every table and file in it came out as it says.

    Raises:
        Refusal: backup_changed (422) naming what differs; what `opened` refuses.
    """
    with opened(path, passphrase) as backup:
        verify_content(backup)
        return backup.manifest


def verify_content(backup: OpenBackup) -> None:
    """Whether everything named is there and has the hash it had.

    Raises:
        Refusal: backup_changed (422).
    """
    for table in backup.manifest.tables:
        found = _sum(backup.archive, table.entry)
        if found != (table.sha256, table.rows):
            raise Refusal("backup_changed", 422, name=table.name)
    for file in backup.manifest.files:
        summary, _lines = _sum(backup.archive, file.entry)
        if summary != file.sha256:
            raise Refusal("backup_changed", 422, name=file.place)


def _sum(archive: zipfile.ZipFile, name: str) -> tuple[str, int]:
    """The SHA-256 of an entry, and how many lines it has."""
    summary, lines = sha256(), 0
    try:
        with archive.open(name) as entry:
            while piece := entry.read(_PIECE):
                summary.update(piece)
                lines += piece.count(b"\n")
    except (KeyError, zipfile.BadZipFile, EOFError, ValueError, OSError) as problem:
        raise Refusal("backup_changed", 422, name=name) from problem
    return summary.hexdigest(), lines

"""Files: bytes by their SHA-256 in a folder outside the web, a row for each upload.

The bytes are on the disk, synced and under their name, before the row that names them: there is
never a row without its bytes. Bytes without a row are swept away after an hour.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path, PurePath
from tempfile import NamedTemporaryFile
from typing import IO, BinaryIO

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from runtime.errors import Refusal
from runtime.failpoints import failpoint
from runtime.store.file_kinds import media_type
from runtime.store.ids import new_id
from runtime.store.schema.apps import stored_file as table

LIMIT = 25 * 1024 * 1024
CHUNK = 64 * 1024
HEAD = 8 * 1024
GRACE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes that lie in the folder now. ``size`` is in bytes."""

    sha256: str
    size: int
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An upload. What record it belongs to is None until the record was saved."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
    owner: str
    app: str | None
    form: str | None
    record: str | None
    field: str | None
    created_at: datetime


_READ = tuple(table.c[name] for name in StoredFile.__dataclass_fields__)


def take_in(folder: Path, stream: BinaryIO, name: str, limit: int = LIMIT) -> Content:
    """Put a stream's bytes into the folder; do it before the transaction, then :func:`add_file`.

    Args:
        folder: the installation's folder of files.
        stream: what was uploaded, read in pieces and no further than the limit.
        name: the name it came with; only its last part counts.
        limit: the most bytes it may have.

    Raises:
        Refusal: ``file_too_large`` (413), ``file_empty``, ``file_kind_unknown`` or ``file_mismatch`` (422);
            ``storage_full`` (507).
    """
    plain = _plain_name(name)
    coming = folder / "coming"
    coming.mkdir(parents=True, exist_ok=True)
    try:
        with NamedTemporaryFile(dir=coming, delete=False) as writer:
            path = Path(writer.name)
            try:
                found = _write(stream, writer, (plain, limit))
                failpoint("upload.written")
                _move(folder, path, found.sha256)
            finally:
                path.unlink(missing_ok=True)
    except OSError as problem:
        raise Refusal("storage_full", 507) from problem
    failpoint("upload.renamed")
    return found


def add_file(connection: Connection, content: Content, owner: str, now: datetime) -> StoredFile:
    """Write the row of bytes that were taken in; the file has an id from here on."""
    made = StoredFile(
        new_id(),
        content.name,
        content.media_type,
        content.size,
        content.sha256,
        owner,
        *(None, None, None, None),
        now,
    )
    connection.execute(
        sa.insert(table).values({key: getattr(made, key) for key in StoredFile.__slots__})
    )
    failpoint("upload.row")
    return made


def attach(connection: Connection, ids: Iterable[str], where: tuple[str, str, str, str]) -> None:
    """Say which record files belong to, that belong to none: (app, form, record, field)."""
    app, form, record, field = where
    connection.execute(
        sa.update(table)
        .where(table.c.id.in_(list(ids)), table.c.record.is_(None))
        .values(app=app, form=form, record=record, field=field)
    )


def get(connection: Connection, file_id: str) -> StoredFile | None:
    """One file's row, or None. Whether the reader may have it is decided above."""
    row = connection.execute(sa.select(*_READ).where(table.c.id == file_id)).one_or_none()
    return None if row is None else StoredFile(*row)


def exists(connection: Connection, file_id: str) -> bool:
    """Whether there is a file with that id."""
    return (
        connection.execute(sa.select(table.c.id).where(table.c.id == file_id)).first() is not None
    )


def names_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """What files are called, by id; unknown ids are left out."""
    rows = connection.execute(sa.select(table.c.id, table.c.name).where(table.c.id.in_(list(ids))))
    return {row.id: row.name for row in rows}


def open_file(folder: Path, digest: str) -> BinaryIO:
    """The bytes of a file, by the SHA-256 of its row.

    Raises:
        FileNotFoundError: they are not there.
    """
    return _path(folder, digest).open("rb")


def named(connection: Connection) -> frozenset[str]:
    """The SHA-256 of all bytes that rows name."""
    return frozenset(connection.execute(sa.select(table.c.sha256).distinct()).scalars())


def sweep(folder: Path, named: frozenset[str], grace: timedelta = GRACE) -> int:
    """Remove bytes that no row names and that are older than ``grace``; how many there were.

    What an upload left in ``coming`` when its process died goes the same way. ``named`` is read
    before; bytes that are named since are young. No transaction need wait for the disk.
    """
    oldest = time.time() - grace.total_seconds()
    removed = 0
    for path in sorted(folder.glob("*/*")):
        if path.parent.name != "coming" and path.parent.name + path.name in named:
            continue
        with _alone(folder):
            if path.is_file() and path.stat().st_mtime <= oldest:
                path.unlink()
                removed += 1
    return removed


def _write(stream: BinaryIO, writer: IO[bytes], about: tuple[str, int]) -> Content:
    name, limit = about
    summary, size, head = sha256(), 0, b""
    while chunk := stream.read(min(CHUNK, limit + 1 - size)):
        size += len(chunk)
        if size > limit:
            raise Refusal("file_too_large", 413, limit=f"{limit / 1024 / 1024:g}")
        summary.update(chunk)
        head = head or chunk[:HEAD]
        writer.write(chunk)
    if not size:
        raise Refusal("file_empty")
    kind = media_type(name, head)
    writer.flush()
    os.fsync(writer.fileno())
    return Content(summary.hexdigest(), size, name, kind)


def _move(folder: Path, path: Path, digest: str) -> None:
    target = _path(folder, digest)
    target.parent.mkdir(exist_ok=True)
    with _alone(folder):
        path.replace(target)
    for changed in (target.parent, folder):
        descriptor = os.open(changed, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No sweep while bytes get their name, no new bytes while the sweep looks at a file."""
    with (folder / ".lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _path(folder: Path, digest: str) -> Path:
    if len(digest) != 64 or not digest.isalnum():
        raise FileNotFoundError(digest)
    return folder / digest[:2] / digest[2:]


def _plain_name(name: str) -> str:
    """The last part of a name, without what could lead elsewhere or end a line."""
    last = PurePath(name.replace("\\", "/")).name
    shown = "".join(letter for letter in last if letter.isprintable()).strip(" .")
    stem, dot, ending = shown.rpartition(".")
    return f"{(stem or ending)[:150]}{dot if stem else ''}{ending[:20] if stem else ''}"

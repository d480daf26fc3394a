"""Writing a backup: while people go on working, as of one moment."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from runtime.backup.archive import FileFacts, Manifest, TableFacts, write_manifest
from runtime.backup.rows import Tally, facts_of, lines_of
from runtime.backup.sealed import SealedWriter
from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.store import engine, migrations
from runtime.store.every_table import app_tables, own_tables
from runtime.store.schema.apps import stored_file

_PIECE = 1024 * 1024


def write_backup(installation: Installation, path: Path, passphrase: str | None) -> Manifest:
    """Write everything the installation holds as of now into a new file, for its owner alone.

    Uploads are copied after the tables: one that is named is on the disk already, and stays there.
    Those that are not there are told as ``lost``.

    Raises:
        Refusal: backup_there (409) where the file exists, storage_full (507), passphrase_short (422).
    """
    coming = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with _new_file(path, coming) as stream:
            sealed = SealedWriter(stream, passphrase) if passphrase is not None else None
            made = _write(installation, sealed or stream)
            if sealed is not None:
                sealed.close()
        os.link(coming, path)
    except FileExistsError as problem:
        raise Refusal("backup_there", 409, path=str(path)) from problem
    finally:
        coming.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return made


@contextmanager
def _new_file(path: Path, coming: Path) -> Iterator[BinaryIO]:
    if path.exists():
        raise Refusal("backup_there", 409, path=str(path))
    with suppress(FileNotFoundError):
        coming.unlink()
    descriptor = os.open(coming, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w+b") as stream:
        try:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        except OSError as problem:
            raise Refusal("storage_full", 507) from problem


def _write(installation: Installation, into: BinaryIO | SealedWriter) -> Manifest:
    data = installation.settings.data_dir
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        with engine.reading(installation.engine) as connection:
            engine.take_time(connection)
            schema = migrations.revision(connection)
            tables = [
                _table(archive, connection, table)
                for table in (*own_tables(), *app_tables(connection))
            ]
            named = connection.execute(
                sa.select(stored_file.c.sha256).distinct().order_by(stored_file.c.sha256)
            )
            uploads = [f"files/{each[:2]}/{each[2:]}" for each in named.scalars()]
        files, lost = [], []
        for place in (*_keys(data), *uploads):
            try:
                files.append(_file(archive, data, place))
            except FileNotFoundError:
                lost.append(place)
        made = Manifest(
            made_at=installation.ports.clock.now().isoformat(),
            version=version("dougong"),
            schema=schema,
            tables=tuple(tables),
            files=tuple(files),
            lost=tuple(lost),
        )
        write_manifest(archive, made)
    return made


def _table(archive: zipfile.ZipFile, connection: Connection, table: sa.Table) -> TableFacts:
    tally = Tally()
    with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as entry:
        for batch in lines_of(connection, table, tally):
            entry.write(batch)
    return facts_of(table, tally)


def _keys(data: Path) -> list[str]:
    return [f"keys/{each.name}" for each in sorted((data / "keys").glob("*")) if each.is_file()]


def _file(archive: zipfile.ZipFile, data: Path, place: str) -> FileFacts:
    summary, size = sha256(), 0
    with (
        (data / place).open("rb") as source,
        archive.open(f"data/{place}", "w", force_zip64=True) as entry,
    ):
        while piece := source.read(_PIECE):
            summary.update(piece)
            size += len(piece)
            entry.write(piece)
    return FileFacts(place, size, summary.hexdigest())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Restoring: an empty place becomes the installation that a backup was made of."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from runtime.backup.archive import FileFacts, Manifest, TableFacts
from runtime.backup.portable import column_type, from_json
from runtime.backup.rows import BATCH, Tally, lines_of
from runtime.backup.verify import OpenBackup, opened, verify_content
from runtime.catalog import catalog
from runtime.config import Settings
from runtime.errors import Refusal
from runtime.privacy import make_private
from runtime.store import ddl, engine, migrations, revisions
from runtime.store.cases.history import broken_at
from runtime.store.every_table import app_tables, own_tables
from runtime.store.indexes import wanted_indexes
from runtime.store.names import load_names
from runtime.store.schema.cases import approval_case
from runtime.store.tables import build_tables

_PIECE = 1024 * 1024
_MOST_LINE = 256 * 1024 * 1024


def restore_backup(settings: Settings, path: Path, passphrase: str | None) -> Manifest:
    """Make the installation of a backup in the place of the settings, and check what came of it.

    The database may be of the other kind; one of an earlier version is brought up to date. All
    tables come in one transaction: what is refused leaves an empty store behind.

    Raises:
        Refusal: restore_not_empty (409) where something is there already, backup_newer (422),
            backup_changed (422), and what `opened` refuses.
    """
    with opened(path, passphrase) as backup:
        verify_content(backup)
        if not migrations.knows(backup.manifest.schema):
            raise Refusal("backup_newer", 422)
        _check_is_empty(settings)
        make_private(settings.data_dir)
        store = engine.open_engine(settings.database_url)
        try:
            migrations.upgrade(store, backup.manifest.schema)
            _restore_rows(store, backup)
            for file in backup.manifest.files:
                _restore_file(settings.data_dir, backup.archive, file)
            migrations.upgrade(store)
            with engine.writing(store) as connection:
                engine.take_time(connection)
                _make_indexes(connection)
        finally:
            store.dispose()
        return backup.manifest


def _check_is_empty(settings: Settings) -> None:
    if (settings.data_dir / "keys" / "secret").exists():
        raise Refusal("restore_not_empty", 409, place=str(settings.data_dir))
    store = engine.open_engine(settings.database_url)
    try:
        with engine.reading(store) as connection:
            if sa.inspect(connection).get_table_names():
                raise Refusal("restore_not_empty", 409, place=store.url.render_as_string())
    finally:
        store.dispose()


def _restore_rows(store: Engine, backup: OpenBackup) -> None:
    known = {each.name for each in own_tables()}
    by_name = {each.name: each for each in backup.manifest.tables}
    with engine.writing(store) as connection:
        engine.take_time(connection)
        for name in [each.name for each in own_tables() if each.name in by_name]:
            _fill(connection, backup.archive, by_name[name])
        was = {(each.name, one.name) for each in by_name.values() for one in each.columns}
        apps = app_tables(connection, lambda table, column: (table, column) in was)
        for table in apps:
            ddl.perform(connection, ddl.MakeTable(table))
            if table.name in by_name:
                _fill(connection, backup.archive, by_name[table.name])
        strange = by_name.keys() - known - {each.name for each in apps}
        if strange:
            raise Refusal("backup_changed", 422, name=", ".join(sorted(strange)))
        _go_on_counting(connection)
        _check_rows(connection, backup.manifest)


def _fill(connection: Connection, archive: zipfile.ZipFile, facts: TableFacts) -> None:
    """Put the rows of a backup into a table, as it was then, that is there."""
    table = sa.Table(
        facts.name,
        sa.MetaData(),
        *(sa.Column(each.name, column_type(each.holds)) for each in facts.columns),
    )
    inward = [from_json(each.holds) for each in facts.columns]
    own = _points_at_itself(connection, facts.name)

    def rows() -> Iterator[Mapping[str, Any]]:
        with archive.open(facts.entry) as entry:
            while line := entry.readline(_MOST_LINE):
                values = orjson.loads(line)
                yield {
                    column.name: read(value)
                    for column, read, value in zip(facts.columns, inward, values, strict=True)
                }

    source = rows() if own is None else _parents_first(list(rows()), own)
    statement = sa.insert(table)
    while batch := list(islice(source, BATCH)):
        connection.execute(statement, batch)


def _points_at_itself(connection: Connection, name: str) -> str | None:
    """The column by which rows of a table point at others of it."""
    for key in sa.inspect(connection).get_foreign_keys(name):
        if key["referred_table"] == name:
            return str(key["constrained_columns"][0])
    return None


def _parents_first(rows: Sequence[Mapping[str, Any]], column: str) -> Iterator[Mapping[str, Any]]:
    waiting, there = list(rows), {None}
    while waiting:
        ready = [row for row in waiting if row[column] in there]
        if not ready:
            raise Refusal("backup_changed", 422, name=column)
        yield from ready
        there.update(row["id"] for row in ready)
        waiting = [row for row in waiting if row["id"] not in there]


def _make_indexes(connection: Connection) -> None:
    types = catalog().fields
    for app in revisions.apps(connection):
        found = revisions.current(connection, app.key)
        if found is not None:
            tables = build_tables(found.spec, types, load_names(connection, app.key))
            for index in wanted_indexes(found.edition, types, tables):
                ddl.perform(connection, ddl.MakeIndex(index))


def _go_on_counting(connection: Connection) -> None:
    """Numbers that the database gives go on after those that came. (SQLite looks by itself.)"""
    if connection.dialect.name != "postgresql":
        return
    for table in own_tables():
        column = table.autoincrement_column
        if column is not None:
            sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
            last = sa.select(sa.func.max(column)).scalar_subquery()
            going = sa.select(sa.func.setval(sequence, last)).where(last.is_not(None))
            connection.execute(going)


def _check_rows(connection: Connection, manifest: Manifest) -> None:
    """Whether what is in the tables now is what was written, and the histories are whole.

    Raises:
        Refusal: backup_changed (422).
    """
    here = {each.name: each for each in (*own_tables(), *app_tables(connection))}
    for facts in manifest.tables:
        names = [each.name for each in facts.columns]
        table = here[facts.name]
        if [each.name for each in table.columns] != names:
            continue  # of an earlier version: its columns are counted only
        tally = Tally()
        for _batch in lines_of(connection, table, tally):
            pass
        if (tally.rows, tally.summary) != (facts.rows, facts.sha256):
            raise Refusal("backup_changed", 422, name=facts.name)
    for case in connection.execute(sa.select(approval_case.c.id)).scalars().all():
        if broken_at(connection, case) is not None:
            raise Refusal("backup_changed", 422, name=f"approval_case {case}")


def _restore_file(data: Path, archive: zipfile.ZipFile, file: FileFacts) -> None:
    parts = PurePosixPath(file.place).parts
    if len(parts) < 2 or parts[0] not in ("files", "keys") or ".." in parts:
        raise Refusal("backup_changed", 422, name=file.place)
    target = data.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as into, archive.open(file.entry) as entry:
        while piece := entry.read(_PIECE):
            into.write(piece)
        into.flush()
        os.fsync(into.fileno())

"""A backup file: a zip of tables as JSON lines, of uploads by their hash, and of the keys.

``manifest.json``, written last, says what must be in it: a file without one was cut off. Tables
are described by what their columns hold, not by how one database stores it, so that a backup of
SQLite becomes an installation on PostgreSQL and the other way round, and one of an earlier version
is read by a later one.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from runtime.errors import Refusal

FORMAT = 1
MANIFEST = "manifest.json"
MOST_MANIFEST = 64 * 1024 * 1024
"""Bytes a manifest may have before it is read."""


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """A column: its name and what it holds (see `portable`)."""

    name: str
    holds: str


@dataclass(frozen=True, slots=True)
class TableFacts:
    """A table: its columns, those that order its rows, how many rows, and their SHA-256."""

    name: str
    columns: tuple[ColumnFacts, ...]
    order: tuple[str, ...]
    rows: int
    sha256: str

    @property
    def entry(self) -> str:
        return f"tables/{self.name}.jsonl"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file beside the tables: its place in the data folder, its size in bytes, its SHA-256."""

    place: str
    size: int
    sha256: str

    @property
    def entry(self) -> str:
        return f"data/{self.place}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. ``schema`` is the migration its tables were at, ``made_at`` ISO in UTC."""

    made_at: str
    version: str
    schema: str
    tables: tuple[TableFacts, ...]
    files: tuple[FileFacts, ...]
    lost: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows all tables have."""
        return sum(each.rows for each in self.tables)


def write_manifest(into: zipfile.ZipFile, manifest: Manifest) -> None:
    """Close the file's content with what it holds."""
    said = {"format": FORMAT, **asdict(manifest)}
    into.writestr(MANIFEST, json.dumps(said, ensure_ascii=False, separators=(",", ":")))


def open_archive(stream: BinaryIO) -> tuple[zipfile.ZipFile, Manifest]:
    """The zip and its manifest.

    Raises:
        Refusal: backup_unreadable, backup_cut_off or backup_newer (422).
    """
    try:
        opened = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError) as problem:
        raise Refusal("backup_unreadable", 422) from problem
    try:
        about = opened.getinfo(MANIFEST)
        if about.file_size > MOST_MANIFEST:
            raise Refusal("backup_unreadable", 422)
        said = json.loads(opened.read(MANIFEST))
    except KeyError as problem:
        raise Refusal("backup_cut_off", 422) from problem
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as problem:
        raise Refusal("backup_unreadable", 422) from problem
    if said.get("format") != FORMAT:
        raise Refusal("backup_newer", 422)
    try:
        return opened, _manifest(said)
    except (KeyError, TypeError) as problem:
        raise Refusal("backup_unreadable", 422) from problem


def _manifest(said: Mapping[str, Any]) -> Manifest:
    return Manifest(
        made_at=said["made_at"],
        version=said["version"],
        schema=said["schema"],
        tables=tuple(
            TableFacts(
                name=each["name"],
                columns=tuple(ColumnFacts(one["name"], one["holds"]) for one in each["columns"]),
                order=tuple(each["order"]),
                rows=each["rows"],
                sha256=each["sha256"],
            )
            for each in said["tables"]
        ),
        files=tuple(
            FileFacts(each["place"], each["size"], each["sha256"]) for each in said["files"]
        ),
        lost=tuple(said["lost"]),
    )

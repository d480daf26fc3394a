"""Reading a table that came from outside: its header, and its rows batch by batch."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

from runtime.confined import MB, Bounds, confined
from runtime.errors import Refusal
from runtime.spreadsheet.limits import MAX_BYTES
from runtime.spreadsheet.numerals import Cell

_SECONDS = 20
_SECONDS_A_MB = 4


class Row(NamedTuple):
    """A row as its sheet numbers it, and its cells."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows, and how much of the file was read with them (0 to 1)."""

    progress: float
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a file: its sheet ("" for a text file), and its header with the row it stands in.

    ``others`` are the sheets that hold something and are not read, ``above`` how many filled rows
    stand above the header. ``batches`` may be gone through once, while the file is open.
    """

    sheet: str
    others: tuple[str, ...]
    header: tuple[str, ...]
    header_row: int
    above: int
    batches: Iterator[Batch]


@contextmanager
def open_table(path: Path, known: Collection[str] = (), sheet: str = "") -> Iterator[Table]:
    """The table of a file, read in a confined process.

    ``known`` are the names a header may hold, in lower case: they tell sheets and delimiters apart.
    ``sheet`` is the one that somebody chose.

    Raises:
        Refusal: file_too_large, too_much_to_read (413), or what is wrong with the file (422); also
            while the batches are read.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise Refusal("file_too_large", 413, limit=MAX_BYTES // MB)
    bounds = Bounds(seconds=_SECONDS + _SECONDS_A_MB * size // MB)
    asked = {"path": str(path.resolve()), "known": sorted(known), "sheet": sheet}
    with confined("runtime.spreadsheet.child", asked, bounds) as answers:
        first = next(answers)
        yield Table(
            sheet=first["sheet"],
            others=tuple(first["others"]),
            header=tuple(first["header"]),
            header_row=first["row"],
            above=first["above"],
            batches=(Batch(at, [Row(*each) for each in rows]) for at, rows in answers),
        )


@contextmanager
def kept(stream: IO[bytes]) -> Iterator[Path]:
    """A file of what comes, as long as the block runs."""
    with tempfile.NamedTemporaryFile(prefix="dougong-") as file:
        shutil.copyfileobj(stream, file, MB)
        file.flush()
        yield Path(file.name)


def texts_of(cells: list[Cell]) -> list[str]:
    """The cells as they are seen; one that holds no value is empty."""
    return [each if isinstance(each, str) else _seen(each) for each in cells]


def _seen(cell: Any) -> str:
    return str(cell[0]) if isinstance(cell, list) else ""

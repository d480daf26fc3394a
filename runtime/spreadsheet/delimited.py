"""The rows of a text file: commas, semicolons or tabs, in UTF-8, UTF-16 or GB 18030."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import BinaryIO

from runtime.errors import Refusal
from runtime.spreadsheet.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS
from runtime.spreadsheet.names import column_name
from runtime.spreadsheet.numerals import Cell, Row

_READ = 1024 * 1024
_DELIMITERS = (",", ";", "\t")
_LOOKED_AT = 64 * 1024
_SAYS = re.compile(r'"?sep=([,;\t|])"?\r?\n', re.IGNORECASE)
_QUOTED = re.compile(r"^'+[=+\-@＝＋－＠]")

Suits = Callable[[list[str]], int]
"""How many of a row's cells name something that is looked for."""


def delimited_rows(stream: BinaryIO, suits: Suits) -> Iterator[Row]:
    """The filled rows, each with its number: blank ones count, as in a spreadsheet.

    Raises:
        Refusal: not_a_table, csv_broken, too_many_rows, too_many_columns (422).
    """
    text = io.TextIOWrapper(stream, encoding=_encoding(stream), newline="")
    delimiter, skip = _delimiter(text, suits)
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            if number <= skip:
                continue
            cells: list[Cell] = [_bare(each.strip()) for each in row]
            if not any(cells):
                continue
            if number > MAX_ROWS:
                raise Refusal("too_many_rows", 422, rows=MAX_ROWS, columns=MAX_COLUMNS)
            if len(cells) > MAX_COLUMNS:
                _too_wide(cells, number)
            yield number, cells
    except csv.Error:
        raise Refusal("csv_broken", 422, row=number + 1, most=MAX_CELL) from None


def _too_wide(cells: list[Cell], number: int) -> None:
    last = max(at for at, each in enumerate(cells) if each)
    if last >= MAX_COLUMNS:
        place = f"{column_name(last)}{number}"
        raise Refusal("too_many_columns", 422, columns=MAX_COLUMNS, place=place)
    del cells[MAX_COLUMNS:]


def _encoding(stream: BinaryIO) -> str:
    """What the whole file is written in; the stream stands at its beginning afterwards."""
    start = stream.read(4)
    stream.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        names = ["utf-16"]
    else:
        names = ["utf-8-sig", "gb18030"]
    for name in names:
        decoder = codecs.getincrementaldecoder(name)()
        try:
            while piece := stream.read(_READ):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        finally:
            stream.seek(0)
        return name
    raise Refusal("not_a_table", 422)


def _delimiter(text: io.TextIOWrapper, suits: Suits) -> tuple[str, int]:
    """What stands between cells, and how many rows say nothing but that.

    It is what makes the most known names of the first rows, else what stands there most often
    outside of quotes; a comma where that is undecided.
    """
    beginning = text.read(_LOOKED_AT)
    text.seek(0)
    said = _SAYS.match(beginning)
    if said is not None:
        return said[1], 1
    best = max(_DELIMITERS, key=lambda each: _worth(beginning, each, suits))
    return best, 0


def _worth(beginning: str, delimiter: str, suits: Suits) -> tuple[int, int]:
    reader = csv.reader(io.StringIO(beginning, newline=""), delimiter=delimiter)
    try:
        rows = [row for row in islice(reader, 40) if any(row)][:20]
    except csv.Error:
        rows = []
    known = max((suits([each.strip() for each in row]) for row in rows), default=0)
    return known, len(rows[0]) if rows else 0


def _bare(cell: str) -> str:
    """What an export guarded is read back bare: one apostrophe was put before it."""
    return cell[1:] if _QUOTED.match(cell) else cell

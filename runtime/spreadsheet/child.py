"""What the confined process runs: the table of a file, its header first, then its rows.

The first answer says which sheet is read and where its header stands; each further one is how much
of the file was read (0 to 1) and some rows.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from runtime.errors import Refusal
from runtime.spreadsheet.delimited import delimited_rows
from runtime.spreadsheet.limits import BATCH, BATCH_LETTERS, HEADER_WITHIN
from runtime.spreadsheet.numerals import Row
from runtime.spreadsheet.package import NotXml
from runtime.spreadsheet.workbook import Workbook, open_workbook

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(path: str, known: list[str], sheet: str) -> Iterator[Any]:
    """The table in a file. ``known`` are the names that a header may hold, in lower case.

    Raises:
        Refusal: what the file is, where it is no table that can be read.
    """
    names = frozenset(known)

    def suits(cells: list[Any]) -> int:
        return sum(isinstance(each, str) and each.casefold() in names for each in cells)

    with Path(path).open("rb") as stream:
        start = stream.read(8)
        if start == _OLD_OFFICE:
            raise Refusal("old_workbook", 422)
        if not start.startswith(b"PK"):
            if sheet:
                raise Refusal("no_such_sheet", 422, name=sheet, known="—")
            stream.seek(0)
            size = stream.seek(0, 2) or 1
            stream.seek(0)
            yield from _table(
                "", [], delimited_rows(stream, suits), suits, lambda: stream.tell() / size
            )
            return
    try:
        yield from _workbook(open_workbook(path), sheet, suits)
    except (NotXml, zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, KeyError, OSError,
            NotImplementedError, RuntimeError, EOFError, zipfile.zlib.error):  # type: ignore[attr-defined]  # fmt: skip
        raise Refusal("not_a_table", 422) from None


def _workbook(book: Workbook, wanted: str, suits: Callable[[list[Any]], int]) -> Iterator[Any]:
    """The sheet that is asked for; else the first whose header suits; else the first with rows."""
    filled: list[tuple[int, int, Any]] = []
    for at, sheet in enumerate(book.book.sheets):
        if sheet.is_shown or sheet.name == wanted:
            beginning = _first(book.rows(sheet), HEADER_WITHIN)
            if beginning:
                worth = max(suits(cells) for _, cells in beginning)
                filled.append((worth, -at, sheet))
    if wanted:
        known = "、".join(each.name for _, _, each in filled)
        filled = [each for each in filled if each[2].name == wanted]
        if not filled:
            raise Refusal("no_such_sheet", 422, name=wanted, known=known)
    if not filled:
        raise Refusal("not_a_table", 422)
    chosen = max(filled, key=lambda each: each[:2])[2]
    others = [each[2].name for each in filled if each[2] is not chosen]
    yield from _table(chosen.name, others, book.rows(chosen), suits, lambda: book.progress())  # noqa: PLW0108 - it is another one for each sheet


def _table(
    name: str,
    others: list[str],
    rows: Iterator[Row],
    suits: Callable[[list[Any]], int],
    progress: Callable[[], float],
) -> Iterator[Any]:
    """Where the header is, what it holds, and the rows below it."""
    beginning = _first(rows, HEADER_WITHIN)
    if not beginning:
        raise Refusal("not_a_table", 422)
    at = _header(beginning, suits)
    number, header = beginning[at]
    yield {
        "sheet": name,
        "others": others,
        "row": number,
        "header": [each if isinstance(each, str) else _said(each) for each in header],
        "above": at,
    }
    batch: list[Row] = []
    letters = 0
    for row in chain(beginning[at + 1 :], rows):
        batch.append(row)
        letters += sum(map(len, row[1]))
        if len(batch) >= BATCH or letters > BATCH_LETTERS:
            yield [min(progress(), 1.0), batch]
            batch, letters = [], 0
    yield [1.0, batch]


def _header(beginning: list[Row], suits: Callable[[list[Any]], int]) -> int:
    """The first filled row, unless it names nothing and one below it does."""
    if suits(beginning[0][1]):
        return 0
    found = [suits(cells) for _, cells in beginning]
    best = max(found)
    return found.index(best) if best > 1 else 0


def _said(cell: Any) -> str:
    return str(cell[0]) if isinstance(cell, list) else str(cell.get("written", ""))


def _first(rows: Iterator[Row], count: int) -> list[Row]:
    found: list[Row] = []
    for row in rows:
        found.append(row)
        if len(found) >= count:
            break
    return found

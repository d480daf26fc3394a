"""Reading and writing tables of text: CSV and XLSX, bounded before they are read."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from runtime.errors import Refusal

MAX_BYTES = 25 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELL = 32_000
MAX_UNPACKED = 400 * 1024 * 1024
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
ENCODINGS = ("utf-8-sig", "gb18030")

Row = list[str]


def read_table(name: str, content: bytes) -> list[Row]:
    """The rows of a file as texts, the header first; empty rows are left out.

    Raises:
        Refusal: file_too_large (413), not_a_table, too_many_rows, cell_too_long (422).
    """
    if len(content) > MAX_BYTES:
        raise Refusal("file_too_large", 413, limit=25)
    rows = _xlsx(content) if name.lower().endswith((".xlsx", ".xlsm")) else _csv(content)
    kept: list[Row] = []
    for row in rows:
        if not any(row):
            continue
        if len(kept) > MAX_ROWS or len(row) > MAX_COLUMNS:
            raise Refusal("too_many_rows", 422, rows=MAX_ROWS, columns=MAX_COLUMNS)
        if any(len(cell) > MAX_CELL for cell in row):
            raise Refusal("cell_too_long", 422, row=len(kept) + 1, most=MAX_CELL)
        kept.append(row)
    if len(kept) < 1:
        raise Refusal("not_a_table", 422)
    return kept


def _csv(content: bytes) -> Iterator[Row]:
    """Rows of a CSV file in UTF-8 or GB 18030; what an export guarded is read back bare."""
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        csv.field_size_limit(MAX_CELL * 2)
        try:
            for row in csv.reader(io.StringIO(text, newline=""), strict=True):
                yield [_bare(cell.strip()) for cell in row]
        except csv.Error:
            break
        return
    raise Refusal("not_a_table", 422)


def _xlsx(content: bytes) -> Iterator[Row]:
    """Rows of the first sheet of a workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MAX_UNPACKED:
                raise Refusal("file_too_large", 413, limit=400)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=True, nrows=MAX_ROWS + 2)
    except (CalamineError, zipfile.BadZipFile, ValueError, KeyError, IndexError, OSError):
        raise Refusal("not_a_table", 422) from None
    for row in rows:
        yield [_cell(cell) for cell in row]


def _cell(value: Any) -> str:
    """A cell as the text a person would have typed."""
    match value:
        case bool():
            return "true" if value else "false"
        case float():
            return format(Decimal(repr(value)).normalize(), "f")
        case datetime():
            plain = value.time() == time()
            return value.date().isoformat() if plain else value.isoformat(" ", "minutes")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return f"PT{int(value.total_seconds())}S"
    return str(value).strip()


def write_csv(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Rows as CSV in UTF-8 with a byte-order mark, as spreadsheet programs expect it.

    A text that such a program would take for a formula gets an apostrophe before it.
    """
    yield b"\xef\xbb\xbf"
    for row in rows:
        line = io.StringIO(newline="")
        csv.writer(line).writerow([_guarded(cell) for cell in row])
        yield line.getvalue().encode()


def write_xlsx(rows: Iterable[Sequence[Any]], name: str) -> bytes:
    """Rows as a workbook with one sheet; numbers, dates and moments keep their kind."""
    packed = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(packed, options) as book:
        bold = book.add_format({"bold": True})
        moments = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet = book.add_worksheet(_sheet_name(name))
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, column, cell.replace(tzinfo=None), moments)
                else:
                    sheet.write(number, column, cell, bold if number == 0 else None)
    return packed.getvalue()


def _sheet_name(name: str) -> str:
    return "".join(letter for letter in name if letter not in "[]:*?/\\'")[:31] or "1"


def _guarded(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell

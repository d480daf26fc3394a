"""Writing tables: CSV and workbooks that are read back as what was written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from runtime.spreadsheet.figures import Figure
from runtime.spreadsheet.limits import SHEET_CELL
from runtime.spreadsheet.names import column_name

_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_FIRST_DAY = date(1900, 3, 1)
_MOST_TOLD = 100


def write_csv(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Rows as CSV in UTF-8 with a byte-order mark, as spreadsheet programs expect it.

    A text that such a program would take for a formula gets an apostrophe before it, and so does
    one that already looks like that.
    """
    yield b"\xef\xbb\xbf"
    for row in rows:
        line = io.StringIO(newline="")
        csv.writer(line).writerow([_guarded(cell) for cell in row])
        yield line.getvalue().encode()


def write_xlsx(
    rows: Iterable[Sequence[Any]], name: str, about_cut: str = ""
) -> tuple[bytes, list[str]]:
    """Rows as a workbook, and the cells whose texts were cut, for a cell holds 32,767 letters.

    Numbers, days and moments keep their kind where a workbook can hold them whole, else they are
    texts. Cut cells are listed on a sheet of their own, under ``about_cut``.
    """
    packed = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    cut: list[str] = []
    with xlsxwriter.Workbook(packed, options) as book:
        writer = _Writer(book, cut)
        sheet = book.add_worksheet(_sheet_name(name))
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                writer.write(sheet, (number, column), cell)
        if cut:
            told = book.add_worksheet(_sheet_name(f"{name} !"))
            for number, line in enumerate((about_cut, *cut[:_MOST_TOLD])):
                told.write_string(number, 0, line)
    return packed.getvalue(), cut


class _Writer:
    """Writes cells, each format made once."""

    def __init__(self, book: Any, cut: list[str]) -> None:
        self._book, self._cut = book, cut
        self._formats: dict[str, Any] = {}
        self._bold = book.add_format({"bold": True})

    def write(self, sheet: Any, at: tuple[int, int], cell: Any) -> None:
        """Write one cell."""
        match cell:
            case None | "":
                return
            case Figure() if cell.is_held:
                code = cell.format
                sheet.write_number(*at, float(cell.value), self._format(code))
            case Figure():
                sheet.write_string(*at, cell.text)
            case datetime():
                whole = cell.replace(tzinfo=None)
                if whole.date() < _FIRST_DAY or whole.microsecond % 1000:
                    sheet.write_string(*at, whole.isoformat(" "))
                else:
                    millis = ".000" if whole.microsecond else ""
                    sheet.write_datetime(*at, whole, self._format(f"yyyy-mm-dd hh:mm:ss{millis}"))
            case date():
                if cell < _FIRST_DAY:
                    sheet.write_string(*at, cell.isoformat())
                else:
                    sheet.write_datetime(*at, cell, self._format("yyyy-mm-dd"))
            case _:
                self._write_text(sheet, at, str(cell))

    def _write_text(self, sheet: Any, at: tuple[int, int], text: str) -> None:
        if len(text) >= SHEET_CELL:
            self._cut.append(f"{column_name(at[1])}{at[0] + 1}")
            text = text[:SHEET_CELL]
        if text.startswith("<r>") and text.endswith("</r>"):  # the library takes it for its own XML
            sheet.write_rich_string(*at, self._format("General"), text[:1], text[1:])
        else:
            sheet.write_string(*at, text, self._bold if at[0] == 0 else None)

    def _format(self, code: str) -> Any:
        if code not in self._formats:
            self._formats[code] = self._book.add_format({"num_format": code})
        return self._formats[code]


def _sheet_name(name: str) -> str:
    return "".join(letter for letter in name if letter not in "[]:*?/\\'")[:31] or "1"


def _guarded(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell

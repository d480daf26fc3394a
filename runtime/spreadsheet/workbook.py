"""The rows of a workbook's sheets, read as a stream: what is held is one row and the texts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from runtime.errors import Refusal
from runtime.spreadsheet.formats import Kind, kind_of
from runtime.spreadsheet.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED, SHEET_CELL
from runtime.spreadsheet.names import column_name
from runtime.spreadsheet.numerals import Cell, Row, cell_of
from runtime.spreadsheet.package import Book, Parser, Sheet, book_of, open_package, parse, stream

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Workbook:
    """An opened workbook: its sheets, the texts they share, and what its formats mean."""

    package: zipfile.ZipFile
    book: Book
    kinds: Sequence[Kind]
    _texts: list[str] | None = None
    progress: Callable[[], float] = field(default=lambda: 0.0)

    @property
    def texts(self) -> list[str]:
        """The shared texts, read when a sheet is."""
        if self._texts is None:
            self._texts = _texts(self.package, self.book.strings)
        return self._texts

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """The filled rows of a sheet, each with the number it has there.

        Raises:
            Refusal: too_many_rows (422), too_many_columns (422), too_much_to_read (413).
        """
        reader = _Reader(self.texts, self.kinds, self.book.since_1904)
        parser = Parser(reader.start, reader.end, reader.text)
        self.progress = lambda: parser.fed / parser.size
        for _ in stream(self.package, sheet.part, parser, MAX_UNPACKED):
            yield from reader.taken()


def open_workbook(path: str) -> Workbook:
    """The workbook in a file.

    Raises:
        Refusal: too_much_to_read (413), not_a_table (422) where it has no sheet.
    """
    package = open_package(path)
    book = book_of(package)
    if not book.sheets:
        raise Refusal("not_a_table", 422)
    return Workbook(package, book, _kinds(package, book.styles))


class _Reader:
    """Makes rows of the elements of a sheet as they come by."""

    def __init__(self, texts: list[str], kinds: Sequence[Kind], since_1904: bool) -> None:
        self._shared, self._kinds, self._since_1904 = texts, kinds, since_1904
        self._rows: list[Row] = []
        self._columns: dict[str, int] = {}
        self._number = 0
        self._cells: list[Cell] = []
        self._at = -1
        self._type = ""
        self._style = 0
        self._has_formula = False
        self._words: list[str] | None = None
        self._value: str | None = None
        self._inside = ""
        self._is_aside = False

    def start(self, name: str, facts: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "c":
            self._at = self._place(facts.get("r", ""))
            self._type, self._style = facts.get("t", "n"), int(facts.get("s") or 0)
            self._value, self._inside, self._has_formula = None, "", False
        elif name in ("v", "t"):
            if not self._is_aside:
                self._words, self._inside = [], name
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            said = facts.get("r", "")
            self._number = int(said) if said.isdigit() else self._number + 1
            self._cells, self._at = [], -1
        elif name == "rPh":
            self._is_aside = True

    def text(self, piece: str) -> None:
        """Letters come."""
        if self._words is not None:
            self._words.append(piece)

    def end(self, name: str) -> None:
        """An element ends."""
        if name in ("v", "t"):
            if self._words is not None and self._inside == name:
                self._value = (self._value or "") + "".join(self._words)
                self._words = None
        elif name == "c":
            self._close()
        elif name == "row":
            if self._cells:
                self._rows.append((self._number, self._cells))
                if self._number > MAX_ROWS:
                    raise Refusal("too_many_rows", 422, rows=MAX_ROWS, columns=MAX_COLUMNS)
        elif name == "rPh":
            self._is_aside = False

    def taken(self) -> list[Row]:
        """The rows that are whole; they are handed out once."""
        rows, self._rows = self._rows, []
        return rows

    def _place(self, place: str) -> int:
        letters = place.rstrip("0123456789")
        at = self._columns.get(letters)
        if at is None:
            if not place:
                return self._at + 1
            found = _PLACE.fullmatch(place)
            if found is None:
                raise Refusal("not_a_table", 422)
            at = 0
            for letter in found[1]:
                at = at * 26 + ord(letter) - 64
            at -= 1
            self._columns[letters] = at
        return at

    def _close(self) -> None:
        cell = self._cell()
        if cell == "":
            return
        at, cells = self._at, self._cells
        if at >= MAX_COLUMNS:
            place = f"{column_name(at)}{self._number}"
            raise Refusal("too_many_columns", 422, columns=MAX_COLUMNS, place=place)
        if at == len(cells):
            cells.append(cell)
            return
        cells.extend([""] * (at + 1 - len(cells)))
        cells[at] = cell

    def _cell(self) -> Cell:
        written = self._value
        if written is None:
            return {"code": "cell_not_worked_out"} if self._has_formula else ""
        kind = self._type
        if kind == "n":
            which = self._kinds[self._style] if self._style < len(self._kinds) else "number"
            return cell_of(written.strip(), which, since_1904=self._since_1904) if written else ""
        if kind == "s":
            at = int(written) if written.isdigit() else -1
            if not 0 <= at < len(self._shared):
                raise Refusal("not_a_table", 422)
            return _whole(self._shared[at])
        if kind == "b":
            return "true" if written.strip() == "1" else "false"
        if kind == "e":
            return {"code": "cell_error", "written": written[:20]}
        return _whole(written if kind == "d" else unescaped(written))


def _whole(text: str) -> Cell:
    """A text, unless it is as long as a cell can be: then its end was cut off."""
    if len(text) >= SHEET_CELL:
        return {"code": "cell_cut", "most": SHEET_CELL}
    return text.strip()


def unescaped(text: str) -> str:
    """The text of a part: ``_x000D_`` stands for a letter that XML cannot hold."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


@dataclass(slots=True)
class _Texts:
    """Gathers the shared texts; how they are to be pronounced is none of theirs."""

    found: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    is_aside: bool = False
    is_text: bool = False

    def start(self, name: str, _: Mapping[str, str]) -> None:
        if name == "t":
            self.is_text = not self.is_aside
        elif name == "rPh":
            self.is_aside = True

    def text(self, piece: str) -> None:
        if self.is_text:
            self.words.append(piece)

    def end(self, name: str) -> None:
        if name == "t":
            self.is_text = False
        elif name == "rPh":
            self.is_aside = False
        elif name == "si":
            whole = "".join(self.words)
            if len(whole) > MAX_CELL:
                raise Refusal("too_much_to_read", 413)
            self.found.append(unescaped(whole))
            self.words.clear()


def _texts(package: zipfile.ZipFile, part: str) -> list[str]:
    texts = _Texts()
    parse(package, part, Parser(texts.start, texts.end, texts.text))
    return texts.found


def _kinds(package: zipfile.ZipFile, part: str) -> list[Kind]:
    """What each style of a cell makes of a number."""
    codes: dict[int, str] = {}
    found: list[Kind] = []
    inside: list[str] = []

    def start(name: str, facts: Mapping[str, str]) -> None:
        if name == "numFmt":
            codes[int(facts.get("numFmtId") or 0)] = facts.get("formatCode", "")
        elif name == "cellXfs":
            inside.append(name)
        elif name == "xf" and inside:
            number = int(facts.get("numFmtId") or 0)
            found.append(kind_of(number, codes.get(number)))

    def end(name: str) -> None:
        if name == "cellXfs":
            inside.clear()

    parse(package, part, Parser(start, end))
    return found

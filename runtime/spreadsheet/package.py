"""The parts of a workbook's file: a ZIP whose entries are counted while they are unpacked."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.parsers import expat

from runtime.errors import Refusal
from runtime.spreadsheet.limits import MAX_ENTRIES, MAX_PART, MAX_RATIO, MAX_UNPACKED, MUCH

_READ = 256 * 1024
Start = Callable[[str, Mapping[str, str]], None]


class NotXml(ValueError):
    """A part that is no XML, or XML with declarations of its own."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: what it is called, its part, and whether a person sees its tab."""

    name: str
    part: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a workbook in the order of their tabs, and how it counts days."""

    sheets: tuple[Sheet, ...]
    strings: str
    styles: str
    since_1904: bool


@dataclass(slots=True)
class Parser:
    """An XML parser that knows no entities and gives names without their prefix.

    ``fed`` are the bytes it was given of ``size``.
    """

    on_start: Start
    on_end: Callable[[str], None] | None = None
    on_text: Callable[[str], None] | None = None
    size: int = 1
    fed: int = 0
    _names: dict[str, str] = field(default_factory=dict)

    def run(self, stream: BinaryIO, most: int) -> Iterator[None]:
        """Parse a stream, a piece at each step; more than ``most`` bytes are refused.

        Raises:
            Refusal: too_much_to_read (413).
            NotXml: it is none, or declares a document type.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        start, end, names = self.on_start, self.on_end, self._names

        def bare(name: str) -> str:
            known = names.get(name)
            if known is None:
                known = names[name] = name.rpartition(":")[2]
            return known

        parser.StartElementHandler = lambda name, facts: start(bare(name), facts)
        if end is not None:
            parser.EndElementHandler = lambda name: end(bare(name))
        if self.on_text is not None:
            parser.CharacterDataHandler = self.on_text
        try:
            while piece := stream.read(_READ):
                self.fed += len(piece)
                if self.fed > most:
                    raise Refusal("too_much_to_read", 413)
                parser.Parse(piece, False)
                yield
            parser.Parse(b"", True)
        except expat.ExpatError as wrong:
            raise NotXml(str(wrong)) from None
        yield


def open_package(path: str) -> zipfile.ZipFile:
    """The ZIP of a workbook.

    Raises:
        Refusal: too_much_to_read (413) where it says that it unpacks to more than is read.
        zipfile.BadZipFile: it is none.
    """
    package = zipfile.ZipFile(path)
    entries = package.infolist()
    unpacked = sum(each.file_size for each in entries)
    packed = sum(each.compress_size for each in entries) or 1
    if (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED
        or (unpacked > MUCH and unpacked > packed * MAX_RATIO)
    ):
        raise Refusal("too_much_to_read", 413)
    return package


def parse(package: zipfile.ZipFile, part: str, parser: Parser, most: int = MAX_PART) -> None:
    """Parse a part whole; one that is not there holds nothing."""
    for _ in stream(package, part, parser, most):
        pass


def stream(
    package: zipfile.ZipFile, part: str, parser: Parser, most: int = MAX_PART
) -> Iterator[None]:
    """Parse a part piece by piece."""
    try:
        entry = package.getinfo(part)
    except KeyError:
        return
    parser.size = entry.file_size or 1
    with package.open(entry) as opened:
        yield from parser.run(opened, most)  # type: ignore[arg-type]


def book_of(package: zipfile.ZipFile) -> Book:
    """What the workbook says of itself."""
    home = next(iter(_targets(package, "_rels/.rels", "", "/officeDocument").values()), None)
    home = home or "xl/workbook.xml"
    folder = posixpath.dirname(home)
    links = posixpath.join(folder, "_rels", posixpath.basename(home) + ".rels")
    parts = _targets(package, links, folder)
    found: list[Sheet] = []
    facts_of: dict[str, Any] = {"since_1904": False}

    def start(name: str, facts: Mapping[str, str]) -> None:
        if name == "workbookPr":
            facts_of["since_1904"] = facts.get("date1904") in ("1", "true")
        elif name == "sheet":
            link = next((v for k, v in facts.items() if k.rpartition(":")[2] == "id"), "")
            if "worksheets" in parts.get(link, ""):
                shown = facts.get("state", "visible") == "visible"
                found.append(Sheet(facts.get("name", ""), parts[link], shown))

    parse(package, home, Parser(start))
    return Book(
        tuple(found),
        strings=_one(package, links, folder, "/sharedStrings"),
        styles=_one(package, links, folder, "/styles"),
        since_1904=facts_of["since_1904"],
    )


def _one(package: zipfile.ZipFile, links: str, folder: str, kind: str) -> str:
    return next(iter(_targets(package, links, folder, kind).values()), "")


def _targets(package: zipfile.ZipFile, part: str, folder: str, kind: str = "") -> dict[str, str]:
    """The parts a part points at, by the id of the pointer; of one kind where asked."""
    found: dict[str, str] = {}

    def start(name: str, facts: Mapping[str, str]) -> None:
        if name == "Relationship" and facts.get("Type", "").endswith(kind):
            target = facts.get("Target", "")
            whole = target if target.startswith("/") else posixpath.join(folder, target)
            found[facts.get("Id", "")] = posixpath.normpath(whole).lstrip("/")

    parse(package, part, Parser(start))
    return found


def _refuse_doctype(*_: Any) -> None:
    raise NotXml("a part declares a document type")

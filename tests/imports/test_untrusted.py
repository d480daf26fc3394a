"""Files that ask for too much are refused with a sentence; the process that reads them is another."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from runtime.confined import Bounds, confined
from runtime.errors import Refusal
from runtime.spreadsheet.reading import kept, open_table

NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _book(sheet: str, strings: str = "", packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook of one sheet, written by hand."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as book:
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Target="xl/workbook.xml"'
            f' Type="{OFFICE}/officeDocument"/></Relationships>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1"'
            f' Target="worksheets/sheet1.xml" Type="{OFFICE}/worksheet"/><Relationship Id="r2"'
            f' Target="sharedStrings.xml" Type="{OFFICE}/sharedStrings"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{NS}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        book.writestr("xl/worksheets/sheet1.xml", sheet)
        if strings:
            book.writestr("xl/sharedStrings.xml", strings)
    return packed.getvalue()


def _far_corner() -> bytes:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    return _book(
        f'<worksheet xmlns="{NS}"><dimension ref="A1:XFD1048576"/><sheetData>{cells}</sheetData></worksheet>'
    )


def _unpacks_to_much() -> bytes:
    return _book(f'<worksheet xmlns="{NS}"><sheetData>{" " * 60_000_000}</sheetData></worksheet>')


def _entities() -> bytes:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    cell = '<c r="A1" t="inlineStr"><is><t>&b;</t></is></c>'
    return _book(
        f'{bomb}<worksheet xmlns="{NS}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    )


def _lies_about_its_size() -> bytes:
    content = bytearray(_unpacks_to_much())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as book:
        entry = book.getinfo("xl/worksheets/sheet1.xml")
    size = entry.file_size.to_bytes(4, "little")
    return bytes(content).replace(size, (1000).to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (_far_corner, "too_many_columns"),
        (_unpacks_to_much, "too_much_to_read"),
        (_entities, "not_a_table"),
        (_lies_about_its_size, "not_a_table"),
        (lambda: b"PK\x03\x04" + b"\x00" * 40, "not_a_table"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 40, "old_workbook"),
        ('名称,存量\n"甲,1\n'.encode, "csv_broken"),
        (lambda: ",".join(map(str, range(700))).encode(), "too_many_columns"),
        (lambda: b"\xff\xff\xff\xff", "not_a_table"),
        (lambda: b"\n\n \n", "not_a_table"),
    ],
    ids=["far corner", "unpacks to much", "entities", "lies", "no zip", "old", "quote", "wide", "bytes", "blank"],
)  # fmt: skip
def test_what_asks_for_too_much_is_a_sentence(made: Callable[[], bytes], code: str) -> None:
    with (
        pytest.raises(Refusal) as refused,
        kept(io.BytesIO(made())) as file,
        open_table(file) as table,
    ):
        for _ in table.batches:
            pass
    assert refused.value.code == code
    assert refused.value.message("zh")
    assert refused.value.message("en")


def _many_texts() -> bytes:
    texts = "".join(f"<si><t>{at:01000}</t></si>" for at in range(80_000))
    cells = '<row r="1"><c r="A1" t="s"><v>79999</v></c></row>'
    return _book(
        f'<worksheet xmlns="{NS}"><sheetData>{cells}</sheetData></worksheet>',
        f'<sst xmlns="{NS}">{texts}</sst>',
        zipfile.ZIP_STORED,
    )


@pytest.mark.parametrize(
    ("content", "tight"),
    [(_many_texts(), Bounds(memory=80)), ("甲,1\n".encode() * 1_000_000, Bounds(seconds=1))],
    ids=["memory", "seconds"],
)
def test_a_reader_beyond_its_bounds_is_ended(content: bytes, tight: Bounds) -> None:
    with kept(io.BytesIO(content)) as file:
        asked = {"path": str(file), "known": [], "sheet": ""}
        with confined("runtime.spreadsheet.child", asked, Bounds()) as answers:
            assert next(answers)["header"]
        with (
            pytest.raises(Refusal) as refused,
            confined("runtime.spreadsheet.child", asked, tight) as answers,
        ):
            list(answers)
        assert refused.value.code == "too_much_to_read"

"""What a workbook's cells mean: percents, moments, float tails, long numbers, errors, other sheets."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from runtime.queries.jobs import Job
from tests.house import House
from tests.imports.depot import open_depot, sheet_of, values, workbook
from tests.imports.sending import sent, stored


@pytest.fixture
def depot(house: House) -> House:
    open_depot(house)
    return house


def _told(job: Job, severity: str = "error") -> list[tuple[int, str | None, str]]:
    return [
        (each["row"], each["field"], each["code"])
        for each in job.problems
        if each["severity"] == severity
    ]


def test_numbers_mean_what_their_format_shows(depot: House) -> None:
    percents = [0.07, 0.255, 1, 2.5, 0]
    rows = [("名称", "废品率"), *((f"件{at}", each) for at, each in enumerate(percents))]
    job = sent(depot, "kim", "part", sheet_of(*rows, formats={1: "0.0%"}))
    assert job.problems == []
    assert stored(depot, "kim", job).status == "done"
    found = [each for (each,) in values(depot, "part", "scrap")]
    assert found == [Decimal(str(each)) for each in percents]
    job = sent(depot, "kim", "part", sheet_of(("名称", "废品率"), ("丁", 0.5)))
    assert _told(job) == [(2, "scrap", "percent_or_fraction")]


def test_moments_keep_their_seconds_and_midnight_is_one(depot: House) -> None:
    head = ("名称", "盘点时间", "工时")
    clock = datetime(2026, 3, 9, 17, 4, 59)  # noqa: DTZ001 - as a sheet holds it
    rows = [
        ("甲", clock, timedelta(hours=26, minutes=5)),
        ("乙", clock.replace(hour=0, minute=0, second=0), timedelta(seconds=90)),
    ]
    formats = {1: "yyyy/m/d h:mm", 2: "[h]:mm:ss"}
    job = sent(depot, "kim", "part", sheet_of(head, *rows, formats=formats))
    assert job.problems == []
    stored(depot, "kim", job)
    assert values(depot, "part", "seen", "run") == [
        (datetime(2026, 3, 9, 9, 4, 59, tzinfo=UTC), timedelta(hours=26, minutes=5)),
        (datetime(2026, 3, 8, 16, 0, tzinfo=UTC), timedelta(seconds=90)),
    ]


def test_what_adding_up_left_behind_is_not_a_place(depot: House) -> None:
    head = ("名称", "重量", "单价")
    rows = [("甲", 0.1 + 0.7, 19.99 * 3), ("乙", sum([0.1] * 1000), 4.35 * 100), ("丙", 0.3333, 1)]
    job = sent(depot, "kim", "part", sheet_of(head, *rows))
    assert _told(job) == [(4, "weight", "too_many_places")]
    stored(depot, "kim", job, skip=True)
    assert values(depot, "part", "weight", "price") == [
        (Decimal("0.800"), Decimal("59.97")),
        (Decimal("100.000"), Decimal("435.00")),
    ]


def test_a_number_that_a_spreadsheet_cannot_hold_is_told(depot: House) -> None:
    head = ("名称", "图号", "存量")
    rows = [
        ("甲", 6217000010001234567, 3),
        ("乙", 123456789012345, 4),
        ("丙", "6217000010001234567", 5),
    ]
    job = sent(depot, "kim", "part", sheet_of(head, *rows))
    assert _told(job) == [(2, "code", "number_lost_digits")]
    stored(depot, "kim", job, skip=True)
    assert [code for (code,) in values(depot, "part", "code")] == [
        "123456789012345",
        "6217000010001234567",
    ]


def test_cells_without_a_value_are_told(depot: House) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["名称", "存量", "备注"])
        sheet.write_row(1, 0, ["甲"])
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write_row(2, 0, ["乙", 4, "字" * 32_767])

    job = sent(depot, "kim", "part", workbook(fill))
    assert _told(job) == [(2, "stock", "cell_error"), (3, "memo", "cell_cut")]
    assert "#DIV/0!" in job.problems[0]["message"]["zh"]


def test_rows_are_named_as_the_sheet_numbers_them(depot: House) -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(6, 3, ["名称", "图号", "存量"])
        sheet.write_row(8, 3, ["甲", "K-1", 1])
        sheet.write_row(11, 3, ["乙", "K-1", "两个"])
        sheet.write_row(12, 3, ["丙", "K-1", 1])

    job = sent(depot, "kim", "part", workbook(fill))
    assert _told(job) == [(12, "stock", "not_a_number"), (13, "code", "same_as_row")]
    assert "第 9 行" in job.problems[1]["message"]["zh"]


def test_the_sheet_that_names_fields_is_read_and_the_others_are_told(depot: House) -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("封面").write_row(0, 0, ["三季度盘点", "内部"])
        book.add_worksheet("七月").write_row(0, 0, ["名称", "存量"])
        book.get_worksheet_by_name("七月").write_row(1, 0, ["甲", 1])
        book.add_worksheet("八月").write_row(0, 0, ["名称", "存量"])
        book.get_worksheet_by_name("八月").write_row(1, 0, ["乙", 2])

    job = sent(depot, "kim", "part", workbook(fill))
    assert (job.content["sheet"], job.total) == ("七月", 1)
    (said,) = job.problems
    assert "封面、八月" in said["message"]["zh"]
    job = sent(depot, "kim", "part", workbook(fill), sheet="八月")
    stored(depot, "kim", job)
    assert values(depot, "part", "name") == [("乙",)]


@pytest.mark.parametrize(
    ("stands", "means"),
    [
        ("_x005F_x0041_", "_x0041_"),
        ("_x005F_x005F_x005F_x0041_", "_x005F_x0041_"),
        ("_x005f_x4e2D_", "_x4e2D_"),
        ("_x0041_x0042_", "Ax0042_"),
        ("_x41_ _x00G1_", "_x41_ _x00G1_"),
    ],
)
def test_an_escaped_letter_is_read_once(depot: House, stands: str, means: str) -> None:
    name, packed = sheet_of(("名称", "图号"), ("HERE", "T-1"))
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(written, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b"HERE", stands.encode()))
    job = sent(depot, "kim", "part", (name, written.getvalue()))
    assert stored(depot, "kim", job).status == "done"
    assert values(depot, "part", "name") == [(means,)]

"""What a text file means: delimiters, headings, rows, letters nobody sees, names that come twice."""

from __future__ import annotations

from decimal import Decimal

import pytest

from runtime.commands.submit import submit_record
from runtime.queries.export_records import export_rows
from runtime.queries.jobs import Job
from runtime.queries.records import ListRequest
from runtime.spreadsheet.writing import write_csv
from tests.house import House
from tests.imports.depot import open_depot, values
from tests.imports.sending import sent, stored


@pytest.fixture
def depot(house: House) -> House:
    open_depot(house)
    return house


def _told(job: Job) -> list[tuple[int, str | None, str, str]]:
    return [(each["row"], each["field"], each["code"], each["severity"]) for each in job.problems]


@pytest.mark.parametrize(
    "content",
    [
        '名称;图号;备注\n"管;长";P-1;"a,b,c"\n'.encode(),
        "名称\t图号\t备注\n管;长\tP-1\ta,b,c\n".encode("utf-16"),
        '名称,图号,备注\n管;长,P-1,"a,b,c"\n'.encode("gb18030"),
        'sep=;\n名称;图号;备注\n"管;长";P-1;a,b,c\n'.encode(),
        '名称,备注;说明;其他,图号,备注\n管;长,;;,P-1,"a,b,c"\n'.encode(),
    ],
    ids=["semicolons", "tabs", "commas", "said", "semicolons in a name"],
)
def test_what_stands_between_cells_is_found_out(depot: House, content: bytes) -> None:
    stored(depot, "kim", sent(depot, "kim", "part", ("x.csv", content)))
    assert values(depot, "part", "name", "code", "memo") == [("管;长", "P-1", "a,b,c")]


def test_a_column_that_is_no_field_keeps_nothing_out(depot: House) -> None:
    job = sent(depot, "kim", "part", ("x.csv", "名称,产地,存量\n甲,德国,1\n乙,日本,2\n".encode()))
    assert _told(job) == [(1, None, "unknown_heading", "warning")]
    assert stored(depot, "kim", job).done == 2


def test_a_heading_that_stands_twice_is_told_with_its_columns(depot: House) -> None:
    job = sent(depot, "kim", "part", ("x.csv", "名称,存量,重量,stock\n甲,1,2,3\n".encode()))
    assert _told(job) == [(1, "stock", "heading_twice", "error")]
    assert "B、D" in job.problems[0]["message"]["zh"]


def test_a_required_field_without_a_column_is_told_once(depot: House) -> None:
    job = sent(depot, "kim", "part", ("x.csv", "图号,存量\nA,1\nB,2\n".encode()))
    assert _told(job) == [(1, "name", "heading_required", "error")]


def test_blank_lines_count(depot: House) -> None:
    job = sent(depot, "kim", "part", ("x.csv", "\n\n名称,存量\n\n甲,1\n\n\n乙,x\n".encode()))
    assert _told(job) == [(8, "stock", "not_a_number", "error")]


def test_letters_nobody_sees_make_no_second_number(depot: House) -> None:
    codes = ["Q-7", "Q-7\u2060", "\u200eQ-7", "Q\u200b-7", "\ufeffQ-7"]
    rows = "".join(f"件{at},{code}\n" for at, code in enumerate(codes))
    job = sent(depot, "kim", "part", ("x.csv", f"名称,图号\n{rows}👨‍👩‍👧件,E-1\n".encode()))
    assert [each[2] for each in _told(job)] == ["same_as_row"] * 4
    stored(depot, "kim", job, skip=True)
    assert values(depot, "part", "name", "code") == [("件0", "Q-7"), ("👨‍👩‍👧件", "E-1")]


def test_two_records_of_one_name_are_told_as_two(depot: House) -> None:
    with depot.write("kim") as ctx:
        for _ in range(2):
            submit_record(ctx, "part", {"name": "轴承"})
    job = sent(depot, "kim", "slip", ("x.csv", "事由,主件\n领用,轴承\n".encode()))
    assert _told(job) == [(2, "part", "several_called", "error")]


def test_an_export_is_told_as_what_is_there_already(depot: House) -> None:
    with depot.write("kim") as ctx:
        for name in "甲乙丙":
            submit_record(ctx, "part", {"name": name, "stock": "3", "memo": "'=1+1"})
    with depot.read("kim", "form") as ctx:
        written = b"".join(write_csv(export_rows(ctx, "part", ListRequest())))
    job = sent(depot, "kim", "part", ("x.csv", written))
    assert _told(job) == [(0, None, "rows_already_there", "warning")]
    assert job.content["repeats"]
    assert sent(depot, "kim", "part", ("x.csv", written), confirm=True).status == "checked"
    assert len(values(depot, "part", "name")) == 3
    again = sent(depot, "kim", "part", ("x.csv", written), confirm=True, again=True)
    assert again.status == "waiting"


def test_lines_come_in_with_ids_of_their_own(depot: House) -> None:
    with depot.write("kim") as ctx:
        made = submit_record(ctx, "slip", {"title": "甲", "rows": [{"what": "油", "count": 2}]})
    with depot.read("kim", "form") as ctx:
        written = b"".join(write_csv(export_rows(ctx, "slip", ListRequest())))
    job = sent(depot, "kim", "slip", ("x.csv", written.replace("甲".encode(), "乙".encode())))
    assert [each[2] for each in _told(job)] == ["columns_passed_over"]
    assert stored(depot, "kim", job).status == "done"
    (first,), (second,) = values(depot, "slip", "rows")
    assert first[0]["id"] == made.values["rows"][0]["id"] != second[0]["id"]
    assert (second[0]["what"], second[0]["count"]) == ("油", Decimal(2))

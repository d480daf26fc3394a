"""Importing a table: whatever is wrong is told by row before anything is stored."""

from __future__ import annotations

from runtime.commands.import_records import check_import, confirm_import, run_imports
from runtime.commands.submit import submit_record
from runtime.queries.jobs import job_of
from tests.commands.test_rules import APP, people
from tests.house import House, app_of

PART = """
key: part
label: {zh: 零件, en: part}
title: name
fields:
  - {key: name, type: text, label: {zh: 名称, en: name}, required: true}
  - {key: number, type: text, label: {zh: 图号, en: number}, unique: true}
  - {key: weight, type: decimal, label: {zh: 重量, en: weight}, scale: 2, unique: true}
permissions:
  - {role: clerk, can: [create, read, import]}
"""


def _problems(house: House, text: str) -> list[tuple[int, str | None, str]]:
    house.publish(app_of(app=APP.replace("main: job", "main: part"), forms__part=PART))
    people(house)
    with house.write("clerk") as ctx:
        job = check_import(ctx, "part", "零件.csv", text.encode())
    return [(each["row"], each["field"], each["message"]["zh"]) for each in job.problems]


def test_what_comes_twice_in_a_file_is_told_at_its_later_row(house: House) -> None:
    sheet = "名称,图号,重量\n甲,A-1,1.5\n乙,A-2,2\n丙,A-1,1.50\n丁,,\n戊,,\n"
    assert _problems(house, sheet) == [
        (4, "number", "「图号」和第 2 行相同，这一项不能重复。"),
        (4, "weight", "「重量」和第 2 行相同，这一项不能重复。"),
    ]


def test_a_column_that_holds_something_without_a_name_is_told(house: House) -> None:
    (problem,) = _problems(house, "名称,,图号,\n甲,,A-1,\n乙,什么,A-2,\n")
    assert problem == (1, None, "第 2 列有内容，但没有列名。请在第一行写上列名，或删掉这一列。")


def test_what_goes_wrong_later_is_told_at_its_row_of_the_file(house: House) -> None:
    house.publish(app_of(app=APP.replace("main: job", "main: part"), forms__part=PART))
    people(house)
    with house.write("clerk") as ctx:
        job = check_import(ctx, "part", "零件.csv", "名称,图号\n,A-0\n甲,A-1\n乙,A-2\n".encode())
    with house.write("clerk") as ctx:
        submit_record(ctx, "part", {"name": "早来的", "number": "A-2"})
    with house.write("clerk") as ctx:
        confirm_import(ctx, job.id, skip=True)
    run_imports(house.installation)
    done = job_of(house.installation, job.id, house.people["clerk"])
    assert [(each["row"], each["field"]) for each in done.problems] == [(2, "name"), (4, "number")]

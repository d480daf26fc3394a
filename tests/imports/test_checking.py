"""Importing a table: whatever is wrong is told by row before anything is stored."""

from __future__ import annotations

from runtime.commands.submit import submit_record
from tests.commands.test_rules import APP, people
from tests.house import House, app_of
from tests.imports.sending import sent, stored

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
    job = sent(house, "clerk", "part", ("零件.csv", text.encode()))
    return [(each["row"], each["field"], each["message"]["zh"]) for each in job.problems]


def test_what_comes_twice_in_a_file_is_told_at_its_later_row(house: House) -> None:
    sheet = "名称,图号,重量\n甲,A-1,1.5\n乙,A-2,2\n丙,A-1,1.50\n丁,,\n戊,,\n"
    assert _problems(house, sheet) == [
        (4, "number", "「图号」和第 2 行相同，这一项不能重复。"),
        (4, "weight", "「重量」和第 2 行相同，这一项不能重复。"),
    ]


def test_a_column_that_holds_something_without_a_name_is_told(house: House) -> None:
    (problem,) = _problems(house, "名称,,图号,\n甲,,A-1,\n乙,什么,A-2,\n")
    assert problem == (1, None, "第 2 列有内容，但没有列名，这一列不导入。要导入就在表头写上列名。")


def test_what_goes_wrong_later_is_told_at_its_row_of_the_file(house: House) -> None:
    house.publish(app_of(app=APP.replace("main: job", "main: part"), forms__part=PART))
    people(house)
    sheet = "名称,图号\n,A-0\n甲,A-1\n乙,A-2\n"
    job = sent(house, "clerk", "part", ("零件.csv", sheet.encode()))
    with house.write("clerk") as ctx:
        submit_record(ctx, "part", {"name": "早来的", "number": "A-2"})
    done = stored(house, "clerk", job, skip=True)
    assert [(each["row"], each["field"]) for each in done.problems] == [(2, "name"), (4, "number")]

"""Two people or two departments of one name are told as two, with what to write instead."""

from __future__ import annotations

from typing import Any

import pytest

from runtime.store import engine, people
from tests.house import House
from tests.imports.depot import open_depot, values
from tests.imports.sending import sent, stored

HANDOVER = """
key: handover
label: {zh: 交接单, en: handover}
title: what
fields:
  - {key: what, type: text, label: {zh: 物品, en: what}, required: true}
  - {key: who, type: person, label: {zh: 接收人, en: receiver}}
  - {key: room, type: department, label: {zh: 接收部门, en: receiving department}}
permissions: [{role: keeper, can: [create, read, update, export, import]}]
"""


@pytest.fixture
def shift(house: House) -> House:
    """Two people called 周敏, and a 装配组 in each of two works."""
    open_depot(house, forms__handover=HANDOVER)
    for login in ("zhou1", "zhou2"):
        house.person(login, name="周敏")
    with engine.writing(house.installation.engine) as connection:
        for works in ("东厂", "西厂"):
            above = people.create_department(connection, works)
            people.create_department(connection, "装配组", parent=above.id)
    return house


def _sent(house: House, rows: str) -> Any:
    return sent(house, "kim", "handover", ("x.csv", f"物品,接收人,接收部门\n{rows}".encode()))


def test_a_name_of_two_is_told_as_two_not_as_missing(shift: House) -> None:
    job = _sent(shift, "扳手,周敏,\n卡尺,,装配组\n量块,周明,\n塞规,,装备组\n")
    assert [(each["row"], each["field"], each["code"]) for each in job.problems] == [
        (2, "who", "people_called"),
        (3, "room", "departments_called"),
        (4, "who", "not_found_there"),
        (5, "room", "not_found_there"),
    ]


def test_a_login_or_a_path_says_which_of_the_two(shift: House) -> None:
    job = _sent(shift, "扳手,zhou2,西厂/装配组\n卡尺,周敏 (zhou1),东厂/装配组\n")
    assert not job.problems
    assert stored(shift, "kim", job).status == "done"
    assert [row[0] for row in values(shift, "handover", "who")] == [
        shift.people["zhou2"],
        shift.people["zhou1"],
    ]

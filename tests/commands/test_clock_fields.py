"""Formulas that read the clock: kept nowhere, true whenever they are read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from runtime.queries.conditions import Filter
from runtime.queries.records import ListRequest, get_record, list_records
from tests.commands.test_computed import APP, Raw, make, values
from tests.house import House, app_of


def test_a_formula_that_reads_the_clock_is_true_whenever_it_is_read(shop: House) -> None:
    for number, day in enumerate(["2026-11-20", "2026-11-23", "2026-11-30", None]):
        make(shop, "job", name=f"J{number}", due=day)
    assert late(shop) == {"J0": 3, "J1": 0, "J2": -7, "J3": None}
    shop.later(days=4)
    assert late(shop) == {"J0": 7, "J1": 4, "J2": -3, "J3": None}


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"where": "逾期天数>0"}, ["J0", "J1"]),
        ({"where": "急单=真"}, ["J0"]),
        ({"filters": (Filter("late", "gt", ("0",)),)}, ["J0", "J1"]),
        ({"filters": (Filter("share", "is", ("1.33",)),)}, ["J0"]),
        ({"where": "份额=1.33"}, ["J0"]),
        ({"sort": (("share", True),)}, ["J0", "J1", "J2", "J3"]),
        ({"filters": (Filter("late", "empty"),)}, ["J3"]),
        ({"filters": (Filter("word", "is", ("逾期",)),)}, ["J0", "J1"]),
        ({"filters": (Filter("urgent", "is", ("是",)),)}, ["J0"]),
        ({"sort": (("late", True),)}, ["J0", "J1", "J2", "J3"]),
        ({"sort": (("late", False),)}, ["J3", "J2", "J1", "J0"]),
        ({"sort": (("word", False), ("name", False))}, ["J2", "J3", "J0", "J1"]),
    ],
)
def test_a_list_filters_and_sorts_by_it_page_by_page(
    shop: House, asked: Raw, names: list[str]
) -> None:
    for number, day in enumerate(["2026-11-20", "2026-11-23", "2026-11-30", None]):
        make(shop, "job", name=f"J{number}", due=day)
    shop.later(days=1)
    request = ListRequest(**asked, limit=1)
    if "sort" not in asked:
        request = replace(request, sort=(("name", False),))
    found: list[Any] = []
    with shop.read("clerk") as ctx:
        for _ in range(4):
            page = list_records(ctx, "job", request)
            found += [each.values["name"] for each in page.records]
            if page.next is None:
                break
            request = replace(request, after=page.next)
    assert found == names


def test_behind_a_link_in_a_rule_and_over_rows_it_is_the_same(shop: House) -> None:
    first = make(shop, "job", name="J0", due="2026-11-23")
    one = make(shop, "task", name="T0", job=first)
    make(shop, "task", name="T1")
    with shop.read("clerk") as ctx:
        found = list_records(ctx, "task", ListRequest(where="活儿.逾期天数>1")).records
    assert found == ()
    shop.later(days=2)
    with shop.read("clerk") as ctx:
        found = list_records(ctx, "task", ListRequest(where="活儿.逾期天数>1")).records
        assert [each.id for each in found] == [one]
        assert get_record(ctx, "task", one).values["behind"] == 2
    assert values(shop, "job", first)["told"] is True  # the rule's clock went on with it


def late(house: House) -> Raw:
    with house.read("clerk") as ctx:
        page = list_records(ctx, "job", ListRequest()).records
        alone = {each.values["name"]: get_record(ctx, "job", each.id).values for each in page}
    listed = {each.values["name"]: each.values["late"] for each in page}
    assert listed == {name: each["late"] for name, each in alone.items()}
    for each in alone.values():
        if each["late"] is not None and each["late"] > 0:
            assert (each["word"], each["urgent"]) == ("逾期", each["late"] > 2)
    return listed


CLOCK = """
key: job
label: {zh: 活儿, en: job}
title: name
fields:
  - {key: name, type: text, label: {zh: 名称, en: name}}
  - {key: due, type: date, label: {zh: 交期, en: due}}
  - {key: late, type: integer, label: {zh: 逾期天数, en: days late}, formula: "DAYS(TODAY(), 交期)"}
  - {key: word, type: text, label: {zh: 情况, en: standing}, formula: "IF(逾期天数>0, '逾期', '正常')"}
  - {key: urgent, type: yes_no, label: {zh: 急单, en: urgent}, formula: 逾期天数>2}
  - {key: share, type: decimal, scale: 2, label: {zh: 份额, en: share}, formula: 逾期天数 / 3}
  - {key: told, type: yes_no, label: {zh: 已提醒, en: told}}
permissions:
  - {role: clerk, can: [create, read, update, export]}
"""
BEHIND = """
key: task
label: {zh: 任务, en: task}
title: name
fields:
  - {key: name, type: text, label: {zh: 任务名, en: task name}}
  - {key: job, type: link, form: job, label: {zh: 活儿, en: its job}}
  - {key: behind, type: integer, label: {zh: 落后, en: behind}, formula: 活儿.逾期天数}
permissions:
  - {role: clerk, can: [create, read, update]}
"""
REMIND = (
    "key: remind\nform: job\nlabel: {zh: 提醒, en: remind}\n---\n如果逾期天数≥1，则将已提醒改为是\n"
)


@pytest.fixture
def shop(house: House) -> House:
    """Jobs that get late, and tasks of them."""
    house.publish(app_of(app=APP, forms__job=CLOCK, forms__task=BEHIND, rules__remind=REMIND))
    house.person("clerk", "clerk", name="小文")
    return house

"""Being in a saved list: as a rule, a list's filter, a right and the list of a list."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from rule_dsl import parse
from runtime.commands.submit import submit_record
from runtime.commands.trash import trash_record
from runtime.errors import Refusal
from runtime.queries.records import ListRequest, list_records
from runtime.store import records
from tests.commands.test_rules import APP, rule
from tests.house import House, app_of

CUSTOMER = """
key: customer
label: {zh: 客户, en: customer}
title: name
fields:
  - {key: name, type: text, label: {zh: 名称, en: name}, required: true}
  - {key: sales, type: integer, label: {zh: 销售额, en: sales}}
permissions:
  - {role: boss, can: [create, read, update, delete]}
  - {role: clerk, can: [read], rows: 销售额 < 50}
"""
JOB = """
key: job
label: {zh: 活儿, en: job}
title: name
fields:
  - {key: name, type: text, label: {zh: 名称, en: name}, required: true}
  - {key: customer, type: link, form: customer, label: {zh: 所属客户, en: buyer}}
  - {key: called, type: text, label: {zh: 客户名, en: called}}
  - key: city
    type: choice
    label: {zh: 城市, en: city}
    options:
      - {key: sh, label: {zh: 上海, en: Shanghai}}
      - {key: bj, label: {zh: 北京, en: Beijing}}
  - {key: grade, type: text, label: {zh: 等级, en: grade}}
permissions:
  - {role: boss, can: [create, read, update]}
  - {role: clerk, can: [read], rows: 所属客户属于大客户}
"""


def _view(key: str, label: str, form: str, where: str) -> str:
    return (
        f"key: {key}\ntype: list\nform: {form}\nlabel: {{zh: {label}, en: {key}}}\n"
        f"columns: [name]\nfilter: {where}\n"
    )


@pytest.fixture
def shop(house: House) -> House:
    house.publish(
        app_of(
            app=APP,
            forms__customer=CUSTOMER,
            forms__job=JOB,
            views__big=_view("big", "大客户", "customer", "销售额 >= 100"),
            views__theirs=_view("theirs", "大单", "job", "所属客户属于大客户"),
            rules__mark=rule("mark", "若所属客户属于大客户，则将等级改为“A”"),
        )
    )
    house.person("boss", "boss")
    house.person("clerk", "clerk")
    return house


def _make(house: House, form: str, **values: object) -> str:
    with house.write("boss") as ctx:
        return submit_record(ctx, form, values).id


def _found(house: House, where: str, login: str = "boss") -> list[str]:
    with house.read(login) as ctx:
        rows = list_records(ctx, "job", ListRequest(where=where)).records
    return sorted(str(each.values["name"]) for each in rows)


def _jobs(house: House) -> Mapping[str, str]:
    customers = {
        name: _make(house, "customer", name=name, sales=sales)
        for name, sales in (("上海", "500"), ("小店", "5"), ("sh", "7"))
    }
    made = [
        ("甲", {"customer": customers["上海"], "called": "小店", "city": "bj"}),
        ("乙", {"customer": customers["小店"], "called": "上海", "city": "sh"}),
        ("丙", {"called": "上海市"}),
    ]
    for name, values in made:
        _make(house, "job", name=name, **values)
    return customers


def test_a_link_a_text_and_a_choice_are_in_a_list_that_holds_them(shop: House) -> None:
    customers = _jobs(shop)
    asked = ["所属客户属于大客户", "客户名属于大客户", "城市属于大客户", "所属客户不属于大客户"]
    expected = [["甲"], ["乙"], ["乙"], ["丙", "乙"]]
    assert [_found(shop, each) for each in asked] == [sorted(each) for each in expected]
    for text, names in zip(asked, expected, strict=True):
        assert _holding(shop, text) == sorted(names)
    with shop.read("boss") as ctx:
        rows = list_records(ctx, "job", ListRequest()).records
    assert {r.values["name"]: r.values["grade"] for r in rows} == {
        "甲": "A",
        "乙": None,
        "丙": None,
    }
    with shop.write("boss") as ctx:
        trash_record(ctx, "customer", customers["上海"])
    assert [_found(shop, each) for each in asked[:3]] == [[], [], []]


def _holding(house: House, text: str) -> list[str]:
    """The names of the jobs that the program of a condition is true of, worked out in Python."""
    with house.read("boss") as ctx:
        condition = ctx.app.condition("job", text)
        ids = [row.id for row in list_records(ctx, "job", ListRequest()).records]
        rows = [records.fetch(ctx.connection, ctx.app.tables, ("job", each)) for each in ids]
        held = [row for row in rows if row and ctx.holds("job", condition, row.scope)]
        return sorted(str(row.values["name"]) for row in held)


def test_a_list_may_be_told_by_another_list(shop: House) -> None:
    _jobs(shop)
    assert _found(shop, "存在活儿满足(名称属于大单)") == ["丙", "乙"]  # not a job itself
    assert _found(shop, "名称属于大单") == ["甲"]


def test_a_right_to_rows_may_be_being_in_a_list_and_a_filter_tells_no_more(shop: House) -> None:
    _jobs(shop)
    with shop.read("clerk") as ctx:
        rows = list_records(ctx, "job", ListRequest()).records
        assert [each.values["name"] for each in rows] == ["甲"]
    with pytest.raises(Refusal) as refused:
        _found(shop, "所属客户属于大客户", "clerk")
    assert refused.value.code == "bad_where"


def test_a_list_of_something_else_is_refused_when_it_is_checked(shop: House) -> None:
    with shop.read("boss") as ctx:
        words = ctx.app.vocabulary
    read = parse("所属客户属于大单", words, subject="job", expect="condition")
    assert "list_of_other_kind" in [each.code for each in read.problems]

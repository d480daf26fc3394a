"""A rule whose effect ends its own condition works every time the condition comes true."""

from __future__ import annotations

import pytest

from runtime.commands.change import change_record
from runtime.commands.move import move_record
from runtime.commands.submit import submit_record
from runtime.queries.records import ListRequest, get_record, list_records
from tests.commands.test_rules import APP, rule
from tests.house import House, app_of
from tests.imports.sending import sent, stored

JOB = """
key: job
label: {zh: 活儿, en: job}
title: name
fields:
  - {key: name, type: text, label: {zh: 名称, en: name}, required: true}
  - {key: price, type: decimal, label: {zh: 单价, en: price}}
  - {key: due, type: date, label: {zh: 截止日, en: due date}}
  - {key: count, type: integer, label: {zh: 次数, en: count}}
  - {key: state, type: state, label: {zh: 状态, en: state}}
permissions:
  - {role: clerk, can: [create, read, update, import]}
"""
LIFE = """
key: job_life
label: {zh: 过程, en: life}
form: job
initial: open
states:
  - key: open
    label: {zh: 未开, en: open}
    moves:
      - {key: begin, to: busy, label: {zh: 开始, en: begin}, who: [clerk]}
  - key: busy
    label: {zh: 进行, en: busy}
    moves:
      - {key: stop, to: open, label: {zh: 停下, en: stop}, who: [clerk]}
"""


@pytest.fixture
def shop(house: House) -> House:
    rules = {
        "cap": "若单价>100，则将单价改为100，并将次数改为次数+1",
        "floor": "若单价<0，则将单价改为1，并将次数改为次数+1",
        "late": "如果距离截止日<0天，则将截止日改为TODAY()，并将次数改为次数+1",
        "back": "若状态=进行 且 单价=7，则将状态改为未开，并将次数改为次数+1",
    }
    named = {f"rules__{key}": rule(key, text) for key, text in rules.items()}
    house.publish(app_of(app=APP, forms__job=JOB, lifecycles__job_life=LIFE, **named))
    house.person("clerk", "clerk")
    return house


def _make(house: House, **values: str) -> str:
    with house.write("clerk") as ctx:
        return submit_record(ctx, "job", {"name": "一号", "count": "0", **values}).id


def _change(house: House, record: str, **values: str) -> None:
    with house.write("clerk") as ctx:
        version = get_record(ctx, "job", record).version
        change_record(ctx, "job", record, version, values)


def _read(house: House, record: str) -> tuple[int | None, int]:
    """The record's price and how often rules worked on it."""
    with house.read("clerk") as ctx:
        values = get_record(ctx, "job", record).values
    price = values["price"]
    return None if price is None else int(price), int(values["count"])


def test_a_value_is_capped_each_time_it_is_too_high_or_too_low(shop: House) -> None:
    record = _make(shop, price="250")
    assert _read(shop, record) == (100, 1)
    for number, (price, capped) in enumerate([("101", 100), ("300", 100), ("-5", 1), ("101", 100)]):
        _change(shop, record, price=price)
        assert _read(shop, record) == (capped, number + 2)


def test_an_imported_value_is_capped_and_so_is_its_next_change(shop: House) -> None:
    rows = "名称,单价,次数\n甲,500,0\n乙,99,0\n".encode()
    stored(shop, "clerk", sent(shop, "clerk", "job", ("a.csv", rows)))
    with shop.read("clerk") as ctx:
        rows = list_records(ctx, "job", ListRequest()).records
        found = {str(each.values["name"]): each.id for each in rows}
    assert [_read(shop, found[name]) for name in ("甲", "乙")] == [(100, 1), (99, 0)]
    _change(shop, found["甲"], price="101")
    assert _read(shop, found["甲"]) == (100, 2)


def test_a_rule_of_the_clock_that_moves_its_date_on_works_each_day(shop: House) -> None:
    record = _make(shop, due="2026-11-23")
    assert _read(shop, record) == (None, 0)
    for worked in (1, 2, 3):
        shop.later(days=1)
        shop.later(seconds=20)
        assert _read(shop, record) == (None, worked)


def test_a_move_that_a_rule_takes_back_is_taken_back_each_time(shop: House) -> None:
    record = _make(shop, price="7")
    for worked in (1, 2):
        with shop.write("clerk") as ctx:
            move_record(ctx, "job", record, "begin")
        assert _read(shop, record) == (7, worked)

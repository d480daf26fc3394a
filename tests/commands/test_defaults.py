"""Defaults: filled in wherever a record is made, and held to their field like any value."""

from __future__ import annotations

import pytest

from runtime.commands.submit import submit_record
from runtime.errors import Refusal
from runtime.queries.records import ListRequest, get_record, list_records
from tests.commands.test_rules import APP, make, people, rule
from tests.house import House, app_of

JOB = """
key: job
label: {zh: 活儿, en: job}
title: name
fields:
  - {key: name, type: text, label: {zh: 名称, en: name}, required: true}
  - {key: count, type: integer, label: {zh: 件数, en: count}}
  - {key: double, type: integer, label: {zh: 双份, en: double}, max: 100, default: 件数*2}
permissions:
  - {role: clerk, can: [create, read, update]}
"""
BILL = """
key: bill
label: {zh: 账单, en: bill}
fields:
  - {key: about, type: text, label: {zh: 事由, en: about}, default: "“待核”"}
  - key: kind
    type: choice
    label: {zh: 类别, en: kind}
    default: 普通
    options:
      - {key: rush, label: {zh: 加急, en: rush}}
      - {key: normal, label: {zh: 普通, en: normal}}
  - {key: copies, type: integer, label: {zh: 份数, en: copies}, default: 2}
  - {key: rate, type: decimal, label: {zh: 比率, en: rate}, scale: 2, default: 1.25}
  - {key: open, type: yes_no, label: {zh: 未结, en: open}, default: true}
  - {key: day, type: date, label: {zh: 开单日, en: day}, default: 今天}
  - {key: fee, type: integer, label: {zh: 金额, en: fee}, min: 5, default: LEN(事由)}
  - {key: job, type: link, form: job, label: {zh: 所属活儿, en: job}}
permissions:
  - {role: clerk, can: [create, read, update], fields: {fee: hidden}}
"""


def test_a_default_that_its_field_cannot_hold_is_said_at_the_field(house: House) -> None:
    house.publish(app_of(app=APP, forms__job=JOB))
    people(house)
    with house.write("clerk") as ctx:
        made = submit_record(ctx, "job", {"name": "一", "count": "7"})
    assert made.values["double"] == 14
    with house.write("clerk") as ctx, pytest.raises(Refusal) as refused:
        submit_record(ctx, "job", {"name": "二", "count": "70"})
    (wrong,) = refused.value.wrongs
    assert wrong.field == "double"
    assert "100" in wrong.message("zh")


def test_a_record_that_a_rule_makes_has_its_forms_defaults(house: House) -> None:
    bill = BILL.replace(", min: 5, default: LEN(事由)", "")
    text = rule("bill", "当新建活儿时，创建账单")
    house.publish(app_of(app=APP, forms__job=JOB, forms__bill=bill, rules__bill=text))
    people(house)
    job = make(house)
    with house.read("clerk") as ctx:
        (row,) = list_records(ctx, "bill", ListRequest()).records
        values = get_record(ctx, "bill", row.id).values
    assert (values["about"], values["kind"], str(values["day"])) == ("待核", "normal", "2026-11-23")
    assert (values["copies"], values["open"], str(values["rate"])) == (2, True, "1.25")
    assert values["job"] == job


def test_what_a_rule_cannot_make_is_told_without_fields_one_may_not_read(house: House) -> None:
    text = rule("bill", "当新建活儿后，创建账单")
    house.publish(app_of(app=APP, forms__job=JOB, forms__bill=BILL, rules__bill=text))
    people(house)
    with house.write("clerk") as ctx, pytest.raises(Refusal) as refused:
        submit_record(ctx, "job", {"name": "一"})
    (wrong,) = refused.value.wrongs
    assert wrong.field is None, "it is a field of another form"
    assert "金额" not in wrong.message("zh")
    assert "5" not in wrong.message("zh")

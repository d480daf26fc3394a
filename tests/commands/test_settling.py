"""Rules that set each other off come to rest, and what made a rule fire is kept with it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from runtime.commands.submit import submit_record
from runtime.errors import Refusal
from runtime.queries.records import get_record
from runtime.queries.timeline import timeline
from runtime.rules.why import why
from runtime.spec.app import AppSpec
from runtime.store.schema.events import event
from tests.commands.test_rules import APP, JOB, change, make, people, rule, shop
from tests.house import House, app_of

BILL = """
key: bill
label: {zh: 账单, en: bill}
title: about
fields:
  - {key: about, type: text, label: {zh: 事由, en: about}}
permissions:
  - {role: clerk, can: [create, read, update]}
"""


def trace_of(house: House, record: str, key: str) -> list[dict[str, object]]:
    with house.read("system") as ctx:
        query = sa.select(event.c.payload).where(event.c.record == record, event.c.rule == key)
        found = ctx.connection.execute(query.where(event.c.type == "rule_fired")).scalars().all()
        return list(found[-1]["trace"])


def test_rules_that_set_each_other_off_run_once_each_for_a_record(house: House) -> None:
    house.publish(
        shop(
            ping="如果类型=加急，则将类型改为普通，新增‘一’标签",
            pong="如果类型=普通，则将类型改为加急，新增‘二’标签",
        )
    )
    people(house)
    record = make(house, kind="rush")
    with house.read("clerk") as ctx:
        values = get_record(ctx, "job", record).values
    assert values["kind"] == "rush"
    assert sorted(values["marks"]) == ["一", "二"]


def test_records_that_create_each_other_without_end_are_all_taken_back(house: House) -> None:
    def made(key: str, form: str, text: str) -> str:
        return rule(key, text).replace("form: job", f"form: {form}")

    spec: AppSpec = app_of(
        app=APP,
        forms__job=JOB.replace(", required: true", ""),
        forms__bill=BILL,
        rules__bill=made("bill", "job", "当新建活儿时，创建账单"),
        rules__job=made("job", "bill", "当新建账单时，创建活儿"),
    )
    house.publish(spec)
    people(house)
    with house.write("clerk") as ctx, pytest.raises(Refusal) as refused:
        submit_record(ctx, "job", {"name": "一号"})
    assert refused.value.code == "rules_without_end"


def test_what_a_rule_saw_is_kept_with_its_firing_and_shown_to_those_who_ask_why(
    house: House,
) -> None:
    house.publish(shop(late="如果类型=加急 且 当前进度<50%，则将等级改为“急”"))
    people(house)
    record = make(house, kind="rush", progress="0.4")
    kept = trace_of(house, record, "late")
    assert [(part["text"], part["value"]) for part in kept] == [
        ("类型=加急 且 当前进度<50%", True),
        ("类型=加急", True),
        ("类型", "rush"),
        ("当前进度<50%", True),
        ("当前进度", "0.4"),
    ]
    assert (kept[1]["start"], kept[1]["end"]) == (2, 7)
    change(house, record, progress="0.9")
    with house.read("system") as ctx:
        found = why(ctx, "late", record)
    assert found.holds is False
    assert found.first_false is not None
    assert found.first_false.text == "当前进度<50%"
    assert [dict(part) for part in found.fired_because] == kept
    with house.read("clerk") as ctx:
        told = [each.facts for each in timeline(ctx, "job", record) if each.type == "rule_fired"]
    assert told == [{"effects": ["set"]}]


def test_a_part_about_other_records_is_asked_of_the_database(house: House) -> None:
    house.publish(shop(again="当新建活儿时，若存在活儿满足(名称=本单名称)，则将等级改为“重复”"))
    people(house)
    make(house)
    record = make(house)
    (part,) = trace_of(house, record, "again")
    assert (part["head"], part["value"]) == ("exists", True)


def test_the_values_of_linked_records_are_kept_as_well(house: House) -> None:
    visit = """
key: visit
label: {zh: 回访, en: visit}
fields:
  - {key: job, type: link, form: job, label: {zh: 所属活儿, en: job}}
  - {key: cost, type: decimal, label: {zh: 花费, en: cost}}
permissions:
  - {role: clerk, can: [create, read, update]}
"""
    text = "如果类型=加急 且 近30天回访次数>1，则将等级改为“勤”"
    house.publish(
        app_of(app=APP, forms__job=JOB, forms__visit=visit, rules__often=rule("often", text))
    )
    people(house)
    record = make(house)
    for _ in range(2):
        with house.write("clerk") as ctx:
            submit_record(ctx, "visit", {"job": record, "cost": "3"})
    change(house, record, kind="rush")
    kept = {part["text"]: part["value"] for part in trace_of(house, record, "often")}
    assert kept["近30天回访次数>1"] is True
    assert kept["近30天回访次数"] == "2"

"""Buttons that rules wait for, and queues that they fill."""

from __future__ import annotations

from typing import Any

import pytest

from runtime.commands.press import press_button
from runtime.commands.queues import finish_entry, give_back_entry, take_entry
from runtime.commands.submit import submit_record
from runtime.errors import Refusal
from runtime.queries.queues import queue_page
from runtime.queries.records import get_record
from runtime.queries.timeline import timeline
from runtime.spec.app import AppSpec
from tests.actions.workshop import APP, JOB, LIFE
from tests.commands.test_rules import rule
from tests.house import House, app_of

EVENTS = "events:\n  - {key: checked, label: {zh: 核对, en: check}, form: job}\n"
CLERK = "  - {key: clerk, label: {zh: 店员, en: clerk}}\nqueues:"


def shop(**rules: str) -> AppSpec:
    named = {f"rules__{key}": rule(key, text) for key, text in rules.items()}
    app = APP.replace("queues:", CLERK) + EVENTS
    job = JOB + "  - {role: clerk, can: [create, read]}\n"
    return app_of(app=app, forms__job=job, lifecycles__job_life=LIFE, **named)


def open_shop(house: House, **rules: str) -> None:
    house.publish(shop(**rules))
    house.person("boss", "boss")
    house.person("clerk", "clerk")


def make(house: House, **values: Any) -> str:
    with house.write("boss") as ctx:
        return submit_record(ctx, "job", {"name": "一号", **values}).id


def press(house: House, record: str, key: str, who: str = "boss") -> None:
    with house.write(who) as ctx:
        press_button(ctx, "job", record, key)


def test_a_button_fires_the_rule_that_waits_for_it_and_is_told(house: House) -> None:
    open_shop(
        house, checked="当点击核对后，将等级改为‘已核’", other="当点击“催一下”后，向老板发送提醒"
    )
    record = make(house)
    press(house, record, "checked")
    press(house, record, "催一下")
    with house.read("boss") as ctx:
        assert get_record(ctx, "job", record).values["grade"] == "已核"
        told = [each for each in timeline(ctx, "job", record) if each.type == "act"]
    assert [each.facts["label"]["zh"] for each in told] == ["催一下", "核对"]
    assert house.inbox("boss") == ["提醒"]


def test_a_button_is_for_who_may_change_the_record(house: House) -> None:
    open_shop(house, checked="当点击核对后，将等级改为‘已核’")
    record = make(house)
    with pytest.raises(Refusal, match="forbidden"):
        press(house, record, "checked", "clerk")
    with pytest.raises(Refusal, match="not_found"):
        press(house, record, "nothing")


def test_a_queue_holds_records_until_somebody_is_done_with_them(house: House) -> None:
    open_shop(house, pool="当新建活儿后，进入待办池")
    one, two = make(house, name="甲"), make(house, name="乙")
    with house.read("boss") as ctx:
        assert [each.title for each in queue_page(ctx, "pool").entries] == ["甲", "乙"]
    with house.write("boss") as ctx:
        take_entry(ctx, "pool", one)
        finish_entry(ctx, "pool", one)
        take_entry(ctx, "pool", two)
        give_back_entry(ctx, "pool", two)
    with house.read("boss") as ctx:
        (left,) = queue_page(ctx, "pool").entries
    assert (left.title, left.taken_by) == ("乙", None)
    with house.read("clerk") as ctx, pytest.raises(Refusal, match="not_found"):
        queue_page(ctx, "pool")
    with house.write("clerk") as ctx, pytest.raises(Refusal, match="not_found"):
        take_entry(ctx, "pool", two)

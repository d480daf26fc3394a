"""Buttons that rules wait for, timers that run out or are called off, and queues that fill."""

from __future__ import annotations

from typing import Any

import pytest

from runtime.commands.move import move_record
from runtime.commands.press import press_button
from runtime.commands.queues import finish_entry, give_back_entry, take_entry
from runtime.commands.submit import submit_record
from runtime.commands.trash import trash_record
from runtime.due import timers
from runtime.due.tick import tick
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


TIMER = "当新建活儿后，设定2小时内未核对则升级提醒老板"


def test_a_timer_runs_out_once_at_its_moment(house: House) -> None:
    open_shop(house, late=TIMER)
    make(house)
    house.later(hours=1, minutes=59)
    assert house.inbox("boss") == []
    house.later(minutes=1)
    assert house.inbox("boss") == ["升级提醒：late"]
    house.later(days=3)
    assert house.inbox("boss") == ["升级提醒：late"]


def test_a_timer_is_called_off_by_what_it_waits_for(house: House) -> None:
    open_shop(house, late=TIMER, moved="当新建活儿后，设定2小时内未完成则升级提醒老板")
    one, two, gone = make(house), make(house), make(house)
    house.later(minutes=30)
    press(house, one, "checked")
    with house.write("boss") as ctx:
        move_record(ctx, "job", two, "finish")
        trash_record(ctx, "job", gone)
    house.later(hours=5)
    assert sorted(house.inbox("boss")) == [
        "升级提醒：late",
        "升级提醒：moved",
    ]  # one each, of the other


def test_timers_missed_while_the_machine_was_down_run_out_when_it_is_back(house: House) -> None:
    open_shop(house, late=TIMER)
    for _ in range(3):
        make(house)
    house.later(days=3)
    assert house.inbox("boss") == ["升级提醒：late"] * 3


def test_a_timer_that_fails_keeps_no_other_and_is_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_shop(house, late=TIMER)
    make(house)
    make(house)

    real, failed = timers.fire, []

    def once(*args: Any) -> Any:
        if not failed:
            failed.append(1)
            raise ValueError("a fault")
        return real(*args)

    monkeypatch.setattr(timers, "fire", once)
    house.later(hours=2)
    assert len(house.inbox("boss")) == 1
    house.later(minutes=2)
    assert len(house.inbox("boss")) == 2
    tick(house.installation)
    assert len(house.inbox("boss")) == 2


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

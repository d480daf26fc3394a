"""Timers do later what was not done in time, once, whatever happens to the machine meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from runtime.cascade import timers
from runtime.changes.cases import content_of
from runtime.commands.attempts import begin_round
from runtime.commands.change import change_record
from runtime.commands.decide import decide_task
from runtime.commands.move import move_record
from runtime.commands.submit import submit_record
from runtime.commands.trash import restore_record, trash_record
from runtime.due.timers import _do
from runtime.queries.incidents import troubles
from runtime.queries.records import get_record
from runtime.queries.timeline import timeline
from runtime.store import cases, due, engine, events, records
from tests.actions.workshop import APP, BILL, JOB, LIFE
from tests.commands.test_not_updated import JOB as PARTS
from tests.commands.test_not_updated import TRACK, WAITS
from tests.commands.test_rules import APP as SHOP
from tests.commands.test_rules import rule
from tests.house import House, app_of

TIMED = """
timezone: Asia/Shanghai
events:
  - {key: handled, label: {zh: 处理, en: handled}}
calendar:
  workdays: [monday, tuesday, wednesday, thursday, friday]
  hours: ["09:00-12:00", "13:00-18:00"]
"""
ESCALATE = "当新建活儿时，向老板创建任务“审核”，并设定2小时内未处理则升级提醒老板"


def _publish(house: House, **rules: str) -> None:
    named = {
        f"rules__{key}": f"key: {key}\nform: job\nlabel: {{zh: {key}, en: {key}}}\non: true\n---\n{text}\n"
        for key, text in rules.items()
    }
    forms = {"forms__job": JOB, "forms__bill": BILL, "lifecycles__job_life": LIFE}
    house.publish(app_of(app=APP + TIMED, **forms, **named))
    if "boss" not in house.people:
        house.person("boss", "boss")


def _make(house: House, **values: Any) -> str:
    with house.write("boss") as ctx:
        return submit_record(ctx, "job", {"name": "一号", **values}).id


def _finish(house: House, record: str) -> None:
    with house.write("boss") as ctx:
        move_record(ctx, "job", record, "finish", ({}, ""))


def _told(house: House, **spans: float) -> list[str]:
    """What is newly told at the tick so much later."""
    before = len(house.inbox("boss"))
    house.later(**spans)
    return house.inbox("boss")[before:]


def _armed(house: House, record: str) -> int:
    with engine.reading(house.installation.engine) as connection:
        return len(due.of_record(connection, "shop", "timer", record))


def test_a_to_do_nobody_handles_in_two_hours_is_escalated_once(house: House) -> None:
    _publish(house, review=ESCALATE)
    record = _make(house)
    assert _told(house, hours=1.99) == []
    assert len(_told(house, hours=0.01)) == 1
    assert _told(house, hours=5) == []
    assert _armed(house, record) == 0


def test_a_to_do_that_is_done_in_time_is_not_escalated(house: House) -> None:
    _publish(house, review=ESCALATE)
    record = _make(house)
    house.later(hours=1)
    with house.write("boss") as ctx:
        (task,) = cases.inbox(ctx.connection, house.people["boss"], 10, None)
        found = records.fetch(ctx.connection, ctx.app.tables, ("job", record))
        assert found is not None
        decide_task(ctx, task.id, "complete", "", content_of(ctx, "job", found))
    assert _told(house, hours=3) == []


def test_the_move_a_timer_waits_for_ends_it_at_once_and_another_does_not(house: House) -> None:
    _publish(house, slow="当新建活儿时，设定2小时内未完成则向老板发送提醒")
    done, late = _make(house), _make(house)
    _finish(house, done)
    assert (_armed(house, done), _armed(house, late)) == (0, 1)
    with house.write("boss") as ctx:
        version = get_record(ctx, "job", late).version
        change_record(ctx, "job", late, version, {"count": "3"})
    assert _told(house, hours=2) == ["提醒"]


def test_a_timer_on_a_field_waits_for_its_change(house: House) -> None:
    _publish(house, idle="当新建活儿时，设定2小时内未更新数量则向老板发送提醒")
    record, other = _make(house), _make(house)
    house.later(hours=1)
    for each, values in ((record, {"count": "3"}), (other, {"grade": "甲"})):
        with house.write("boss") as ctx:
            change_record(ctx, "job", each, get_record(ctx, "job", each).version, values)
    assert _told(house, hours=1) == ["提醒"]


def test_a_timer_on_lines_or_linked_records_waits_for_theirs(house: House) -> None:
    kinds = {
        key: f"当新建活儿时，设定2小时内未更新{WAITS[key]}则向老板发送{key}"
        for key in ("lines", "linked")
    }
    named = {f"rules__{key}": rule(key, text) for key, text in kinds.items()}
    house.publish(app_of(app=SHOP, forms__job=PARTS, forms__track=TRACK, **named))
    house.person("boss", "boss")
    first, second = _make(house), _make(house)
    house.later(hours=1)
    with house.write("boss") as ctx:
        version = get_record(ctx, "job", first).version
        change_record(ctx, "job", first, version, {"parts": [{"part": "轴"}]})
        submit_record(ctx, "track", {"place": "上海", "job": second})
    assert sorted(_told(house, hours=1)) == ["lines", "linked"]


def test_several_timers_and_one_in_otherwise_each_run_from_the_trigger(house: House) -> None:
    both = "设定1小时内未完成则添加标签“迟”；设定3小时内未完成则向老板发送提醒"
    _publish(
        house,
        steps=f"当新建活儿时，{both}",
        other="当新建活儿时，若数量>5，则添加标签“大”，否则设定30分钟内未完成则添加标签“小单”",
    )
    record = _make(house, count="1")
    house.later(minutes=30)
    with house.read("boss") as ctx:
        assert get_record(ctx, "job", record).values["marks"] == frozenset({"小单"})
    assert _told(house, minutes=30) == []
    with house.read("boss") as ctx:
        assert get_record(ctx, "job", record).values["marks"] == frozenset({"小单", "迟"})
    assert _told(house, hours=2) == ["提醒"]


def test_working_hours_are_those_of_the_apps_calendar(house: House) -> None:
    _publish(house, slow="当新建活儿时，设定4个工作小时内未完成则向老板发送提醒")
    house.clock.at += timedelta(days=4, hours=8)  # Friday, 17:00: one hour is left of the week
    _make(house)
    assert _told(house, days=2) == []
    assert _told(house, hours=18.9) == []  # Monday, 11:54
    assert _told(house, hours=0.2) == ["提醒"]


def test_a_timer_of_a_record_in_the_trash_does_nothing_and_one_that_is_back_does(
    house: House,
) -> None:
    _publish(house, slow="当新建活儿时，设定2小时内未完成则向老板发送提醒")
    gone, back = _make(house), _make(house)
    for each in (gone, back):
        with house.write("boss") as ctx:
            trash_record(ctx, "job", each)
    with house.write("boss") as ctx:
        restore_record(ctx, "job", back)
    assert _told(house, hours=2) == ["提醒"]


def test_a9_a_timer_of_a_rule_that_was_edited_meanwhile_ends_on_its_own_version(
    house: House,
) -> None:
    _publish(house, slow="当新建活儿时，设定2小时内未完成则添加标签“旧”")
    record = _make(house)
    _publish(house, slow="当新建活儿时，设定1小时内未完成则添加标签“新”")
    other = _make(house)
    house.later(hours=2)
    with house.read("boss") as ctx:
        marks = [get_record(ctx, "job", each).values["marks"] for each in (record, other)]
    assert marks == [frozenset({"旧"}), frozenset({"新"})]


def test_a_timer_of_a_rule_that_was_taken_away_does_nothing(house: House) -> None:
    _publish(house, slow="当新建活儿时，设定2小时内未完成则向老板发送提醒")
    record = _make(house)
    _publish(house)
    assert _armed(house, record) == 0
    assert _told(house, hours=2) == []


def test_a2_a_timer_whose_moment_passed_while_the_host_was_down_runs_and_says_how_late(
    house: House,
) -> None:
    _publish(house, slow="当新建活儿时，设定2小时内未完成则添加标签“迟”")
    record = _make(house)
    house.later(days=3)
    with house.read("boss") as ctx:
        found = [e for e in timeline(ctx, "job", record) if e.type == "rule_fired"]
    assert [each.facts.get("late") for each in found] == [70 * 3600, None]


def test_a3_a_worker_frozen_past_its_lease_writes_nothing_when_it_wakes(house: House) -> None:
    _publish(house, slow="当新建活儿时，设定2小时内未完成则向老板发送提醒")
    _make(house)
    house.clock.at += timedelta(hours=2)
    with engine.writing(house.installation.engine) as connection:
        (held,) = due.claim(connection, "timer", house.clock.at, 10)
    assert _told(house, seconds=30) == []  # leased: nobody else does it
    assert _told(house, seconds=61) == ["提醒"]
    assert _do(house.installation, held) is False
    assert _told(house, seconds=1) == []


def test_a_timer_that_cannot_act_keeps_no_other_is_listed_and_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(house, slow="当新建活儿时，设定2小时内未完成则向老板发送提醒")
    broken, whole = _make(house), _make(house)
    asked = timers.has_happened

    def fails(ctx: Any, timer: due.Due, record: Any) -> bool:
        if timer.record == broken:
            raise ArithmeticError
        return asked(ctx, timer, record)

    monkeypatch.setattr("runtime.due.timers.has_happened", fails)
    assert _told(house, hours=2) == ["提醒"]
    assert _armed(house, whole) == 0
    (found,) = troubles(house.installation, "zh")
    assert "slow" in found.said
    monkeypatch.undo()
    assert _told(house, minutes=2) == ["提醒"]
    assert troubles(house.installation, "zh") == ()


def test_timers_due_together_are_done_in_the_order_they_fell_due(house: House) -> None:
    _publish(house, slow="当新建活儿时，设定2小时内未完成则添加标签“迟”")
    made = []
    for minutes in range(5):
        house.clock.at += timedelta(minutes=minutes)
        made.append(_make(house))
    house.later(days=1)
    with house.read("boss") as ctx:
        last = {e.record: e.seq for each in made for e in _fired(ctx.connection, each)}
    assert sorted(made, key=lambda each: last[each]) == made


def _fired(connection: sa.Connection, record: str) -> list[Any]:
    found = events.of_record(connection, ("shop", "job", record))
    return [each for each in found if each.type == "rule_fired"][:1]


def test_a_tick_with_nothing_due_claims_nothing(house: House) -> None:
    _publish(house, slow="当新建活儿时，设定2小时内未完成则向老板发送提醒")
    _make(house)
    with engine.reading(house.installation.engine) as connection:
        assert not due.is_any(connection, "timer", begin_round(house.installation).now)

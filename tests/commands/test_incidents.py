"""What nobody waits for and cannot be done is kept where an administrator sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from runtime.commands.change import change_record
from runtime.commands.incidents import close_incident, retry_delivery
from runtime.commands.submit import submit_record
from runtime.due.deliver import drain
from runtime.errors import Refusal
from runtime.ports import Letter
from runtime.queries.incidents import troubles
from runtime.queries.records import get_record
from tests.commands.test_rules import APP, rule
from tests.house import House, app_of

JOB = """
key: job
label: {zh: 活儿, en: job}
title: name
fields:
  - {key: name, type: text, label: {zh: 名称, en: name}, required: true}
  - {key: count, type: integer, label: {zh: 件数, en: count}, max: 100}
  - {key: due, type: date, label: {zh: 截止日, en: due date}}
permissions:
  - {role: boss, can: [create, read, update]}
"""


def _shop(house: House, **rules: str) -> None:
    named = {f"rules__{key}": rule(key, text) for key, text in rules.items()}
    house.publish(app_of(app=APP, forms__job=JOB, **named))
    house.person("boss", "boss", email="boss@example.com")


def _make(house: House, name: str, **values: str) -> str:
    with house.write("boss") as ctx:
        return submit_record(ctx, "job", {"name": name, **values}).id


def _count(house: House, record: str) -> str:
    with house.read("boss") as ctx:
        return str(get_record(ctx, "job", record).values["count"])


def _change(house: House, record: str, **values: str) -> None:
    with house.write("boss") as ctx:
        version = get_record(ctx, "job", record).version
        change_record(ctx, "job", record, version, values)


def _said(house: House) -> list[tuple[str, str]]:
    return [(each.title, each.said) for each in troubles(house.installation, "zh")]


def test_a_rule_of_the_clock_that_cannot_write_is_listed_until_it_can(house: House) -> None:
    _shop(house, late="如果距离截止日<0天，则将件数改为件数*10")
    bad = _make(house, "一号", count="50", due="2026-11-30")
    good = _make(house, "二号", count="5", due="2026-11-30")
    house.later(days=10)
    house.later(hours=1)
    (found,) = _said(house)
    assert found[0] == "一号"
    assert "规则「late」没有执行" in found[1]
    assert "100" in found[1]
    assert (_count(house, bad), _count(house, good)) == ("50", "50")
    _change(house, bad, count="7", due="2026-12-30")
    house.later(days=30)
    assert _said(house) == []
    assert _count(house, bad) == "70"


def test_a_scheduled_rule_does_the_others_when_one_fails(house: House) -> None:
    _shop(house, daily="每天10:00，若件数>0，则将件数改为件数*10")
    records = [_make(house, name, count=count) for name, count in (("一", "2"), ("二", "60"))]
    house.later(minutes=30)
    house.later(days=1)
    assert [_count(house, each) for each in records] == ["20", "60"]
    ((title, said),) = _said(house)
    assert title == "二"
    assert "daily" in said


def test_an_action_that_cannot_be_performed_is_skipped_and_listed(house: House) -> None:
    _shop(house, locks="当新建活儿后，锁定活儿，并将件数改为7")
    record = _make(house, "一号")
    assert _count(house, record) == "7"
    ((_title, said),) = _said(house)
    assert "还不会执行" in said
    assert "锁定" in said


def test_an_action_left_out_of_a_schedule_stays_listed(house: House) -> None:
    _shop(house, daily="每天10:00，锁定活儿")
    house.later(minutes=30)
    house.later(days=2)
    house.later(days=1)
    ((_title, said),) = _said(house)
    assert "锁定" in said


def test_an_incident_is_closed_once(house: House) -> None:
    _shop(house, daily="每天10:00，若件数>0，则将件数改为件数*1000")
    _make(house, "一", count="2")
    house.later(minutes=30)
    house.later(days=1)
    (found,) = troubles(house.installation, "en")
    assert "was not carried out" in found.said
    close_incident(house.installation, house.people["boss"], found.id)
    assert troubles(house.installation, "en") == ()
    with pytest.raises(Refusal):
        close_incident(house.installation, house.people["boss"], found.id)


def test_a_mail_that_was_given_up_is_listed_and_can_be_sent_again(house: House) -> None:
    _shop(house, told="当新建活儿后，向老板邮件发送新活儿")
    works = house.letters.send

    def broken(letter: Letter) -> None:
        raise OSError("connection refused")

    house.letters.send = broken  # type: ignore[method-assign]
    _make(house, "一号")
    for _ in range(12):
        drain(house.installation)
        house.clock.at += timedelta(hours=1)
    (found,) = troubles(house.installation, "zh")
    assert "connection refused" in found.said
    assert found.title == "一号"
    house.letters.send = works  # type: ignore[method-assign]
    assert found.action is not None
    retry_delivery(house.installation, found.id, found.action)
    drain(house.installation)
    assert troubles(house.installation, "zh") == ()
    assert [letter.subject for letter in house.letters.sent] == ["新活儿"]


def test_a_message_to_somebody_who_may_not_see_the_record_is_not_sent_but_listed(
    house: House,
) -> None:
    job = JOB + "  - {role: clerk, can: [read], rows: 件数 > 5}\n"
    told = rule("told", "当新建活儿后，向店员发送新活儿，抄送老板")
    house.publish(app_of(app=APP, forms__job=job, rules__told=told))
    house.person("boss", "boss")
    house.person("clerk", "clerk", name="小店员")
    _make(house, "一号", count="3")
    assert (house.inbox("clerk"), house.inbox("boss")) == ([], ["新活儿"])
    ((title, said),) = _said(house)
    assert title == "一号"
    assert "told" in said
    assert "小店员" in said
    _make(house, "二号", count="7")
    _make(house, "三号", count="2")
    assert house.inbox("clerk") == ["新活儿"]
    assert len(_said(house)) == 1

"""Rules of every kind of schedule run through the tick, in their slots and once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from runtime.commands.submit import submit_record
from runtime.due.tick import tick
from runtime.queries.incidents import troubles
from runtime.store import engine, schedule_runs
from tests.commands.test_rules import APP, JOB, rule
from tests.house import House, app_of

SCHEDULES = {
    "quarter": "每15分钟",
    "wandering": "每36小时",
    "daily": "每天10:00",
    "workdays": "每个工作日8:30",
    "weekly": "每周二9:00",
    "monthly": "每月30日9:00",
    "last_day": "每月最后一天18:00",
    "quarterly": "每季度9:00",
    "yearly": "每年9:00",
    "cron": 'cron "30 7 * * 1-5"',
}


def _publish(house: House, zone: str = "Asia/Shanghai", **rules: str) -> None:
    named = {f"rules__{key}": rule(key, text) for key, text in rules.items()}
    house.publish(app_of(app=APP.replace("Asia/Shanghai", zone), forms__job=JOB, **named))


def _ran(house: House, zone: str, *moments: str) -> list[list[str]]:
    """The rules that ran at the tick of each local moment."""
    found: list[list[str]] = []
    for each in moments:
        local = datetime.fromisoformat(each)
        house.clock.at = local if local.tzinfo else local.replace(tzinfo=ZoneInfo(zone))
        before = Counter(house.inbox("boss"))
        tick(house.installation)
        found.append(sorted((Counter(house.inbox("boss")) - before).elements()))
    return found


def test_every_kind_of_schedule_runs_in_its_slot_and_once(house: House) -> None:
    _publish(house, **{key: f"{text}，向老板发送{key}" for key, text in SCHEDULES.items()})
    house.person("boss", "boss")  # published on Monday, 23 November 2026, at nine
    found = _ran(
        house,
        "Asia/Shanghai",
        *("2026-11-23 09:14", "2026-11-23 09:15", "2026-11-23 09:16", "2026-11-23 10:00"),
        *("2026-11-24 00:00", "2026-11-24 09:00", "2026-11-29 23:59", "2026-11-30 18:00"),
        *("2027-01-01 09:00",),
    )
    assert found[:4] == [[], ["quarter"], [], ["daily", "quarter"]]
    assert set(found[4]) - {"wandering"} == {"quarter"}
    assert set(found[5]) - {"wandering"} == {"cron", "quarter", "weekly", "workdays"}
    missed = {"cron", "daily", "quarter", "wandering", "workdays"}  # five days count as one
    assert set(found[6]) == missed
    assert set(found[7]) == (missed - {"wandering"} | {"last_day", "monthly"})
    assert set(found[8]) == (missed | {"last_day", "monthly", "quarterly", "weekly", "yearly"})


def test_a_cron_rule_runs_once_in_the_nights_clocks_are_changed(house: House) -> None:
    early, late = 'cron "30 1 * * *"，向老板发送early', 'cron "30 2 * * *"，向老板发送late'
    house.clock.at = datetime.fromisoformat("2026-10-31T23:00-04:00")
    _publish(house, "America/New_York", early=early, late=late)
    house.person("boss", "boss")
    back = ("2026-11-01T01:30-04:00", "2026-11-01T01:31-05:00", "2026-11-01T02:30-05:00")
    assert _ran(house, "America/New_York", *back) == [["early"], [], ["late"]]
    forth = ("2027-03-13T12:00-05:00", "2027-03-14T01:59-05:00", "2027-03-14T03:30-04:00")
    ran = _ran(house, "America/New_York", *forth, "2027-03-14T04:00-04:00")
    assert ran == [["early", "late"], ["early"], ["late"], []]


def test_a_rule_published_before_its_time_runs_on_its_first_day(house: House) -> None:
    _publish(house, daily="每天10:00，向老板发送早报")
    house.person("boss", "boss")
    moments = ("2026-11-23 10:00", "2026-11-23 10:01", "2026-11-24 09:59")
    assert _ran(house, "Asia/Shanghai", *moments) == [["早报"], [], []]
    _publish(house, daily="每天9:30，向老板发送早报")  # a rule that was changed begins anew
    assert _ran(house, "Asia/Shanghai", "2026-11-24 11:00") == [[]]


def test_a_schedule_that_cannot_be_read_keeps_no_other_and_is_listed(house: House) -> None:
    _publish(house, broken="每15分钟，向老板发送坏了", whole="每15分钟，向老板发送好的")
    house.person("boss", "boss")
    with house.write("boss") as ctx:
        submit_record(ctx, "job", {"name": "一号"})
    with engine.reading(house.installation.engine) as connection:
        app = house.installation.app(connection, "shop")
        assert set(schedule_runs.of_app(connection, "shop")) == {"broken", "whole"}
    spoiled = next(each for each in app.scheduled_rules if each.spec.key == "broken")
    assert spoiled.rule.schedule is not None
    length = spoiled.rule.schedule.child(1)
    object.__setattr__(length, "args", ("many", "min"))
    assert _ran(house, "Asia/Shanghai", "2026-11-23 09:15") == [["好的"]]
    (found,) = troubles(house.installation, "zh")
    assert "broken" in found.said
    assert "ValueError" in found.said

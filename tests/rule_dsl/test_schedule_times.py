"""When schedules come round, and which of them are refused because they never or too often do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rule_dsl import parse
from rule_dsl.calendar import Calendar
from rule_dsl.cron import BadCron, read_cron
from rule_dsl.reference.workshop import WORKSHOP
from rule_dsl.schedule_times import Surroundings, last_due
from rule_dsl.tree import Node

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
CALENDAR = Calendar(holidays=frozenset({date(2026, 10, 1)}), make_up=frozenset({date(2026, 9, 27)}))


def schedule(text: str) -> Node:
    """The schedule at the head of a rule that has no problems but hints."""
    read = parse(f"{text}，通知班长", WORKSHOP, subject="repair")
    assert not [each for each in read.problems if each.severity == "error"], read.problems
    assert read.tree is not None
    return read.tree.child(0)


def slots(text: str, start: str, end: str, zone: ZoneInfo = SHANGHAI) -> list[str]:
    """The slots between two local times, the first not included, as a minute-by-minute tick sees them."""
    first, last = (datetime.fromisoformat(each).replace(tzinfo=zone) for each in (start, end))
    now, until = first.astimezone(UTC), last.astimezone(UTC)
    where, plan, found = Surroundings(zone, CALENDAR), schedule(text), list[datetime]()
    while until > now:
        slot = last_due(plan, until, where)
        if slot is None or slot <= now:
            break
        found.append(slot)
        until = slot - timedelta(seconds=1)
    return [f"{each.astimezone(zone):%m-%d %H:%M%z}"[:-2] for each in reversed(found)]


def local(text: str, start: str, end: str) -> list[str]:
    """The slots in Shanghai."""
    return [each.removesuffix("+08") for each in slots(text, start, end)]


@pytest.mark.parametrize(
    ("text", "start", "end", "expected"),
    [
        ("每15分钟", "2026-09-27 23:20", "2026-09-28 00:05", ["09-27 23:30", "09-27 23:45", "09-28 00:00"]),
        ("每6小时", "2026-09-27 00:00", "2026-09-28 00:00", ["09-27 06:00", "09-27 12:00", "09-27 18:00", "09-28 00:00"]),
        ("每一个半小时", "2026-09-27 22:00", "2026-09-28 02:00", ["09-27 22:30", "09-28 00:00", "09-28 01:30"]),
        ("每24小时", "2026-09-27 09:00", "2026-09-28 09:00", ["09-28 00:00"]),
        ("每天10:00", "2026-09-27 10:00", "2026-09-29 09:59", ["09-28 10:00"]),
        ("每个工作日08:30", "2026-09-26 00:00", "2026-10-02 23:00", ["09-27 08:30", "09-28 08:30", "09-29 08:30", "09-30 08:30", "10-02 08:30"]),
        ("每周三9:00", "2026-09-27 00:00", "2026-10-10 00:00", ["09-30 09:00", "10-07 09:00"]),
        ("每月31日9:00", "2026-01-31 10:00", "2026-05-01 00:00", ["02-28 09:00", "03-31 09:00", "04-30 09:00"]),
        ("每月最后一天18:00", "2028-01-31 18:00", "2028-04-01 00:00", ["02-29 18:00", "03-31 18:00"]),
        ("每季度7:00", "2026-02-01 00:00", "2026-08-01 00:00", ["04-01 07:00", "07-01 07:00"]),
        ("每年9:00", "2025-06-01 00:00", "2027-01-01 09:00", ["01-01 09:00", "01-01 09:00"]),
        ('cron "30 7 * * 1-5"', "2026-09-25 12:00", "2026-09-29 12:00", ["09-28 07:30", "09-29 07:30"]),
        ('cron "0,30 8-9 1 jan,jul *"', "2026-06-01 00:00", "2026-08-01 00:00", ["07-01 08:00", "07-01 08:30", "07-01 09:00", "07-01 09:30"]),
        ('cron "0 9 13 * fri"', "2026-09-10 00:00", "2026-09-19 00:00", ["09-11 09:00", "09-13 09:00", "09-18 09:00"]),
        ('cron "0 6 29 2 *"', "2026-01-01 00:00", "2029-01-01 00:00", ["02-29 06:00"]),
        ('cron "*/20 22/1 * * 0"', "2026-09-27 22:10", "2026-09-28 12:00", ["09-27 22:20", "09-27 22:40", "09-27 23:00", "09-27 23:20", "09-27 23:40"]),
    ],
)  # fmt: skip
def test_every_kind_of_schedule_comes_when_it_says(
    text: str, start: str, end: str, expected: list[str]
) -> None:
    assert local(text, start, end) == expected


@pytest.mark.parametrize(("text", "hours"), [("每36小时", 36), ("每7小时", 7), ("每50分钟", 5 / 6)])
def test_an_interval_that_does_not_divide_a_day_keeps_its_length_over_midnight_and_months(
    text: str, hours: float
) -> None:
    where, plan = Surroundings(SHANGHAI, CALENDAR), schedule(text)
    now = datetime(2026, 12, 30, 11, 59, tzinfo=UTC)
    for _ in range(40):
        slot = last_due(plan, now, where)
        assert slot is not None
        before = last_due(plan, slot - timedelta(microseconds=1), where)
        assert before is not None
        assert slot - before == timedelta(hours=hours)
        assert last_due(plan, slot, where) == slot
        now = before


BACK = ("2026-11-01 00:10", "2026-11-01 04:00")  # 2:00 is 1:00 again
FORTH = ("2026-03-08 00:10", "2026-03-08 05:00")  # 2:00 is 3:00


@pytest.mark.parametrize(
    ("text", "night", "expected"),
    [
        ('cron "30 1 * * *"', BACK, ["11-01 01:30-04"]),
        ('cron "15,45 1 * * *"', BACK, ["11-01 01:15-04", "11-01 01:45-04"]),
        ("每天1:30", BACK, ["11-01 01:30-04"]),
        ("每小时", BACK, ["11-01 01:00-04", "11-01 01:00-05", "11-01 02:00-05", "11-01 03:00-05", "11-01 04:00-05"]),
        ('cron "30 * * * *"', BACK, ["11-01 00:30-04", "11-01 01:30-04", "11-01 01:30-05", "11-01 02:30-05", "11-01 03:30-05"]),
        ("每2小时", BACK, ["11-01 02:00-05", "11-01 04:00-05"]),
        ('cron "30 2 * * *"', FORTH, ["03-08 03:30-04"]),
        ("每天2:30", FORTH, ["03-08 03:30-04"]),
        ("每个工作日2:30", FORTH, []),
        ('cron "30 1 * * *"', FORTH, ["03-08 01:30-05"]),
        ("每2小时", FORTH, ["03-08 03:00-04", "03-08 04:00-04"]),
        ("每30分钟", ("2026-03-08 01:20", "2026-03-08 03:40"), ["03-08 01:30-05", "03-08 03:00-04", "03-08 03:30-04"]),
    ],
)  # fmt: skip
def test_a_time_that_comes_twice_or_not_at_all_comes_once(
    text: str, night: tuple[str, str], expected: list[str]
) -> None:
    assert slots(text, *night, NEW_YORK) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("每0分钟", "no_such_interval"),
        ("每0小时", "no_such_interval"),
        ("每30秒", "no_such_interval"),
        ("每3天", "no_such_interval"),
        ("每9999999小时", "no_such_interval"),
        ("every 0 minutes", "no_such_interval"),
        ('cron "30 7 * *"', "cron_columns"),
        ('cron "@daily"', "cron_columns"),
        ('cron "60 7 * * *"', "cron_part"),
        ('cron "0 9 L * *"', "cron_part"),
        ('cron "0 9-7 * * *"', "cron_part"),
        ('cron "*/0 9 * * *"', "cron_part"),
        ('cron "0 9 31 2,4 *"', "cron_never"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(text: str, code: str) -> None:
    read = parse(f"{text}，通知班长", WORKSHOP, subject="repair")
    assert code in [each.code for each in read.problems if each.severity == "error"]


@pytest.mark.parametrize(
    ("text", "is_told"), [("每36小时", True), ("每8小时", False), ("每25分钟", True)]
)
def test_an_interval_at_another_time_each_day_is_told(text: str, is_told: bool) -> None:
    read = parse(f"{text}，通知班长", WORKSHOP, subject="repair")
    assert ("interval_wanders" in [each.code for each in read.problems]) is is_told


def test_a_cron_expression_may_name_months_and_days_and_count_sunday_twice() -> None:
    assert read_cron("0 0 * JAN-MAR Sun") == read_cron("0 0 * 1-3 7") == read_cron("0 0 * 1,2,3 0")
    with pytest.raises(BadCron):
        read_cron("0 " * 500)

"""Not updated for so long: counted from the last change of the field, the lines or the linked records."""

from __future__ import annotations

from datetime import timedelta

import pytest

from runtime.commands.change import change_record
from runtime.commands.submit import submit_record
from runtime.queries.records import ListRequest, get_record, list_records
from runtime.rules.replay.replay import replay
from tests.commands.test_rules import APP, rule
from tests.house import START, House, app_of

JOB = """
key: job
label: {zh: 活儿, en: job}
title: name
fields:
  - {key: name, type: text, label: {zh: 名称, en: name}, required: true}
  - {key: progress, type: percent, label: {zh: 当前进度, en: progress}}
  - key: parts
    type: lines
    label: {zh: 配件, en: parts}
    fields:
      - {key: part, type: text, label: {zh: 品名, en: part}}
      - {key: progress, type: percent, label: {zh: 完成率, en: done}}
permissions:
  - {role: boss, can: [create, read, update]}
"""
TRACK = """
key: track
label: {zh: 轨迹, en: track}
title: place
fields:
  - {key: place, type: text, label: {zh: 地点, en: place}}
  - {key: job, type: link, form: job, label: {zh: 所属活儿, en: job}}
permissions:
  - {role: boss, can: [create, read, update]}
"""
WAITS = {"field": "当前进度", "lines": "配件", "linked": "轨迹", "itself": "活儿"}


@pytest.fixture
def shop(house: House) -> House:
    named = {
        f"rules__{key}": rule(key, f"如果48小时内未更新{what}，则向老板发送{key}")
        for key, what in WAITS.items()
    }
    house.publish(app_of(app=APP, forms__job=JOB, forms__track=TRACK, **named))
    house.person("boss", "boss")
    return house


def _change(house: House, form: str, record: str, **values: object) -> None:
    with house.write("boss") as ctx:
        change_record(ctx, form, record, get_record(ctx, form, record).version, values)


def _told(house: House, hours: float) -> list[str]:
    """What is newly told at the tick so many hours after the start."""
    before = house.inbox("boss")
    house.clock.at = START
    house.later(hours=hours)
    return sorted(house.inbox("boss")[len(before) :])


def _found(house: House, what: str) -> list[str]:
    """The names of the records that a list by this condition shows."""
    with house.read("boss") as ctx:
        wanted = ListRequest(where=f"48小时内未更新{what}")
        return [str(each.values["name"]) for each in list_records(ctx, "job", wanted).records]


def test_each_is_told_so_long_after_its_own_last_change_and_again_after_the_next(
    shop: House,
) -> None:
    with shop.write("boss") as ctx:
        job = submit_record(ctx, "job", {"name": "一号", "progress": "0.1"}).id
        submit_record(ctx, "track", {"place": "上海", "job": job})
        other = submit_record(ctx, "job", {"name": "二号"}).id
        submit_record(ctx, "track", {"place": "北京", "job": other})
    assert _told(shop, 20) == []
    _change(shop, "job", job, parts=[{"part": "轴", "progress": "0.5"}])
    assert _told(shop, 47.9) == []
    with shop.write("boss") as ctx:
        track = submit_record(ctx, "track", {"place": "苏州", "job": job}).id
    # 二号 waits in every way; of 一号 the progress has not changed, its lines and tracks have
    assert _told(shop, 48.1) == ["field", "field", "itself", "lines", "linked"]
    assert [_found(shop, what) for what in WAITS.values()] == [
        ["二号", "一号"],
        ["二号"],
        ["二号"],
        ["二号"],
    ]
    assert _told(shop, 68.1) == ["itself", "lines"]
    _change(shop, "job", job, progress="0.2")
    _change(shop, "track", track, place="无锡")
    assert _found(shop, "当前进度") == ["二号"]
    assert _told(shop, 95) == []
    assert _told(shop, 116.2) == ["field", "itself", "linked"]


def test_a_replay_counts_from_what_had_changed_by_then(shop: House) -> None:
    with shop.write("boss") as ctx:
        job = submit_record(ctx, "job", {"name": "一号", "progress": "0.1"}).id
        track = submit_record(ctx, "track", {"place": "上海", "job": job}).id
    _told(shop, 72)
    _change(shop, "job", job, progress="0.2")
    _change(shop, "track", track, place="苏州")
    _told(shop, 168)
    for key in ("field", "linked"):
        with shop.read("boss") as ctx:
            hits = replay(ctx, key, 10).hits
        assert [each.at - START for each in hits] == [timedelta(hours=48), timedelta(hours=120)]

"""Rules that time turns are looked at when they turn, and only then, and not missed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from rule_dsl.moments import next_turn
from runtime.cascade.moments import held_at, remembering, turn_after
from runtime.commands.change import change_record
from runtime.due.moments import _turn
from runtime.due.tick import tick
from runtime.imports.job import confirm_import, run_imports
from runtime.queries.records import get_record
from runtime.queries.timeline import timeline
from runtime.store import due, engine, records
from runtime.store.migrations.run import upgrade
from runtime.store.schema import clock
from tests.commands.test_rules import APP, JOB, make, people, rule, shop
from tests.house import START, House, app_of
from tests.imports.sending import sent

NEAR = "如果距离截止日≤3天，则添加标签“快”"
TURNING = {
    "near": "如果距离截止日≤3天，则添加标签“甲”",
    "past": "如果TODAY()-截止日>3，则添加标签“乙”",
    "today": "如果截止日=TODAY()，则添加标签“丙”",
    "exact": "如果距离截止日=3天，则添加标签“丁”",
    "working": "如果截止日+3个工作日<TODAY()，则添加标签“戊”",
    "idle": "如果48小时内未更新当前进度，则添加标签“己”",
    "held": "如果类型=加急超24小时，则添加标签“庚”",
    "both": "如果类型=加急 且 (距离截止日≤3天 或 TODAY()-截止日>2)，则添加标签“辛”",
    "not": "如果非 截止日<TODAY()，则添加标签“壬”",
}


def _later(house: House, record: str, **spans: float) -> frozenset[str]:
    house.later(**spans)
    return _marks(house, record)


def _marks(house: House, record: str) -> frozenset[str]:
    with house.read("boss") as ctx:
        found: frozenset[str] = get_record(ctx, "job", record).values["marks"] or frozenset()
        return found


def _statements(house: House) -> list[str]:
    """What a tick asks the database."""
    found: list[str] = []

    def note(*told: Any) -> None:
        found.append(told[2])

    sa.event.listen(house.installation.engine, "before_cursor_execute", note)
    house.later(minutes=1)
    sa.event.remove(house.installation.engine, "before_cursor_execute", note)
    return found


def _fired(house: House, record: str) -> list[dict[str, Any]]:
    with house.read("boss") as ctx:
        found = [each for each in timeline(ctx, "job", record) if each.type == "rule_fired"]
    return [dict(each.facts) for each in found]


def test_the_moments_found_are_those_at_which_a_condition_really_turns(house: House) -> None:
    house.publish(shop(**TURNING))
    people(house)
    record = make(house, kind="rush", due="2026-12-01", progress="0.1")
    with house.read("boss") as ctx:
        stored = records.fetch(ctx.connection, ctx.app.tables, ("job", record))
        assert stored is not None
        scope = remembering(ctx, "job", stored)
        rules = ctx.app.forms["job"].timed_rules
        assert {each.spec.key for each in rules} == set(TURNING)
        for rule in rules:
            seen = [held_at(rule, scope, START + timedelta(hours=h)) for h in range(24 * 20)]
            turns = [h for h in range(1, len(seen)) if seen[h] != seen[h - 1]]
            assert turns, rule.spec.key
            for hour in turns:
                before, found = START + timedelta(hours=hour - 1), None
                found = turn_after(rule, scope, before)
                assert found is not None, rule.spec.key
                assert before < found <= START + timedelta(hours=hour), rule.spec.key


def test_a_condition_whose_moments_nobody_can_say_is_still_found(house: House) -> None:
    house.publish(shop(odd="如果WEEKDAY(TODAY())=3，则添加标签“快”"))
    people(house)
    record = make(house)  # on a Monday, the second day of the week
    with house.read("boss") as ctx:
        assert [each.spec.key for each in ctx.app.scanned_rules] == ["odd"]
    assert _later(house, record, hours=1) == frozenset()
    assert _later(house, record, days=1) == frozenset({"快"})


def test_a_turn_that_never_comes_is_none() -> None:
    assert next_turn(lambda _at: True, START) is None
    assert next_turn(lambda at: at >= START + timedelta(days=9), START) == START + timedelta(days=9)


def test_a2_a_rule_fires_for_every_record_whose_moment_passed_while_the_host_was_down(
    house: House,
) -> None:
    house.publish(shop(near=NEAR, exact="如果距离截止日=3天，则添加标签“正好”"))
    people(house)
    made = [make(house, due=f"2026-12-{day:02}") for day in (1, 2, 20)]
    house.later(days=30)  # nothing ran since they were written
    assert [_marks(house, each) for each in made] == [frozenset({"快", "正好"})] * 3
    for each, day in zip(made, (1, 2, 20), strict=True):
        opened = START.replace(hour=0) + timedelta(days=day + 7 - 3, hours=-8)
        late = (START + timedelta(days=30) - opened).total_seconds()
        assert {facts.get("late") for facts in _fired(house, each)} == {round(late)}


def test_a8_it_fires_once_a_crossing_also_after_a_restart_and_a_bulk_import(house: House) -> None:
    house.publish(shop(near=NEAR))
    people(house)
    table = "名称,截止日\n" + "".join(f"{n}号,2026-12-{n:02}\n" for n in range(1, 21))
    job = sent(house, "boss", "job", ("a.csv", table.encode()))
    with house.write("boss") as ctx:
        confirm_import(ctx, job.id)
    run_imports(house.installation)
    for _ in range(20):
        house.later(days=1)
        tick(house.installation)  # nothing is kept in memory from one to the next
    with house.read("boss") as ctx:
        table_ = ctx.app.tables.form("job")
        ids = list(ctx.connection.execute(table_.select().with_only_columns(table_.c.id)).scalars())
    assert len(ids) == 20
    fired = [len(_fired(house, each)) for each in ids]
    assert sorted(fired) == [0] * 4 + [1] * 16  # until 13 December those due by the 16th are near
    record = next(each for each in ids if _fired(house, each))
    with house.write("boss") as ctx:
        version = get_record(ctx, "job", record).version
        change_record(ctx, "job", record, version, {"due": "2027-01-20"})
    house.later(days=2)
    house.later(days=40)
    assert len(_fired(house, record)) == 2


def test_a12_a_sweep_costs_what_is_due_however_many_records_there_are(house: House) -> None:
    house.publish(shop(near=NEAR, past=TURNING["past"]))
    people(house)
    asked = []
    for count in (3, 40):
        for _ in range(count):
            make(house, due="2027-06-01")
        tick(house.installation)
        asked.append(_statements(house))
    assert asked[0] == asked[1]
    with house.read("boss") as ctx:
        table = ctx.app.tables.form("job").name
    assert not [each for each in asked[1] if table in each]
    record = make(house, due="2026-12-01")
    assert _later(house, record, days=6) == frozenset({"快"})


def test_records_of_before_are_found_after_publishing_in_pieces(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runtime.due.moments.PIECE", 3)
    house.publish(shop())
    people(house)
    made = [make(house, due="2026-12-01") for _ in range(7)]
    house.publish(shop(near=NEAR))
    house.later(minutes=1)
    with engine.reading(house.installation.engine) as connection:
        assert all(due.of_record(connection, "shop", "rule", each) for each in made)
    house.later(days=6)
    assert {_marks(house, each) for each in made} == {frozenset({"快"})}


def test_a3_a_worker_frozen_before_it_looked_writes_nothing_when_it_wakes(house: House) -> None:
    house.publish(shop(near=NEAR))
    people(house)
    record = make(house, due="2026-12-01")
    tick(house.installation)
    house.clock.at += timedelta(days=6)
    with engine.writing(house.installation.engine) as connection:
        (held,) = due.claim(connection, "rule", house.clock.at, 10)
    assert _later(house, record, seconds=30) == frozenset()
    assert _later(house, record, seconds=61) == frozenset({"快"})
    assert _turn(house.installation, held) is False
    assert len(_fired(house, record)) == 1


def test_a_rule_that_also_reads_a_field_worked_out_by_the_clock_misses_no_turn(
    house: House,
) -> None:
    left = "  - {key: age, type: duration, label: {zh: 天数, en: age}, formula: TODAY()-截止日}\n"
    form = JOB.replace("permissions:", f"{left}permissions:")
    text = rule("mixed", "如果距离截止日≤30天 且 天数>2天，则添加标签“快”")
    house.publish(app_of(app=APP, forms__job=form, rules__mixed=text))
    people(house)
    record = make(house, due="2026-11-24")
    assert _later(house, record, days=3) == frozenset()
    assert _later(house, record, days=1) == frozenset({"快"})


def test_rules_of_an_installation_of_before_due_times_go_on_after_the_upgrade(
    house: House,
) -> None:
    house.publish(shop(near=NEAR))
    people(house)
    record = make(house, due="2026-12-01")
    used = house.installation.engine
    with engine.writing(used) as connection:  # as it was when nothing was noted
        connection.execute(sa.delete(clock.due))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0012'"))
    upgrade(used)
    assert _later(house, record, days=6) == frozenset({"快"})

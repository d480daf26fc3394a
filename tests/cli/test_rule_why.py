"""`dougong rule why` and `rule replay`: what a rule sees now, and what it would have seen."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from runtime import gate
from runtime.cli.main import main
from runtime.commands.change import change_record
from runtime.commands.move import move_record
from runtime.commands.submit import submit_record
from runtime.context import SYSTEM
from runtime.rules.replay import Replay, replay
from runtime.rules.why import why
from runtime.spec.app import AppSpec
from tests.house import House, app_in, build_house


@pytest.fixture
def repair() -> AppSpec:
    return app_in("apps/repair")


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path, repair: AppSpec) -> House:
    built = build_house(sqlite_url, tmp_path)
    built.publish(repair)
    built.person("ann", "operator", "equipment_lead", "repairer", "buyer", name="安妮")
    built.person("bob", "buyer", name="鲍勃")
    return built


def make(house: House, form: str, **values: object) -> str:
    with house.write("ann") as ctx:
        return submit_record(ctx, form, values).id


def ticket(house: House, **values: object) -> str:
    machine = make(
        house, "machine", name=f"车床{house.clock.at:%d%H%M}", kind="other", workshop="machining"
    )
    given = {"machine": machine, "urgency": "normal", "symptom": "响", "reporter": "ann"}
    return make(house, "ticket", **{**given, **values})


def change(house: House, record: str, **values: object) -> None:
    with house.write("ann") as ctx:
        version = gate.load(ctx, ctx.form("ticket"), record).version
        change_record(ctx, "ticket", record, version, values)


def move(house: House, record: str, key: str, **values: object) -> None:
    with house.write("ann") as ctx:
        move_record(ctx, "ticket", record, key, (values, ""))


def look(house: House, rule: str, days: int) -> Replay:
    with house.read(SYSTEM) as ctx:
        return replay(ctx, rule, days)


def test_why_names_the_first_false_part_and_what_it_saw(house: House) -> None:
    record = ticket(house, estimate="4000.5", due="2026-12-24", progress="0.2")
    with house.read(SYSTEM) as ctx:
        found = why(ctx, "late_progress", record)
        small = why(ctx, "large_cost", record)
    assert (found.holds, found.fired_at, found.matching_since) == (False, None, None)
    assert found.first_false is not None
    assert found.first_false.text == "当前状态=维修中"
    assert found.text[found.first_false.start : found.first_false.end] == "当前状态=维修中"
    assert [(each.text, each.value) for each in found.seen] == [("当前状态", "reported")]
    assert found.seen[0].shown != "reported"
    seen = {each.text: (each.value, each.shown) for each in small.seen}
    assert seen["预计费用"] == ("4000.5", "¥4,000.50")
    assert seen["费用审批线"][0] == "5000"


def test_why_knows_when_a_rule_fired_and_that_it_is_noted(house: House) -> None:
    record = ticket(house, estimate="9000")
    with house.read(SYSTEM) as ctx:
        found = why(ctx, "large_cost", record)
        waited = why(ctx, "dispatched", record)
    assert (found.holds, found.times_fired) == (True, 1)
    assert found.fired_at == found.matching_since == house.clock.at
    assert (waited.holds, waited.trigger is not None, waited.parts) == (None, True, ())


def test_the_command_speaks_both_languages(
    house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    record = ticket(house, estimate="4000.5")
    monkeypatch.setenv("DATA_DIR", str(house.installation.settings.data_dir))
    monkeypatch.setenv("DATABASE_URL", house.installation.settings.database_url)
    asked = ["rule", "why", "repair", "large_cost", record]
    assert main([*asked, "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "第一个不成立的部分是：预计费用≥费用审批线" in said
    assert "预计费用：¥4,000.50" in said
    assert main([*asked, "--lang", "en"]) == 0
    assert "the first part that is false is: estimated cost >= approval limit" in (
        capsys.readouterr().out
    )
    assert main([*asked, "--json"]) == 0
    given = json.loads(capsys.readouterr().out)
    assert given["first_false"]["value"] is False
    assert {"text", "value", "start", "end"} <= given["parts"][0].keys()
    assert main(["rule", "why", "repair", "nothing", record]) == 1
    assert main(["rule", "why", "repair", "large_cost", "nobody"]) == 1
    capsys.readouterr()
    assert main(["rule", "replay", "repair", "large_cost", "--days", "9", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["count"] == 0


def test_a_state_rule_is_counted_each_time_it_turned_true(house: House) -> None:
    record = ticket(house, estimate="9000")
    first = house.clock.at
    house.clock.at += timedelta(days=1)
    change(house, record, estimate="10")
    house.clock.at += timedelta(days=1)
    change(house, record, estimate="7000")
    second = house.clock.at
    change(house, record, symptom="还响")
    house.clock.at += timedelta(hours=1)
    events = len(_events(house))
    found = look(house, "large_cost", 30)
    assert [(hit.record, hit.at) for hit in found.hits] == [(record, first), (record, second)]
    assert found.blind == ("replay_blind_effects",)
    with house.read(SYSTEM) as ctx:
        assert why(ctx, "large_cost", record).times_fired == len(found.hits)  # as it really did
    assert len(look(house, "large_cost", 1).hits) == 1  # it was false when the day began
    assert len(_events(house)) == events


def test_a_trigger_rule_is_counted_where_its_condition_was_true(house: House) -> None:
    stopped = ticket(house, urgency="stopped", stopped_at=house.clock.at)
    house.clock.at += timedelta(hours=1)
    ticket(house)
    change(house, stopped, urgency="normal")
    house.clock.at += timedelta(hours=1)
    found = look(house, "stop_alert", 7)
    assert [(hit.record, hit.branch) for hit in found.hits] == [(stopped, "then")]
    assert found.hits[0].recipients == ("安妮",)
    assert (found.records, found.people) == (2, 1)


def test_the_clock_alone_turns_a_rule_true(house: House) -> None:
    record = ticket(house, due="2026-12-24", progress="0.2")
    machine = make(
        house,
        "machine",
        name="空压机",
        kind="other",
        workshop="machining",
        next_service="2026-12-05",
    )
    house.clock.at += timedelta(days=20)
    found = look(house, "service_due", 30)
    assert [(hit.record, hit.title) for hit in found.hits] == [(machine, "空压机")]
    assert found.hits[0].at.astimezone(_zone(house)).date().isoformat() == "2026-11-28"
    assert look(house, "late_progress", 30).hits == ()
    assert record not in {hit.record for hit in found.hits}


def test_moves_and_time_in_a_state_are_seen(house: House) -> None:
    record = ticket(house)
    move(house, record, "dispatch", repairer=house.people["bob"], due="2026-12-24")
    dispatched = house.clock.at
    move(house, record, "start")
    house.clock.at += timedelta(days=1)
    parts = [{"part": "轴承", "quantity": 1}]
    move(house, record, "wait", parts=parts)
    waiting = house.clock.at
    house.clock.at += timedelta(days=3)
    move(house, record, "parts_came")
    house.clock.at += timedelta(hours=1)
    told = look(house, "dispatched", 30)
    assert [(hit.at, hit.recipients) for hit in told.hits] == [(dispatched, ("鲍勃",))]
    late = look(house, "waiting_long", 30)
    assert [hit.record for hit in late.hits] == [record]
    assert timedelta(hours=48) < late.hits[0].at - waiting <= timedelta(hours=49)
    assert set(late.hits[0].recipients) == {"安妮", "鲍勃"}


def test_what_a_replay_cannot_see_is_said(house: House) -> None:
    ticket(house)
    house.clock.at += timedelta(hours=1)
    assert look(house, "daily_report", 7).blind == ("replay_blind_schedule",)
    assert "replay_blind_minutes" in look(house, "waiting_long", 7).blind


def _zone(house: House):  # type: ignore[no-untyped-def]
    with house.read(SYSTEM) as ctx:
        return ctx.app.zone


def _events(house: House) -> list[object]:
    from sqlalchemy import select

    from runtime.store.schema.events import event

    with house.read(SYSTEM) as ctx:
        return list(ctx.connection.execute(select(event.c.id)).scalars())

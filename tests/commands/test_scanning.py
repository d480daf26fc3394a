"""A scanned code leads to its record, fires the rules that wait for it, and tells nobody of others' records."""

from __future__ import annotations

import pytest

from runtime.commands.scan import scan_code
from runtime.commands.submit import submit_record
from runtime.errors import Refusal
from runtime.queries.records import get_record
from runtime.queries.timeline import timeline
from runtime.spec.app import AppSpec
from tests.commands.test_rules import APP, JOB, rule
from tests.house import House, app_of


def shop(text: str) -> AppSpec:
    fields = "  - {key: label, type: code, label: {zh: 工单码, en: job code}}\n"
    mark = "  - {key: marks,"
    hers = JOB.replace(
        "{role: clerk, can: [create, read, update]}", "{role: clerk, can: [read], rows: 类型=加急}"
    )
    return app_of(
        app=APP, forms__job=hers.replace(mark, fields + mark), rules__scan=rule("scan", text)
    )


def make(house: House, **values: str) -> str:
    with house.write("boss") as ctx:
        return submit_record(ctx, "job", {"name": "一号", **values}).id


def open_shop(house: House, text: str) -> None:
    house.publish(shop(text))
    house.person("boss", "boss")
    house.person("clerk", "clerk")


def test_a_scan_fires_its_rule_and_is_told(house: House) -> None:
    open_shop(house, "当扫描工单码后，将等级改为‘已到’")
    record = make(house, label="GD-1")
    with house.write("boss") as ctx:
        assert scan_code(ctx, " GD-1 ")[1].id == record
    with house.read("boss") as ctx:
        assert get_record(ctx, "job", record).values["grade"] == "已到"
        assert "scanned" in [each.type for each in timeline(ctx, "job", record)]


def test_a_rule_stops_a_scan_and_nothing_is_left_of_it(house: House) -> None:
    open_shop(house, "当扫描工单码时，若等级不为空，阻止“版本不一致”")
    record = make(house, label="GD-1", grade="旧")
    with pytest.raises(Refusal, match="blocked"), house.write("boss") as ctx:
        scan_code(ctx, "GD-1")
    with house.read("boss") as ctx:
        assert "scanned" not in [each.type for each in timeline(ctx, "job", record)]


def test_a_code_of_a_record_one_may_not_see_is_as_unknown_as_any(house: House) -> None:
    open_shop(house, "当扫描工单码后，将等级改为‘已到’")
    make(house, label="GD-1", kind="normal")
    mine = make(house, label="GD-2", kind="rush")
    with house.write("clerk") as ctx:
        assert scan_code(ctx, "GD-2")[1].id == mine
        for code in ("GD-1", "GD-9", "", "x" * 501):
            with pytest.raises(Refusal, match="code_unknown"):
                scan_code(ctx, code)


def test_a_code_that_two_records_bear_is_asked_about(house: House) -> None:
    open_shop(house, "当扫描工单码后，将等级改为‘已到’")
    make(house, label="GD-1")
    make(house, label="GD-1")
    with house.write("boss") as ctx, pytest.raises(Refusal, match="code_twice"):
        scan_code(ctx, "GD-1")

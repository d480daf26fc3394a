"""A duration may be said in several units; half a month has no length."""

from __future__ import annotations

from typing import Any

import pytest

from rule_dsl import parse, print_text
from tests.rule_dsl.workshop_vocabulary import WORKSHOP


def read(text: str) -> Any:
    parsed = parse(text, WORKSHOP, subject="job")
    assert parsed.tree is not None, [problem.message("zh") for problem in parsed.problems]
    for lang in ("zh", "en"):
        printed = print_text(parsed.tree, WORKSHOP, "job", lang)
        assert parse(printed, WORKSHOP, subject="job").tree == parsed.tree, printed
    return parsed.tree.dump()


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("耗时>1小时30分钟", "90", "min"),
        ("time spent > 1 hour 30 minutes", "90", "min"),
        ("耗时超过2天4小时", "52", "h"),
        ("time spent over 2 days and 4 hours", "52", "h"),
        ("耗时超过两天又四小时", "52", "h"),
        ("耗时>1周2天3小时4分5秒", str((9 * 24 + 3) * 3600 + 245), "s"),
        ("耗时>1小时零5分", "65", "min"),
        ("耗时>一个半小时", "1.5", "h"),
        ("耗时>3个半小时", "3.5", "h"),
        ("耗时>两天半", "2.5", "d"),
        ("耗时>半小时", "0.5", "h"),
        ("time spent > 3h", "3", "h"),
        ("time spent > 1h30m", "90", "min"),
        ("time spent > 2d4h", "52", "h"),
    ],
)
def test_several_units_come_to_the_smallest_of_them(text: str, amount: str, unit: str) -> None:
    assert read(text) == ["formula", [">", "spent", ["dur", amount, unit]]]


def test_years_and_months_come_to_months() -> None:
    assert read("公式 交期+1年6个月") == ["formula", ["+", "due", ["dur", "18", "mo"]]]


def test_and_between_two_durations_of_a_range_is_no_sum() -> None:
    tree = read("time spent between 1 hour and 30 minutes")
    assert tree == ["formula", ["between", "spent", ["dur", "1", "h"], ["dur", "30", "min"]]]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("每1小时30分钟，通知主管", ["90", "min"]),
        ("every 1 hour 30 minutes, notify manager", ["90", "min"]),
        ("每一个半小时，通知主管", ["90", "min"]),
        ("每半小时，通知主管", ["30", "min"]),
        ("每小时，通知主管", ["1", "h"]),
        ("every hour, notify manager", ["1", "h"]),
    ],
)
def test_a_rhythm_is_in_whole_hours_or_minutes(text: str, length: list[str]) -> None:
    assert read(text)[1] == ["schedule", "every", ["dur", *length]]


@pytest.mark.parametrize(
    "text", ["公式 交期+半个月", "公式 due date + 1.5 months", "公式 交期+1.5个工作日"]
)
def test_months_and_working_days_are_whole(text: str) -> None:
    found = parse(text, WORKSHOP, subject="job")
    assert [problem.code for problem in found.errors] == ["unit_not_whole"]


def test_a_unit_stands_against_its_number() -> None:
    assert read("重量>5kg") == ["formula", [">", "weight", "5"]]

"""Days and amounts as people say them: 明天, 本周内, 三成, twice the price."""

from __future__ import annotations

from typing import Any

import pytest

from rule_dsl import parse, print_text
from tests.rule_dsl.test_constructs import codes_of, tree_of
from tests.rule_dsl.workshop_vocabulary import WORKSHOP

TODAY = ["today"]
THIS_MONTH = ["between", "due", ["startofmonth", TODAY], ["eomonth", TODAY, "0"]]


@pytest.mark.parametrize(
    ("chinese", "english", "tree"),
    [
        ("交期是明天", "due date is tomorrow", ["=", "due", ["+", TODAY, "1"]]),
        ("交期在后天", "due date is the day after tomorrow", ["=", "due", ["+", TODAY, "2"]]),
        ("开工时间在昨天", "started at = yesterday", ["=", "started", ["-", TODAY, "1"]]),
        (
            "交期早于前天",
            "due date is before the day before yesterday",
            ["<", "due", ["-", TODAY, "2"]],
        ),
        (
            "交期在本周内",
            "due date is this week",
            ["between", "due", ["startofweek", TODAY], ["endofweek", TODAY]],
        ),
        (
            "开工时间在上周",
            "started at in last week",
            [
                "between",
                "started",
                ["startofweek", ["-", TODAY, "7"]],
                ["endofweek", ["-", TODAY, "7"]],
            ],
        ),
        ("交期在本月", "due date within this month", THIS_MONTH),
        ("交期为这个月", "due date is in this month", THIS_MONTH),
        ("交期不在本月内", "due date is not in this month", ["not", THIS_MONTH]),
        ("交期≠本月", "due date is not this month", ["not", THIS_MONTH]),
        (
            "交期属于下个月",
            "due date in next month",
            [
                "between",
                "due",
                ["startofmonth", ["edate", TODAY, "1"]],
                ["eomonth", TODAY, "1"],
            ],
        ),
        (
            "交期在上季度",
            "due date is in last quarter",
            [
                "between",
                "due",
                ["startofquarter", ["edate", TODAY, "-3"]],
                ["endofquarter", ["edate", TODAY, "-3"]],
            ],
        ),
        ("交期早于今年", "due date is before this year", ["<", "due", ["startofyear", TODAY]]),
        ("交期晚于本周", "due date is after this week", [">", "due", ["endofweek", TODAY]]),
        (
            "开工时间在近24小时内",
            "started at in the last 24 hours",
            ["between", "started", ["-", ["now"], ["dur", "24", "h"]], ["now"]],
        ),
        (
            "数量超过重量的120%",
            "quantity > 120% of weight",
            [">", "quantity", ["*", "weight", "1.2"]],
        ),
        (
            "数量超过重量的1.5倍",
            "quantity over 1.5 times weight",
            [">", "quantity", ["*", "weight", "1.5"]],
        ),
        (
            "数量不到重量的一半",
            "quantity is under half of weight",
            ["<", "quantity", ["*", "weight", "0.5"]],
        ),
        ("单价<5000元的八折", "price < 80% of 5000", ["<", "price", ["*", "5000", "0.8"]]),
        ("数量/重量<三成五", "quantity / weight < 35%", ["<", ["/", "quantity", "weight"], "0.35"]),
        ("数量/重量>85折", "quantity / weight > 85%", [">", ["/", "quantity", "weight"], "0.85"]),
        ("数量/重量>8.5折", "quantity / weight > 85%", [">", ["/", "quantity", "weight"], "0.85"]),
        (
            "数量/重量大于一半",
            "quantity / weight is over half",
            [">", ["/", "quantity", "weight"], "0.5"],
        ),
    ],
)
def test_days_and_amounts_as_people_say_them(chinese: str, english: str, tree: Any) -> None:
    assert tree_of(chinese) == tree_of(english) == ["formula", tree]


def test_a_week_is_printed_as_a_week() -> None:
    read = parse("交期在本周内", WORKSHOP, subject="job")
    assert read.tree is not None
    printed = [print_text(read.tree, WORKSHOP, "job", lang) for lang in ("zh", "en")]
    assert printed == ["公式 交期在本周内", "formula due date is in this week"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("本月缺货记录次数>3", "calendar_window"),
        ("count stockout this month > 3", "calendar_window"),
        ("数量在本周内", "period_needs_date"),
        ("交期在近24小时内", "hours_against_date"),
    ],
)
def test_what_cannot_be_said_of_a_week_names_what_to_write(text: str, code: str) -> None:
    assert codes_of(text) == [code]

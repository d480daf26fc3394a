"""A number whose unit is 小时 holds hours, and hides no duration."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rule_dsl.test_constructs import codes_of, tree_of

SPENT_HOURS = ["*", "hours", ["dur", "1", "h"]]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("公式 NOW()-6小时", ["-", ["now"], ["dur", "6", "h"]]),
        ("formula NOW() - 6 hours", ["-", ["now"], ["dur", "6", "h"]]),
        ("开工时间>NOW()-6小时", [">", "started", ["-", ["now"], ["dur", "6", "h"]]]),
        ("公式 交期+3天", ["+", "due", ["dur", "3", "d"]]),
        ("耗时>6小时", [">", "spent", ["dur", "6", "h"]]),
        (
            "公式 IF(数量>5,6小时,2小时)",
            ["if", [">", "quantity", "5"], ["dur", "6", "h"], ["dur", "2", "h"]],
        ),
    ],
)
def test_beside_anything_else_it_is_a_duration(text: str, tree: Any) -> None:
    assert tree_of(text) == ["formula", tree]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("工时>6小时", [">", "hours", "6"]),
        ("work hours > 6 hours", [">", "hours", "6"]),
        ("工时>6小时30分钟", [">", "hours", "6.5"]),
        ("工时≥2天", [">=", "hours", "48"]),
        ("等待天数>1周", [">", "wait", "7"]),
        ("工时介于2小时至8小时", ["between", "hours", "2", "8"]),
        ("工时属于2小时、4小时", ["in", "hours", "2", "4"]),
        ("公式 工时-0.5小时", ["-", "hours", "0.5"]),
        ("公式 ROUND(工时/8小时,1)", ["round", ["/", "hours", "8"], "1"]),
        ("公式 MAX(工时,2小时)", ["max", "hours", "2"]),
    ],
)
def test_beside_the_field_it_is_a_number_of_its_unit(text: str, tree: Any) -> None:
    assert tree_of(text) == ["formula", tree]


def test_a_field_is_set_and_raised_in_its_unit() -> None:
    assert tree_of("将工时改为90分钟")[2] == ["do", ["set", "hours", "1.5"]]
    assert tree_of("提升工时按2小时")[2] == ["do", ["raise", "hours", "2"]]
    assert codes_of("将数量改为6小时") == ["cannot_set"]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("耗时>工时", [">", "spent", SPENT_HOURS]),
        ("工时>100分钟", [">", SPENT_HOURS, ["dur", "100", "min"]]),
        ("工时>等待天数", [">", SPENT_HOURS, ["*", "wait", ["dur", "1", "d"]]]),
        ("公式 开工时间+工时", ["+", "started", SPENT_HOURS]),
        ("公式 交期+等待天数", ["+", "due", "wait"]),
        ("公式 耗时/工时", ["/", "spent", SPENT_HOURS]),
    ],
)
def test_beside_a_length_of_time_the_field_is_one(text: str, tree: Any) -> None:
    assert tree_of(text) == ["formula", tree]


def test_a_plain_number_is_no_length_of_time() -> None:
    assert codes_of("数量>6小时") == ["cannot_compare"]
    assert codes_of("耗时>数量") == ["cannot_compare"]

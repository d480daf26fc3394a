"""A condition on rows goes on after 且 and 或 where the sentence still speaks of the same rows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rule_dsl.test_constructs import codes_of, tree_of

RANGE = ["and", [">", "quantity", "1"], ["<", "quantity", "10"]]
SAME = ["and", ["=", "supplier", ["alias", "supplier"]], [">", "quantity", "3"]]
HIGH = ["=", "level", ["opt", "high"]]


@pytest.mark.parametrize(
    ("chinese", "english", "tree"),
    [
        (
            "所有配件的数量均>1且<10",
            "all parts' quantity are > 1 and < 10",
            ["all", "parts", RANGE],
        ),
        (
            "所有配件数量均大于1且小于10且等级=高",
            "all parts quantity > 1 and < 10 and level = high",
            ["and", ["all", "parts", RANGE], HIGH],
        ),
        (
            "任一配件有数量大于1且小于10",
            "any parts has quantity > 1 and < 10",
            ["any", "parts", RANGE],
        ),
        (
            "任一配件数量>10或<1",
            "any parts quantity > 10 or < 1",
            ["any", "parts", ["or", [">", "quantity", "10"], ["<", "quantity", "1"]]],
        ),
        (
            "所有配件的数量均(大于1且小于10)",
            "all parts quantity (> 1 and < 10)",
            ["all", "parts", RANGE],
        ),
        (
            "不是所有配件的数量均大于1且小于10",
            "not all parts quantity > 1 and < 10",
            ["not", ["all", "parts", RANGE]],
        ),
        (
            "任一配件数量>3且不合格",
            "any parts quantity > 3 and not good",
            ["any", "parts", ["and", [">", "quantity", "3"], ["not", ["=", "good", True]]]],
        ),
        (
            "任一配件合格且数量>3",
            "any parts good and quantity > 3",
            ["and", ["any", "parts", ["=", "good", True]], [">", "quantity", "3"]],
        ),
        (
            "任一配件数量>3且任一配件合格",
            "any parts quantity > 3 and any parts good",
            [
                "and",
                ["any", "parts", [">", "quantity", "3"]],
                ["any", "parts", ["=", "good", True]],
            ],
        ),
        (
            "供应商近3次交货的数量均大于1且小于10",
            "supplier last 3 delivery all quantity > 1 and < 10",
            ["last_all", "supplier", "3", ["form", "delivery"], RANGE],
        ),
        (
            "近24小时存在交货满足供应商=本单供应商且数量>3",
            "exists delivery where supplier = this supplier and quantity > 3 in last 24 hours",
            ["exists", ["form", "delivery"], SAME, ["dur", "24", "h"]],
        ),
        (
            "存在交货满足(供应商=本单供应商)且数量>3",
            "exists delivery where (supplier = this supplier) and quantity > 3",
            [
                "and",
                ["exists", ["form", "delivery"], SAME[1], None],
                [">", "quantity", "3"],
            ],
        ),
    ],
)
def test_what_goes_on_about_rows_belongs_to_them(chinese: str, english: str, tree: Any) -> None:
    assert tree_of(chinese) == tree_of(english) == ["formula", tree]


def test_a_window_needs_records_or_a_date() -> None:
    assert codes_of("paid and quantity > 5 in last 24 hours") == ["window_of_what"]

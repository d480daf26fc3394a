"""What an app's clerk writes, in both languages: one tree, and texts that read back as it."""

from __future__ import annotations

from typing import Any

import pytest

from rule_dsl import load, parse, print_text
from rule_dsl.targets.elaborate import elaborate
from tests.rule_dsl.workshop_vocabulary import WORKSHOP

Row = tuple[str, str, Any]


def tree_of(text: str, subject: str = "job") -> Any:
    """The tree of a text, after it was stored, loaded, printed and read again."""
    parsed = parse(text, WORKSHOP, subject=subject)
    assert parsed.tree is not None, (text, [p.message("zh") for p in parsed.problems])
    stored = parsed.tree.dump()
    assert load(stored, WORKSHOP, subject) == parsed.tree
    for lang in ("zh", "en"):
        printed = print_text(parsed.tree, WORKSHOP, subject, lang)
        again = parse(printed, WORKSHOP, subject=subject)
        assert again.tree is not None, (printed, [p.message("zh") for p in again.problems])
        assert again.tree.dump() == stored, printed
        assert print_text(again.tree, WORKSHOP, subject, lang) == printed
    return stored


def codes_of(text: str, subject: str = "job") -> list[str]:
    """What is said against a text."""
    return [problem.code for problem in parse(text, WORKSHOP, subject=subject).errors]


POWERS: list[Row] = [
    ("公式 数量^2", "formula quantity^2", ["power", "quantity", "2"]),
    ("公式 -数量^2", "formula -quantity^2", ["power", ["-", "0", "quantity"], "2"]),
    ("公式 2^3^数量", "formula 2^3^quantity", ["power", ["power", "2", "3"], "quantity"]),
    ("公式 2*数量^-1", "formula 2*quantity^-1", ["*", "2", ["power", "quantity", "-1"]]),
]


@pytest.mark.parametrize(("zh", "en", "tree"), POWERS)
def test_a_caret_is_the_power_of_spreadsheets(zh: str, en: str, tree: Any) -> None:
    assert tree_of(zh) == tree_of(en) == ["formula", tree]


def test_a_caret_takes_numbers_only() -> None:
    assert codes_of("公式 标签^2") == ["argument_wrong_kind"]
    assert codes_of("公式 数量^") == ["missing_value"]


TURNS: list[Row] = [
    (
        "当数量从5变为3时，通知主管",
        "when quantity changes from 5 to 3, notify manager",
        ["event", "changed_to", "quantity", "3", ["from", "5"]],
    ),
    (
        "若等级由低改为高，则通知主管",
        "if level changed from low to high, then notify manager",
        ["event", "changed_to", "level", ["opt", "high"], ["from", ["opt", "low"]]],
    ),
    (
        "当工单从待审核转为“已审核”，通知主管",
        "when status goes from pending to reviewed, notify manager",
        ["event", "changed_to", "state", ["state", "ok"], ["from", ["state", "draft"]]],
    ),
    (
        "当付款从否变成是时，通知主管",
        "when paid changes from no to yes, notify manager",
        ["event", "changed_to", "paid", True, ["from", False]],
    ),
    (
        "当耗时从空变为1小时30分钟，通知主管",
        "when time spent changes from empty to 90 minutes, notify manager",
        ["event", "changed_to", "spent", ["dur", "90", "min"], ["from", None]],
    ),
]


@pytest.mark.parametrize(("zh", "en", "tree"), TURNS)
def test_a_change_has_a_value_before_and_after(zh: str, en: str, tree: Any) -> None:
    assert tree_of(zh)[1] == tree_of(en)[1] == tree


def test_a_change_is_between_two_values_of_the_field() -> None:
    assert codes_of("当数量从5变为“abc”，通知主管") == ["cannot_compare"]
    assert codes_of("当数量从5变为5，通知主管") == ["changes_to_itself"]
    assert codes_of("当等级从低变为“中等”，通知主管") == ["unknown_option"]


REWORK, RUSH = ["text", "返修"], ["text", "加急"]
TAGS: list[Row] = [
    ("标签 包含 “返修”", "tags contains “返修”", ["contains", "tags", REWORK]),
    ("标签不含“返修”", "tags does not contain '返修'", ["not", ["contains", "tags", REWORK]]),
    ("标签=“返修”", 'tags = "返修"', ["=", "tags", REWORK]),
    ("标签属于“返修”、“加急”", 'tags in "返修", "加急"', ["in", "tags", REWORK, RUSH]),
    (
        "标签包含“返修”或“加急”",
        'tags contains "返修" or "加急"',
        ["or", ["contains", "tags", REWORK], ["contains", "tags", RUSH]],
    ),
]


@pytest.mark.parametrize(("zh", "en", "tree"), TAGS)
def test_a_tag_is_any_text(zh: str, en: str, tree: Any) -> None:
    assert tree_of(zh) == tree_of(en) == ["formula", tree]


def test_a_tag_needs_its_quotes_and_has_no_order() -> None:
    assert codes_of("标签包含返修") == ["text_needs_quotes"]
    assert codes_of("标签<“返修”") == ["not_ordered"]
    assert codes_of("等级=“返修”") == ["unknown_option"]


PRICE, QUANTITY = ["path", "parts", "price"], ["path", "parts", "quantity"]
AMOUNT = ["path", ["form", "payment"], "amount"]
ROWS: list[Row] = [
    ("所有配件的数量均>1", "all parts' quantity > 1", ["all", "parts", [">", "quantity", "1"]]),
    (
        "每个配件的名称都已填写",
        "all parts's name is not empty",
        ["all", "parts", ["not", ["empty", "name"]]],
    ),
    (
        "至少2条配件的数量介于1至5",
        "at least 2 parts' quantity between 1 and 5",
        ["at_least", "2", "parts", ["between", "quantity", "1", "5"]],
    ),
    (
        "所有收款单的金额均不超过100",
        "all payment's amount at most 100",
        ["all", ["form", "payment"], ["<=", "amount", "100"]],
    ),
    (
        "公式 合计(配件的单价*配件的数量)",
        "formula SUM(parts.price*parts.quantity)",
        ["sum", ["*", PRICE, QUANTITY]],
    ),
    (
        "公式 SUM(IF(配件的合格,配件的单价*数量,0))",
        "formula SUM(IF(parts.good, parts.price * quantity, 0))",
        ["sum", ["if", ["=", ["path", "parts", "good"], True], ["*", PRICE, "quantity"], "0"]],
    ),
    ("公式 合计(收款单的金额)", "formula SUM(payment's amount)", ["sum", AMOUNT]),
    ("公式 COUNT(收款单)", "formula COUNT(payment)", ["count", ["form", "payment"]]),
    (
        "公式 平均值(收款单的金额/收款单的件数)",
        "formula AVERAGE(payment.amount / payment.piece count)",
        ["average", ["/", AMOUNT, ["path", ["form", "payment"], "count"]]],
    ),
]


@pytest.mark.parametrize(("zh", "en", "tree"), ROWS)
def test_several_rows_are_judged_or_added_up(zh: str, en: str, tree: Any) -> None:
    assert tree_of(zh) == tree_of(en) == ["formula", tree]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("公式 配件的数量+1", "many_values"),
        ("公式 SUM(配件的单价*MAX(配件的数量))", "gather_inside"),
        ("公式 SUM(配件的单价+收款单的金额)", "several_lists"),
        ("公式 COUNT(拜访)", "no_link"),
        ("公式 SUM(收款单)", "argument_wrong_kind"),
    ],
)
def test_rows_that_do_not_belong_together_are_not_added_up(text: str, code: str) -> None:
    assert codes_of(text) == [code]


STOCKOUT, MONTH = ["form", "stockout"], ["dur", "30", "d"]
DELIVERY = ["path", "supplier", ["form", "delivery"]]
MANY = [">", "quantity", "5"]
ROLLING: list[Row] = [
    (
        "公式 近30天数量大于5的缺货记录次数",
        "formula count stockout where quantity > 5 in last 30 days",
        ["roll", "count", STOCKOUT, MONTH, MANY],
    ),
    (
        "公式 近30天缺货记录中数量大于5的次数",
        "formula count stockout in last 30 days where (quantity > 5)",
        ["roll", "count", STOCKOUT, MONTH, MANY],
    ),
    (
        "公式 近30天满足(数量>5 且 备注不为空)的缺货记录的数量合计",
        "formula sum of stockout's quantity where quantity > 5 and note is not empty in last 30 days",
        [
            "roll",
            "sum",
            ["path", STOCKOUT, "quantity"],
            MONTH,
            ["and", MANY, ["not", ["empty", "note"]]],
        ],
    ),
    (
        "公式 近30天数量大于本单数量的缺货记录次数",
        "formula count stockout where quantity > this quantity in last 30 days",
        ["roll", "count", STOCKOUT, MONTH, [">", "quantity", ["alias", "quantity"]]],
    ),
    (
        "公式 供应商近30天交货次数",
        "formula count delivery of supplier in last 30 days",
        ["roll", "count", DELIVERY, MONTH],
    ),
    (
        "公式 供应商近30天数量大于5的交货的数量平均",
        "formula average delivery's quantity of supplier where quantity > 5 in last 30 days",
        ["roll", "average", ["path", DELIVERY, "quantity"], MONTH, MANY],
    ),
]


@pytest.mark.parametrize(("zh", "en", "tree"), ROLLING)
def test_a_window_may_be_filtered_and_names_its_owner(zh: str, en: str, tree: Any) -> None:
    assert tree_of(zh) == tree_of(en) == ["formula", tree]


def test_of_two_links_the_sentence_names_one() -> None:
    visits = ["path", "origin", ["form", "visit"]]
    for text in ("公式 来源近30天拜访次数", "formula count visit of origin in last 30 days"):
        assert tree_of(text, "supplier") == ["formula", ["roll", "count", visits, MONTH]]
    last = tree_of("目的地近三次拜访均费用>100", "supplier")
    assert last[1][:2] == ["last_all", "target"]
    assert codes_of("公式 近30天拜访次数", "supplier") == ["several_links"]


LAST = ["last_some", "supplier", "5", ["form", "delivery"]]
LATE = [">=", "delay", ["dur", "2", "d"]]


@pytest.mark.parametrize(
    "text",
    [
        "供应商近五次交货至少三次延迟2天以上",
        "supplier last 5 delivery at least 3 delay >= 2 days",
    ],
)
def test_some_of_the_last_rows(text: str) -> None:
    assert tree_of(text) == ["formula", [*LAST, LATE, "3"]]


def test_all_of_the_last_rows_by_one_of_their_fields() -> None:
    tree = ["last_all", *LAST[1:], LATE]
    assert tree_of("供应商近五次交货的延迟均2天以上") == ["formula", tree]


WEEK = ["dur", "5", "d"]
TRENDS: list[Row] = [
    ("日均销量连续5天上扬", "daily sales for 5 days rising", ["trend", "sales", WEEK, "up"]),
    (
        "收款单的金额连续5天下降",
        "payment's amount for 5 days falling",
        ["trend", AMOUNT, WEEK, "down"],
    ),
    (
        "收款单的金额合计连续5天上扬",
        "sum of payment's amount for 5 days rising",
        ["trend", AMOUNT, WEEK, "up", "sum"],
    ),
    (
        "连续5天收款单次数上升",
        "count payment for 5 days rising",
        ["trend", ["form", "payment"], WEEK, "up", "count"],
    ),
]


@pytest.mark.parametrize(("zh", "en", "tree"), TRENDS)
def test_a_trend_is_of_a_field_or_of_linked_records_by_day(zh: str, en: str, tree: Any) -> None:
    assert tree_of(zh) == tree_of(en) == ["formula", tree]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("数量连续5小时上扬", "trend_in_days"),
        ("单价*数量连续5天上扬", "trend_needs_series"),
        ("供应商的评分连续5天上扬", "trend_needs_series"),
        ("配件的数量连续5天上扬", "trend_needs_series"),
        ("拜访的费用连续5天上扬", "no_link"),
    ],
)
def test_a_trend_needs_a_value_for_each_day(text: str, code: str) -> None:
    assert codes_of(text) == [code]


def test_a_total_of_lines_is_held_since_its_lines_changed() -> None:
    held = parse("SUM(配件的单价*配件的数量)>5持续超过2天", WORKSHOP, subject="job").tree
    assert held is not None
    found = elaborate(held.child(0), WORKSHOP, "job").walk()
    assert [op.value for op in found if op.name == "changed_at"] == [("job", ("parts",))]

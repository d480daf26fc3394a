"""What an author is told about a condition: the same in both languages, and nothing beside it."""

from __future__ import annotations

import re

import pytest

from rule_dsl import parse
from tests.rule_dsl.trades_vocabulary import TRADES

# form, Chinese, English → what is said, in order
CASES = [
    # ------------------------------------------------------------ never true
    ("purchase", "采购金额>10 且 采购金额<5", "total > 10 and total < 5", "never_true"),
    ("purchase", "采购金额=10 且 采购金额=20", "total = 10 and total = 20", "never_true"),
    ("purchase", "采购金额≥10 且 采购金额<10", "total >= 10 and total < 10", "never_true"),
    ("purchase", "采购金额≥10 且 采购金额≤10", "total >= 10 and total <= 10", ""),
    (
        "purchase",
        "(采购金额>10 或 采购金额>20) 且 采购金额<5",
        "(total > 10 or total > 20) and total < 5",
        "never_true",
    ),
    ("purchase", "采购金额介于20至10", "total between 20 and 10", "reversed_range"),
    (
        "purchase",
        "采购金额介于10至20 且 采购金额>30",
        "total between 10 and 20 and total > 30",
        "never_together",
    ),
    (
        "purchase",
        "采购金额为空 且 采购金额>30",
        "total is empty and total > 30",
        "never_together",
    ),
    (
        "purchase",
        "采购金额>预算余额 且 采购金额≤预算余额",
        "total > budget left and total <= budget left",
        "never_together",
    ),
    (
        "purchase",
        "折扣率>50% 且 折扣率<40%",
        "discount > 50% and discount < 40%",
        "never_true",
    ),
    (
        "repair",
        "故障等级=严重 且 故障等级=轻微",
        "severity = major and severity = minor",
        "never_true",
    ),
    (
        "repair",
        "故障等级>严重 且 故障等级=轻微",
        "severity > major and severity = minor",
        "never_true",
    ),
    (
        "repair",
        "故障等级属于轻微、严重 且 故障等级=停机",
        "severity in (minor, major) and severity = line stop",
        "never_together",
    ),
    (
        "repair",
        "处理状态=待派工 且 处理状态=已完工",
        "repair state = waiting and repair state = finished",
        "never_true",
    ),
    ("repair", "备件到齐=是 且 备件到齐=否", "parts ready = yes and parts ready = no", "never_true"),
    (
        "repair",
        "承诺完成日<今天 且 承诺完成日>今天+3天",
        "promised date < today and promised date > today + 3 days",
        "never_together",
    ),
    (
        "repair",
        "承诺完成日临近3天 且 承诺完成日<今天",
        "promised date is within 3 days and promised date < today",
        "never_together",
    ),
    (
        "repair",
        "承诺完成日>2026-03-01 且 承诺完成日<2026-02-01",
        "promised date > 2026-03-01 and promised date < 2026-02-01",
        "never_true",
    ),
    (
        "repair",
        "故障原因包含“电” 且 故障原因不包含“电”",
        'cause contains "电" and cause does not contain "电"',
        "never_together",
    ),
    ("machine", "稼动率>120%", "uptime > 120%", "out_of_range"),
    ("repair", "设备的稼动率>120%", "machine's uptime > 120%", "out_of_range"),
    (
        "purchase",
        "任一采购明细有(件数>5 且 件数<3)",
        "any purchase lines (piece count > 5 and piece count < 3)",
        "never_true",
    ),
    (
        "purchase",
        "采购金额>100 且 采购金额<预算余额 且 预算余额<50",
        "total > 100 and total < budget left and budget left < 50",
        "never_together",
    ),
    (
        "leave",
        "开始日期<结束日期 且 开始日期>2026-03-01 且 结束日期≤2026-03-01",
        "first day < last day and first day > 2026-03-01 and last day <= 2026-03-01",
        "never_together",
    ),
    (
        "inspection",
        "不良数>抽检数 且 抽检数≥不良数",
        "defect count > sample size and sample size >= defect count",
        "never_together",
    ),
    # ------------------------------------------------------------ always true
    ("purchase", "采购金额>5 或 采购金额≤5", "total > 5 or total <= 5", ""),
    (
        "purchase",
        "采购金额>5 或 采购金额≤5 或 采购金额为空",
        "total > 5 or total <= 5 or total is empty",
        "always_one",
    ),
    ("purchase", "已到货=是 或 已到货=否", "arrived = yes or arrived = no", "always_true"),
    ("machine", "稼动率≥0%", "uptime >= 0%", ""),
    ("machine", "稼动率≥0% 或 稼动率为空", "uptime >= 0% or uptime is empty", "always_one"),
    ("purchase", "1=1", "1 = 1", "foregone"),
    ("purchase", "采购金额=采购金额", "total = total", "compared_with_itself"),
    # ------------------------------------------------------------ hints
    ("purchase", "距离到货日期≤3天", "time to arrival date <= 3 days", "also_overdue"),
    (
        "purchase",
        "距离到货日期≤3天 且 到货日期≥今天",
        "time to arrival date <= 3 days and arrival date >= today",
        "",
    ),
    (
        "purchase",
        "距离到货日期≤3天 或 到货日期<今天",
        "time to arrival date <= 3 days or arrival date < today",
        "",
    ),
    ("purchase", "到货日期临近3天", "arrival date is within 3 days", ""),
    ("purchase", "非 采购金额>3", "not total > 3", "not_includes_empty"),
    (
        "purchase",
        "非 采购金额>3 且 采购金额不为空",
        "not total > 3 and total is not empty",
        "",
    ),
    (
        "purchase",
        "非 (采购金额>3 且 报价数>2)",
        "not (total > 3 and quote count > 2)",
        "not_includes_empty",
    ),
    ("purchase", "非 采购金额>3 或 采购金额为空", "not total > 3 or total is empty", ""),
    ("purchase", "非 已到货", "not arrived", ""),
    ("repair", "故障等级≠严重", "severity != major", "not_includes_empty"),
    ("repair", "处理状态≠已完工", "repair state != finished", ""),
    ("purchase", "折扣率=0.5", "discount = 0.5", "fraction_is_percent"),
    ("purchase", "折扣率介于0.1至0.5", "discount between 0.1 and 0.5", "fraction_is_percent fraction_is_percent"),
    (
        "purchase",
        "采购金额>3 或 已到货 且 报价数=1",
        "total > 3 or arrived and quote count = 1",
        "mixed_and_or",
    ),
    (
        "purchase",
        "采购金额>3 或 (已到货 且 报价数=1)",
        "total > 3 or (arrived and quote count = 1)",
        "",
    ),
    ("repair", "报修时间超过1天", "reported at over 1 day", "calendar_day"),
    ("repair", "报修时间超过24小时", "reported at over 24 hours", ""),
    ("repair", "承诺完成日临近1天", "promised date is within 1 day", ""),
]  # fmt: skip


@pytest.mark.parametrize(("form", "chinese", "english", "codes"), CASES)
def test_a_condition_is_judged_alike_in_both_languages(
    form: str, chinese: str, english: str, codes: str
) -> None:
    for text in (chinese, english):
        parsed = parse(text, TRADES, subject=form, expect="condition")
        assert parsed.tree is not None, [each.message("zh") for each in parsed.problems]
        said = [each.code for each in parsed.problems]
        assert said == codes.split(), [each.message("zh") for each in parsed.problems]
        for each in parsed.problems:
            assert "{" not in each.message("zh") + each.hint("en")
            bare = re.sub(r"[“「][^”」]*[”」]|\(.*\)|[=<>≠≤≥].*", "", each.message("en"))
            assert not re.search(r"[一-鿿]", bare) or text == chinese


@pytest.mark.parametrize(
    ("chinese", "english", "codes"),
    [
        ("每天，通知班长", "daily, notify foreman", ["assumed_time"]),
        ("每周，通知班长", "weekly, notify foreman", ["assumed_monday", "assumed_time"]),
        ("每月，通知班长", "monthly, notify foreman", ["assumed_first", "assumed_time"]),
        ("每季度，通知班长", "quarterly, notify foreman", ["assumed_time"]),
        ("每周五10:00，通知班长", "weekly on Friday at 10:00, notify foreman", []),
        (
            "若48小时内未验收，则通知班长",
            "if not acceptance within 48 hours, then notify foreman",
            ["counted_from"],
        ),
    ],
)
def test_what_a_sentence_leaves_out_is_said(chinese: str, english: str, codes: list[str]) -> None:
    for text in (chinese, english):
        parsed = parse(text, TRADES, subject="repair", expect="rule")
        assert [each.code for each in parsed.problems] == codes, text


def test_hours_against_a_date_are_refused_with_the_unit_to_use() -> None:
    for text, lang in (
        ("距离承诺完成日≤24小时", "zh"),
        ("time to promised date <= 24 hours", "en"),
    ):
        (problem,) = parse(text, TRADES, subject="repair", expect="condition").problems
        assert problem.code == "hours_against_date"
        assert ("天" if lang == "zh" else "days") in problem.hint(lang)


def test_the_calendar_day_hint_says_what_to_write_instead() -> None:
    for text, lang in (("报修时间超过2天", "zh"), ("reported at over 2 days", "en")):
        (problem,) = parse(text, TRADES, subject="repair", expect="condition").problems
        instead = re.split("：|: ", problem.hint(lang))[-1].rstrip("。.")
        parsed = parse(instead, TRADES, subject="repair", expect="condition")
        assert parsed.tree is not None, instead
        assert parsed.problems == ()

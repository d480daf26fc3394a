"""Conditions on the record itself."""

from __future__ import annotations

from rule_dsl.reference.base import Construct, Example

CONSTRUCTS: tuple[Construct, ...] = (
    Construct(
        key="comparison",
        group="conditions",
        name=("比较", "Comparison"),
        meaning=(
            "比较两个值：等于、不等于、大于、小于……",
            "Compares two values: equal, different, greater, less …",
        ),
        heads=("=", "!=", "<", "<=", ">", ">="),
        rows=("OP:=", "OP:!=", "OP:>", "OP:>=", "OP:<", "OP:<=", "HALFWAY"),
        examples=(
            Example("故障等级=停机", "severity = line stop"),
            Example("故障等级≠停机", "severity != line stop"),
            Example("维修费用>报价", "repair cost > quoted price"),
            Example("维修费用不低于1,000", "repair cost no less than 1,000"),
            Example("停机时长不到2小时", "downtime is less than 2 hours"),
            Example("维修进度≤80%", "progress <= 80%"),
            Example("故障等级为严重或停机", "severity is major or line stop"),
        ),
        notes=(
            (
                "两边的类型要一致：日期和日期比，金额和数字比。",
                "Both sides must be of one kind: a date with a date, money with a number.",
            ),
            (
                "有一边为空时，大于、小于都不成立；两边都为空才相等。",
                "With an empty side, greater and less never hold; two empty values are equal.",
            ),
        ),
        see=("bounds", "between", "membership", "empty"),
    ),
    Construct(
        key="bounds",
        group="conditions",
        name=("以上、以下、以内", "Or more, or less"),
        meaning=(
            "把界限写在数值后面。",
            "Writes the limit after the value.",
        ),
        heads=(">=", "<="),
        rows=("POST:>=", "POST:<=", "POST:>", "POST:<", "POST:="),
        examples=(
            Example("停机时长2小时以上", "downtime 2 hours or more"),
            Example("停机时长30分钟以内", "downtime 30 minutes or less"),
            Example("维修费用5,000以下", "repair cost 5,000 or less"),
        ),
        notes=(
            (
                "以上、以下、以内都包含边界本身。",
                "The limit itself belongs to it.",
            ),
        ),
        see=("comparison", "between"),
    ),
    Construct(
        key="between",
        group="conditions",
        name=("介于", "Between"),
        meaning=(
            "在两个值之间，两端都算在内。",
            "Lies between two values; both ends belong.",
        ),
        heads=("between",),
        rows=("BETWEEN", "RANGE"),
        examples=(
            Example("维修费用介于1,000至5,000", "repair cost between 1,000 to 5,000"),
            Example("维修费用在1,000到5,000之间", "repair cost between 1,000 and 5,000"),
            Example(
                "承诺完成日介于2026-11-20至2026-11-30",
                "promised date between 2026-11-20 to 2026-11-30",
            ),
        ),
        notes=(
            (
                "值为空时不成立。",
                "Never holds for an empty value.",
            ),
        ),
        see=("comparison", "bounds"),
    ),
    Construct(
        key="period",
        group="conditions",
        name=("本周、本月、今年", "This week, last month, next year"),
        meaning=(
            "日期落在某一周、某个月、某个季度或某一年里，首尾两天都算在内。",
            "The date lies in a week, month, quarter or year; its first and last day belong to it.",
        ),
        heads=("between",),
        rows=tuple(
            f"PERIOD:{time}_{unit}"
            for unit in ("week", "month", "quarter", "year")
            for time in ("this", "next", "last")
        ),
        examples=(
            Example("承诺完成日在本周内", "promised date is in this week"),
            Example("承诺完成日在下个月", "promised date is next month"),
            Example("承诺完成日不在今年内", "promised date is not in this year"),
            Example("承诺完成日早于本月", "promised date is before this month"),
            Example("报修时间在近24小时内", "report time in last 24 hours"),
        ),
        notes=(
            (
                "一周从周一开始。统计次数和合计要写天数：近30天…次数。",
                "A week begins on Monday. Counts and sums take a number of days: in last 30 days.",
            ),
        ),
        see=("between", "date", "rolling"),
    ),
    Construct(
        key="membership",
        group="conditions",
        name=("属于", "One of"),
        meaning=(
            "等于所列的其中一个。",
            "Equals one of the listed values.",
        ),
        heads=("in",),
        rows=("IN", "NOTIN", "_INEND"),
        examples=(
            Example("故障等级属于(严重、停机)", "severity in (major, line stop)"),
            Example("处理状态不属于(已完工、已验收)", "repair state not in (finished, accepted)"),
            Example("故障等级在严重、停机中", "severity is one of major, line stop"),
        ),
        see=("comparison", "contains", "choice"),
    ),
    Construct(
        key="contains",
        group="conditions",
        name=("包含", "Contains"),
        meaning=(
            "文本里有这段文字；多选字段选了这一项。",
            "A text holds these letters; a multiple choice has this option.",
        ),
        heads=("contains",),
        rows=("CONTAINS", "LACKS"),
        examples=(
            Example("故障原因包含“轴承”", 'cause contains "bearing"'),
            Example("故障原因不包含“漏油”", 'cause does not contain "oil leak"'),
            Example("故障原因包含“轴承”或“漏油”", 'cause contains "bearing" or "oil leak"'),
            Example("故障类型包含电气", "fault types contains electrical"),
        ),
        notes=(
            (
                "区分英文字母的大小写。为空的文本什么都不包含。",
                "Capitals count. An empty text contains nothing.",
            ),
        ),
        see=("text", "membership", "choice"),
    ),
    Construct(
        key="empty",
        group="conditions",
        name=("为空、已填", "Empty or filled in"),
        meaning=(
            "判断一个字段有没有填。",
            "Tells whether a field has been filled in.",
        ),
        heads=("empty", "null"),
        rows=("EMPTY", "_HASNO", "FILLED", "NOTHING"),
        examples=(
            Example("完工日期为空", "finish date is empty"),
            Example("没有完工日期", "no finish date"),
            Example("故障原因不为空", "cause is not empty"),
            Example(
                "IF(完工日期为空, 空, 完工日期-承诺完成日)",
                "IF(finish date is empty, empty, finish date - promised date)",
            ),
        ),
        notes=(
            (
                "空和0不一样：没有填的金额不是0元。计算里有一个空值，结果就是空。",
                "Empty is not zero: an amount that was not filled in is not 0. A calculation with an empty value is empty.",
            ),
            (
                "求和、平均、最大、最小、计数会略过空值。",
                "SUM, AVERAGE, MAX, MIN and COUNT skip empty values.",
            ),
            (
                "勾选字段不会为空，请写“=否”。",
                "A tick box is never empty; write “= no”.",
            ),
        ),
        see=("require", "comparison"),
    ),
    Construct(
        key="and_or_not",
        group="conditions",
        name=("且、或、非", "And, or, not"),
        meaning=(
            "把几个条件合在一起，或取相反。",
            "Puts conditions together, or turns one round.",
        ),
        heads=("and", "or", "not"),
        rows=("_AND", "_OR", "_NOT"),
        examples=(
            Example("故障等级=停机 且 备件到齐=否", "severity = line stop and parts ready = no"),
            Example(
                "故障等级=停机 或 停机时长>4小时", "severity = line stop or downtime > 4 hours"
            ),
            Example("非 (维修费用>报价)", "not (repair cost > quoted price)"),
            Example(
                "备件到齐=是 且 (故障等级=停机 或 停机时长>4小时)",
                "parts ready = yes and (severity = line stop or downtime > 4 hours)",
            ),
        ),
        notes=(
            (
                "先“非”，再“且”，最后“或”；拿不准就加括号。",
                "Not comes first, then and, then or. When in doubt, use brackets.",
            ),
            (
                "“非”也会包含没有填写的记录，例如“非 (维修费用>报价)”包含维修费用为空的记录。",
                (
                    "Not also takes in records where the field is empty: “not (repair cost > quoted price)” "
                    "includes those without a cost."
                ),
            ),
        ),
        see=("comparison", "rule"),
    ),
)

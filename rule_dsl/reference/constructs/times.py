"""Conditions that time alone can make true."""

from __future__ import annotations

from rule_dsl.reference.base import Construct, Example

CONSTRUCTS: tuple[Construct, ...] = (
    Construct(
        key="until",
        group="conditions",
        name=("距离某个日期", "Time to a date"),
        meaning=(
            "从今天（或现在）到某个日期还有多久。",
            "How long it is from today (or now) to a date.",
        ),
        heads=("until",),
        rows=("UNTIL",),
        examples=(
            Example("距离承诺完成日≤3天", "time to promised date <= 3 days"),
            Example("距离承诺完成日<0天", "time to promised date < 0 days"),
            Example("距离承诺完成日 > 2天", "time to promised date > 2 days"),
        ),
        notes=(
            (
                "≤3天在过期以后也成立（过期时是负数）；只想提前提醒，请用“临近”。",
                (
                    "“<= 3 days” also holds once the date has passed (it is negative then). "
                    "To remind beforehand only, use “is within”."
                ),
            ),
            ("必须写单位。", "The unit must be written."),
        ),
        see=("near", "overdue", "date"),
    ),
    Construct(
        key="near",
        group="conditions",
        name=("临近", "Is within"),
        meaning=(
            "日期快到了，而且还没有过。",
            "The date is coming up and has not passed yet.",
        ),
        heads=("near",),
        rows=("NEAR",),
        examples=(
            Example("承诺完成日临近3天", "promised date is within 3 days"),
            Example("下次点检日临近7天", "next check date is within 7 days", "machine"),
        ),
        notes=(
            (
                "当天也算；过期以后不再成立。",
                "The day itself belongs; once it has passed, the condition no longer holds.",
            ),
        ),
        see=("until", "overdue"),
    ),
    Construct(
        key="overdue",
        group="conditions",
        name=("已逾期", "Is overdue"),
        meaning=(
            "日期已经过去了。",
            "The date has passed.",
        ),
        heads=("<", "today"),
        rows=("OVERDUE",),
        examples=(
            Example("承诺完成日已过期", "promised date is overdue"),
            Example(
                "承诺完成日已逾期 且 处理状态≠已完工",
                "promised date is overdue and repair state != finished",
            ),
        ),
        notes=(
            (
                "当天还不算逾期，第二天才算。",
                "On the day itself it is not overdue yet; from the next day on it is.",
            ),
        ),
        see=("until", "near"),
    ),
    Construct(
        key="held",
        group="conditions",
        name=("持续多久", "Held for"),
        meaning=(
            "某种情况已经持续了这么久。",
            "Something has been so for this long.",
        ),
        heads=("held",),
        rows=("HELD",),
        examples=(
            Example(
                "处理状态=维修中持续超过8小时", "repair state = in repair held for over 8 hours"
            ),
            Example("备件到齐=否持续达到2天", "parts ready = no held for at least 2 days"),
            Example("‘维修中’状态持续超过8小时", "in repair state for over 8 hours"),
        ),
        notes=(
            (
                "从条件成立、并且相关字段最后一次变动起算；中途变了就重新计时。",
                "Counted from the last change of the fields in it; when they change, the count starts again.",
            ),
            (
                "界限也可以是参数。",
                "The limit may be a parameter.",
            ),
        ),
        see=("not_within", "duration"),
    ),
    Construct(
        key="not_within",
        group="conditions",
        name=("多久内未……", "Not within"),
        meaning=(
            "规定时间过了，该做的事还没有做。",
            "The time is up and the thing has not been done.",
        ),
        heads=("not_within",),
        rows=("_UNDONE", "_WITHIN"),
        examples=(
            Example("30分钟内未派工", "not dispatch within 30 minutes"),
            Example("响应时限内未派工", "not dispatch within response time"),
            Example("8小时内未完工", "not completion within 8 hours"),
            Example("24小时内未更新维修进度", "not update progress within 24 hours"),
            Example(
                "当报修单提交时，若2小时内未派工，则升级提醒维修主管",
                "when a repair request is submitted, if not dispatch within 2 hours, then escalate to maintenance lead",
            ),
        ),
        notes=(
            (
                "跟在事件后面时从事件发生起算；没有事件时，从可以做这件事的时候（例如进入该状态）起算。",
                (
                    "After an event it counts from the event; without one, from when it became possible, "
                    "such as entering the state that allows it."
                ),
            ),
            (
                "未更新某个字段、明细或关联记录：从它最后一次更改起算；从没改过的，从记录创建起算。",
                (
                    "Not updated, of a field, lines or linked records: from their last change; "
                    "where there was none, from the record's creation."
                ),
            ),
            (
                "按自然时间计算；要按上班时间，请写工作小时、工作日。",
                "Ordinary hours count; for office hours write working hours or working days.",
            ),
        ),
        see=("timer", "held", "escalate"),
    ),
)

"""Conditions and values over other records and over lines."""

from __future__ import annotations

from rule_dsl.reference.base import Construct, Example

CONSTRUCTS: tuple[Construct, ...] = (
    Construct(
        key="last_n",
        group="records",
        name=("最近几次", "The last few"),
        meaning=(
            "看最近几条相关记录：是不是都这样、有没有这样的、至少几次这样。",
            "Looks at the last few linked records: are all of them so, any of them, at least some of them?",
        ),
        heads=("last_all", "last_any", "last_some"),
        rows=("LAST", "LATEST", "ALL", "HAS", "ATLEAST"),
        examples=(
            Example(
                "设备近3次点检记录均点检得分<80",
                "machine last 3 inspection all inspection score < 80",
            ),
            Example(
                "设备最近一次点检记录的点检得分<80",
                "machine latest inspection's inspection score < 80",
            ),
            Example(
                "设备近3次点检记录有点检合格=否",
                "machine last 3 inspection any inspection passed = no",
            ),
            Example(
                "设备近5次点检记录至少2次点检得分<60",
                "machine last 5 inspection at least 2 inspection score < 60",
            ),
            Example(
                "近3次报修单均停机时长>2小时",
                "last 3 repair request all downtime > 2 hours",
                "machine",
            ),
        ),
        notes=(
            (
                "记录不够这么多条时，一律不成立。",
                "With fewer records than that, it never holds.",
            ),
            (
                "先后按表单声明的业务时间排（例如点检时间），回收站里的不算。",
                (
                    "They are put in order by the form's own business time, such as the inspection time. "
                    "Records in the trash do not count."
                ),
            ),
        ),
        see=("rolling", "trend", "quantifiers"),
    ),
    Construct(
        key="rolling",
        group="records",
        name=("近一段时间的统计", "Totals over a period"),
        meaning=(
            "统计最近一段时间里的相关记录：次数、合计、平均、最大、最小、最近一次。",
            "Counts, adds up or averages the linked records of the last days.",
        ),
        heads=("roll",),
        rows=(
            "AGG:count",
            "AGG:sum",
            "AGG:average",
            "AGG:max",
            "AGG:min",
            "AGG:last",
            "LAST",
            "INLAST",
        ),
        examples=(
            Example("近30天报修单次数", "count repair request in last 30 days", "machine"),
            Example(
                "近30天满足(维修费用>1000)的报修单次数",
                "count repair request where (repair cost > 1000) in last 30 days",
                "machine",
            ),
            Example(
                "近30天报修单的维修费用合计",
                "sum of repair request's repair cost in last 30 days",
                "machine",
            ),
            Example(
                "近30天点检记录的点检得分平均",
                "average inspection's inspection score in last 30 days",
                "machine",
            ),
            Example(
                "近30天点检记录的点检得分最低",
                "lowest inspection's inspection score in last 30 days",
                "machine",
            ),
            Example(
                "如果近30天报修单次数>2，则通知保管人",
                "if count repair request in last 30 days > 2, then notify keeper",
                "machine",
            ),
        ),
        notes=(
            (
                "想只统计一部分记录，在表单前面写上条件：满足(……)的。",
                "To count only some of the records, add “where (…)” after the form.",
            ),
            (
                "没有记录时，次数和合计是0，平均、最大、最小为空。",
                "With no records the count and the sum are 0; the average, highest and lowest are empty.",
            ),
        ),
        see=("last_n", "trend", "duration"),
    ),
    Construct(
        key="trend",
        group="records",
        name=("连续上升、下降", "Rising, falling"),
        meaning=(
            "一个数值连续几天都比前一天高（或低）。",
            "A value has been higher (or lower) than the day before, so many days running.",
        ),
        heads=("trend",),
        rows=("_FOR", "DIR:up", "DIR:down"),
        examples=(
            Example("稼动率连续3天下降", "uptime for 3 days falling", "machine"),
            Example("温度连续3天上升", "temperature for 3 days rising", "machine"),
        ),
        notes=(
            (
                "连续3天需要4天的数值；中间缺一天就不算连续。",
                "Three days running take the values of four days; a missing day breaks the run.",
            ),
        ),
        see=("last_n", "rolling"),
    ),
    Construct(
        key="exists",
        group="records",
        name=("存在", "Exists"),
        meaning=(
            "有没有符合条件的其他记录。",
            "Whether there is another record that fits.",
        ),
        heads=("exists",),
        rows=("EXISTS", "_WHERE", "INLAST"),
        examples=(
            Example(
                "存在报修单满足(设备=本单设备 且 处理状态=维修中)",
                "exists repair request where (machine = this machine and repair state = in repair)",
            ),
            Example(
                "近7天存在报修单满足(设备=本单设备)",
                "exists repair request where (machine = this machine) in last 7 days",
            ),
            Example(
                "近7天存在点检记录满足(点检合格=否)",
                "exists inspection where (inspection passed = no) in last 7 days",
            ),
        ),
        notes=(
            (
                "查的是同一种表单时，不算这条记录自己。",
                "Among records of the same form, the record itself does not count.",
            ),
            (
                "括号里的字段是另一条记录的；本单……才是这一条的。",
                "Fields in the brackets belong to the other record; “this …” belongs to the current one.",
            ),
        ),
        see=("this_record", "quantifiers", "rolling"),
    ),
    Construct(
        key="quantifiers",
        group="records",
        name=("任一、所有、至少几条", "Any, all, at least"),
        meaning=(
            "看明细行或相关记录：有一条、每一条、至少几条符合。",
            "Looks through the lines or linked records: any, all, or at least some of them fit.",
        ),
        heads=("any", "all", "at_least"),
        rows=("ANYOF", "ALLOF", "ATLEAST", "ALL", "HAS"),
        examples=(
            Example("任一更换备件有(备件单价>1000)", "any replaced parts has (part price > 1000)"),
            Example("所有更换备件均(用量>0)", "all replaced parts have (used amount > 0)"),
            Example("更换备件的用量合计>5", "total of replaced parts' used amount > 5"),
            Example("更换备件超过3条", "replaced parts are more than 3"),
            Example(
                "所有更换备件的用量均>0且<10", "all replaced parts' used amount are > 0 and < 10"
            ),
            Example(
                "至少2条更换备件有(用量≥2)", "at least 2 replaced parts have (used amount >= 2)"
            ),
        ),
        notes=(
            (
                "一条明细都没有时，“所有”成立，“任一”不成立。",
                "Without any lines, “all” holds and “any” does not.",
            ),
            (
                "“且”“或”后面还在说这些明细时，说的是同一条；要另说本记录，先用括号把前面括起来。",
                (
                    "What “and” and “or” add about these lines is about the same line; "
                    "put brackets around the first part to speak of the record itself again."
                ),
            ),
        ),
        see=("last_n", "exists", "group"),
    ),
    Construct(
        key="group",
        group="records",
        name=("聚合", "Group"),
        meaning=(
            "把符合条件的记录按某个字段分组，得到一个列表。",
            "Puts the records that fit into groups by a field; gives a list.",
        ),
        heads=("group", "coll"),
        rows=("GROUP", "_OF", "BY"),
        examples=(
            Example("聚合报修单按设备", "group repair request by machine"),
            Example(
                "聚合7天内满足(处理状态=已完工)的报修单按设备",
                "group repair request where (repair state = finished) in last 7 days by machine",
            ),
        ),
        see=("rolling", "quantifiers"),
    ),
)

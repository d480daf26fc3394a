"""The sentences to start from: what is wanted, and the sentence that does it."""

from __future__ import annotations

from rule_dsl.reference.base import Both, Example

STARTERS: tuple[tuple[Both, Example, str], ...] = (
    (
        ("情况紧急就通知人", "tell somebody when it is urgent"),
        Example(
            "如果故障等级=停机，则通知维修主管",
            "if severity = line stop, then notify maintenance lead",
        ),
        "notify",
    ),
    (
        ("快到期了提醒", "remind before the date"),
        Example(
            "如果承诺完成日临近1天 且 维修进度<80%，则向维修人发送延期提醒",
            "if promised date is within 1 day and progress < 80%, then send delay notice to repairer",
        ),
        "near",
    ),
    (
        ("没人处理就提醒", "remind when nobody acts"),
        Example(
            "如果2小时内未派工，则通知维修主管，抄送班长",
            "if not dispatch within 2 hours, then notify maintenance lead, cc foreman",
        ),
        "not_within",
    ),
    (
        ("同一状态停太久", "notice what stays too long in a state"),
        Example(
            "如果处理状态=维修中持续超过8小时，则通知维修主管",
            "if repair state = in repair held for over 8 hours, then notify maintenance lead",
        ),
        "held",
    ),
    (
        ("金额超过上限就走审批", "ask for approval above a limit"),
        Example(
            "如果维修费用>费用上限，则触发超支审批，否则通知维修人",
            "if repair cost > cost limit, then trigger spend approval, otherwise notify repairer",
        ),
        "start",
    ),
    (
        ("必须先填某些字段", "ask for some fields"),
        Example(
            "如果故障等级=停机，则要求填写故障原因、现场照片",
            "if severity = line stop, then require cause & photos",
        ),
        "require",
    ),
    (
        ("不合理就不让提交", "refuse what makes no sense"),
        Example(
            "如果完工日期<报修时间，则阻止“完工日期早于报修时间”",
            'if finish date < report time, then block "finished before it was reported"',
        ),
        "block",
    ),
    (
        ("状态变了通知人", "tell somebody when the state changes"),
        Example(
            "当处理状态变更为已完工时，通知班长",
            "when repair state changes to finished, notify foreman",
        ),
        "event_changed_to",
    ),
    (
        ("条件满足就改字段", "change a field"),
        Example(
            "如果停机时长>4小时，则将故障等级改为停机",
            "if downtime > 4 hours, then set severity to line stop",
        ),
        "set",
    ),
    (
        ("贴个标签", "put a tag on it"),
        Example("如果维修费用>8000，则标记“高价”标签", 'if repair cost > 8000, then tag "costly"'),
        "tag",
    ),
    (
        ("每天定时提醒", "remind every day"),
        Example(
            "每个工作日08:30，如果处理状态=待派工，则通知维修主管",
            "every working day at 08:30, if repair state = waiting, then notify maintenance lead",
        ),
        "schedule",
    ),
    (
        ("老出问题的设备", "find a machine that keeps failing"),
        Example(
            "如果近30天报修单次数>2，则通知保管人",
            "if count repair request in last 30 days > 2, then notify keeper",
            "machine",
        ),
        "rolling",
    ),
    (
        ("连续变差", "see a value getting worse"),
        Example(
            "如果稼动率连续3天下降，则通知保管人",
            "if uptime for 3 days falling, then notify keeper",
            "machine",
        ),
        "trend",
    ),
    (
        ("算出一个数", "work out a figure"),
        Example("ROUND(维修费用 / 工时, 2)", "ROUND(repair cost / labour hours, 2)"),
        "formula",
    ),
)

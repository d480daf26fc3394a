"""The sample app of the reference: a workshop that repairs its machines. Every example is about it."""

from __future__ import annotations

from rule_dsl.types import BOOL, DATE, DURATION, MOMENT, MONEY, NUMBER, PERCENT, TEXT, Type
from rule_dsl.vocabulary import Field, Form, Labels, Move, Name, Option, Vocabulary


def _labels(zh: str, en: str) -> Labels:
    return {"zh": (zh,), "en": (en,)}


def _options(*rows: str) -> tuple[Option, ...]:
    return tuple(Option(key, _labels(zh, en)) for key, zh, en in (r.split("/") for r in rows))


def _form(key: str, zh: str, en: str, *fields: Field, time_field: str | None = None) -> Form:
    return Form(key, _labels(zh, en), {f.key: f for f in fields}, time_field=time_field)


REPAIR = Form(
    "repair",
    _labels("报修单", "repair request"),
    {
        f.key: f
        for f in (
            Field("machine", Type("link", "machine"), _labels("设备", "machine")),
            Field(
                "severity",
                Type("choice", "repair.severity"),
                _labels("故障等级", "severity"),
                options=_options("minor/轻微/minor", "major/严重/major", "stop/停机/line stop"),
                ordered=True,
            ),
            Field(
                "faults",
                Type("choices", "repair.faults"),
                _labels("故障类型", "fault types"),
                options=_options("mechanical/机械/mechanical", "electrical/电气/electrical"),
            ),
            Field("downtime", DURATION, _labels("停机时长", "downtime")),
            Field("reported_at", MOMENT, _labels("报修时间", "report time")),
            Field("promised", DATE, _labels("承诺完成日", "promised date")),
            Field("finished_on", DATE, _labels("完工日期", "finish date")),
            Field("cost", MONEY, _labels("维修费用", "repair cost"), unit=("元",)),
            Field("quoted", MONEY, _labels("报价", "quoted price"), unit=("元",)),
            Field("progress", PERCENT, _labels("维修进度", "progress"), low="0", high="1"),
            Field("hours", NUMBER, _labels("工时", "labour hours")),
            Field("parts_ready", BOOL, _labels("备件到齐", "parts ready"), optional=False),
            Field("cause", TEXT, _labels("故障原因", "cause")),
            Field("repairer", Type("person"), _labels("维修人", "repairer")),
            Field("photos", Type("file"), _labels("现场照片", "photos")),
            Field("parts", Type("rows", "part_line"), _labels("更换备件", "replaced parts")),
            Field(
                "state",
                Type("state", "repair.state"),
                _labels("处理状态", "repair state"),
                options=_options(
                    "waiting/待派工/waiting",
                    "working/维修中/in repair",
                    "done/已完工/finished",
                    "checked/已验收/accepted",
                ),
                is_state=True,
                optional=False,
            ),
        )
    },
    moves=(
        Move("dispatch", _labels("派工", "dispatch"), ("waiting",), "working"),
        Move("finish", _labels("完工", "completion"), ("working",), "done"),
        Move("accept", _labels("验收", "acceptance"), ("done",), "checked"),
    ),
    time_field="reported_at",
)
PART_LINE = _form(
    "part_line",
    "备件明细",
    "part line",
    Field("part_name", TEXT, _labels("备件名称", "part name")),
    Field("amount", NUMBER, _labels("用量", "used amount")),
    Field("price", MONEY, _labels("备件单价", "part price"), unit=("元",)),
)
MACHINE = _form(
    "machine",
    "设备台账",
    "machine register",
    Field("machine_no", TEXT, _labels("设备编号", "machine number")),
    Field("uptime", PERCENT, _labels("稼动率", "uptime"), low="0", high="1"),
    Field("temperature", NUMBER, _labels("温度", "temperature"), unit=("℃",)),
    Field("next_check", DATE, _labels("下次点检日", "next check date")),
    Field("critical", BOOL, _labels("关键设备", "critical"), optional=False),
    Field("keeper", Type("person"), _labels("保管人", "keeper")),
)
CHECK = _form(
    "check",
    "点检记录",
    "inspection",
    Field("checked_machine", Type("link", "machine"), _labels("点检设备", "inspected machine")),
    Field("checked_at", MOMENT, _labels("点检时间", "inspection time")),
    Field("score", NUMBER, _labels("点检得分", "inspection score"), unit=("分",)),
    Field("passed", BOOL, _labels("点检合格", "inspection passed"), optional=False),
    time_field="checked_at",
)
NAMED = (
    "role/foreman/班长/foreman",
    "role/maintenance_lead/维修主管/maintenance lead",
    "role/storekeeper/仓管员/storekeeper",
    "dept/workshop/一车间/workshop one",
    "person/wang/王师傅/Mr Wang",
    "msg/repair_notice/报修通知/repair notice",
    "msg/delay_notice/延期提醒/delay notice",
    "doc/repair_report/维修报告/repair report",
    "conn/parts_system/备件系统/parts system",
    "channel/mail/邮件/e-mail",
    "channel/text_message/短信/text message",
    "queue/urgent/急修队列/urgent queue",
    "flow/spend_approval/超支审批/spend approval",
    "act/trial_run/试车/trial run",
    "act/rush/催办/rush button",
)
"""Kind, key and both labels of what is neither a form nor a field."""


def _names() -> tuple[Name, ...]:
    rows = (row.split("/") for row in NAMED)
    return (
        *(Name(kind, key, _labels(zh, en)) for kind, key, zh, en in rows),
        Name("list", "costly", _labels("高价维修", "costly repairs"), form="repair"),
        Name("param", "cost_limit", _labels("费用上限", "cost limit"), type=MONEY),
        Name("param", "answer_time", _labels("响应时限", "response time"), type=DURATION),
    )


WORKSHOP = Vocabulary({f.key: f for f in (REPAIR, PART_LINE, MACHINE, CHECK)}, _names())
"""The names the examples use."""

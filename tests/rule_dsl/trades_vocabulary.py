"""Names of other trades: equipment repair, leave, purchasing, quality, a service desk."""

from __future__ import annotations

from rule_dsl.types import BOOL, DATE, MOMENT, MONEY, NUMBER, PERCENT, TEXT, Type
from rule_dsl.vocabulary import Move, Name, Vocabulary
from tests.rule_dsl.corpus_vocabulary import form, item, labels, option

REPAIR = form(
    "repair",
    "报修单",
    "repair request",
    item("machine", Type("link", "machine"), "设备", "machine"),
    item(
        "severity",
        Type("choice", "repair.severity"),
        "故障等级",
        "severity",
        options=(
            option("minor", "轻微", "minor"),
            option("major", "严重", "major"),
            option("stop", "停机", "line stop"),
        ),
        ordered=True,
    ),
    item("downtime", Type("duration"), "停机时长", "downtime"),
    item("reported_at", MOMENT, "报修时间", "reported at"),
    item("promised", DATE, "承诺完成日", "promised date"),
    item("cost", MONEY, "维修费用", "repair cost", unit=("元",)),
    item("parts_ready", BOOL, "备件到齐", "parts ready", optional=False),
    item("cause", TEXT, "故障原因", "cause"),
    item("repairer", Type("person"), "维修人", "repairer"),
    item("photos", Type("file"), "现场照片", "photos"),
    item("parts", Type("rows", "part_line"), "更换备件", "replaced parts"),
    item(
        "state",
        Type("state", "repair.state"),
        "处理状态",
        "repair state",
        options=(
            option("open", "待派工", "waiting"),
            option("working", "维修中", "in repair"),
            option("done", "已完工", "finished"),
            option("checked", "已验收", "checked"),
        ),
        is_state=True,
        optional=False,
    ),
    moves=(
        Move("dispatch", labels("派工", "dispatch"), ("open",), "working"),
        Move("finish", labels("完工", "completion"), ("working",), "done"),
        Move("accept", labels("验收", "acceptance"), ("done",), "checked"),
    ),
    time_field="reported_at",
)
PART_LINE = form(
    "part_line",
    "备件明细",
    "part line",
    item("part_name", TEXT, "备件名称", "part name"),
    item("amount", NUMBER, "用量", "used amount"),
    item("price", MONEY, "备件单价", "part price"),
)
MACHINE = form(
    "machine",
    "设备台账",
    "machine register",
    item("machine_no", TEXT, "设备编号", "machine no"),
    item("uptime", PERCENT, "稼动率", "uptime", low="0", high="1"),
    item("temperature", NUMBER, "温度", "temperature", unit=("℃",)),
    item("next_check", DATE, "下次点检日", "next check"),
    item("critical", BOOL, "关键设备", "critical", optional=False),
    item("keeper", Type("person"), "保管人", "keeper"),
)
LEAVE = form(
    "leave",
    "请假单",
    "leave request",
    item(
        "kind",
        Type("choice", "leave.kind"),
        "请假类型",
        "leave type",
        options=(
            option("annual", "年假", "annual leave"),
            option("sick", "病假", "sick leave"),
            option("personal", "事假", "personal leave"),
        ),
    ),
    item("days", NUMBER, "请假天数", "leave days", unit=("天",)),
    item("first_day", DATE, "开始日期", "first day"),
    item("last_day", DATE, "结束日期", "last day"),
    item("note_of_doctor", Type("file"), "病假证明", "sick note"),
    item("applicant", Type("person"), "申请人", "applicant"),
    item("left_days", NUMBER, "剩余年假", "days left"),
    item("urgent", BOOL, "紧急", "urgent", optional=False),
)
PURCHASE = form(
    "purchase",
    "采购单",
    "purchase order",
    item("vendor", Type("link", "vendor"), "供货商", "vendor"),
    item("total", MONEY, "采购金额", "total", unit=("元",)),
    item("budget", MONEY, "预算余额", "budget left", unit=("元",)),
    item("arrival", DATE, "到货日期", "arrival date"),
    item("arrived", BOOL, "已到货", "arrived", optional=False),
    item("quotes", NUMBER, "报价数", "quote count"),
    item("discount", PERCENT, "折扣率", "discount"),
    item("items", Type("rows", "purchase_line"), "采购明细", "purchase lines"),
)
PURCHASE_LINE = form(
    "purchase_line",
    "采购行",
    "purchase line",
    item("goods", TEXT, "物品", "goods"),
    item("count", NUMBER, "件数", "piece count"),
    item("unit_price", MONEY, "单价", "unit price"),
)
VENDOR = form(
    "vendor",
    "供货商档案",
    "vendor file",
    item(
        "grade",
        Type("choice", "vendor.grade"),
        "供货等级",
        "vendor grade",
        options=(option("a", "A级", "grade A"), option("b", "B级", "grade B")),
    ),
    item("contact", TEXT, "联系人", "contact"),
)
RECEIPT = form(
    "receipt",
    "收货单",
    "goods receipt",
    item("from_vendor", Type("link", "vendor"), "收货供货商", "receipt vendor"),
    item("late_days", NUMBER, "逾期天数", "days late", unit=("天",)),
    item("accepted", BOOL, "验收合格", "accepted", optional=False),
)
INSPECTION = form(
    "inspection",
    "检验单",
    "inspection",
    item("lot", TEXT, "检验批号", "inspection lot"),
    item("defects", NUMBER, "不良数", "defect count"),
    item("sampled", NUMBER, "抽检数", "sample size"),
    item("defect_rate", PERCENT, "不良率", "defect rate"),
    item(
        "verdict",
        Type("choice", "inspection.verdict"),
        "检验结论",
        "verdict",
        options=(
            option("pass", "合格", "pass"),
            option("fail", "不合格", "fail"),
            option("concede", "让步接收", "concession"),
        ),
    ),
    item(
        "flaws",
        Type("choices", "inspection.flaws"),
        "缺陷类型",
        "flaws",
        options=(option("scratch", "划伤", "scratch"), option("dent", "凹陷", "dent")),
    ),
    item("inspector", Type("person"), "检验员", "inspector"),
)
TICKET = form(
    "ticket",
    "服务单",
    "ticket",
    item(
        "priority",
        Type("choice", "ticket.priority"),
        "优先级",
        "priority",
        options=(
            option("low", "低", "low"),
            option("normal", "中", "normal"),
            option("high", "高", "high"),
        ),
        ordered=True,
    ),
    item("score", NUMBER, "满意度", "satisfaction"),
    item("title", TEXT, "标题", "title"),
    item("agent", Type("person"), "受理人", "agent"),
    item("requester", Type("link", "client"), "请求人", "requester"),
    item("answers", NUMBER, "回复次数", "reply count"),
    item("reopened", NUMBER, "重开次数", "reopen count"),
    item(
        "stage",
        Type("state", "ticket.stage"),
        "阶段",
        "stage",
        options=(
            option("new", "新建单", "new"),
            option("waiting", "等待客户", "waiting for client"),
            option("solved", "已解决", "solved"),
        ),
        is_state=True,
        optional=False,
    ),
    moves=(
        Move("reply", labels("回复", "reply"), (), "waiting"),
        Move("solve", labels("解决", "solution"), (), "solved"),
    ),
)
CLIENT = form(
    "client",
    "客户档案",
    "client",
    item("vip", BOOL, "贵宾客户", "VIP", optional=False),
    item("manager", Type("person"), "客户经理", "account manager"),
)
FORMS = (
    REPAIR, PART_LINE, MACHINE, LEAVE, PURCHASE, PURCHASE_LINE, VENDOR, RECEIPT, INSPECTION,
    TICKET, CLIENT,
)  # fmt: skip


def _names(kind: str, *rows: str) -> tuple[Name, ...]:
    return tuple(
        Name(kind, key, labels(zh, en)) for key, zh, en in (row.split("/") for row in rows)
    )


NAMES = (
    *_names(
        "role",
        "foreman/班长/foreman",
        "maintenance_lead/维修主管/maintenance lead",
        "hr/人事专员/HR officer",
        "buyer/采购员/buyer",
        "finance_lead/财务经理/finance manager",
        "quality_lead/质量经理/quality manager",
        "desk_lead/服务台主管/desk lead",
    ),
    *_names("dept", "workshop/一车间/workshop one", "it/信息部/IT department"),
    *_names("msg", "repair_notice/报修通知/repair notice", "survey/满意度调查/survey"),
    *_names("doc", "repair_report/维修报告/repair report", "fail_report/不合格报告/failure report"),
    *_names("conn", "attendance/考勤系统/attendance system", "mes/MES接口/MES"),
    *_names("channel", "mail/邮件/e-mail", "text_message/短信/text message"),
    *_names("queue", "second_line/二线队列/second line"),
    *_names(
        "flow", "corrective/整改流程/corrective action", "spend_approval/超支审批/spend approval"
    ),
    Name("param", "late_limit", labels("逾期上限", "late limit"), type=NUMBER),
    Name("param", "cost_limit", labels("费用上限", "cost limit"), type=MONEY),
    Name("param", "answer_time", labels("响应时限", "response time"), type=Type("duration")),
)
TRADES = Vocabulary({f.key: f for f in FORMS}, NAMES)

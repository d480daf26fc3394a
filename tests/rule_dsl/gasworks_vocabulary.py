"""Names of a gas works: calls that come in, meters, and the crews that go out."""

from __future__ import annotations

from rule_dsl.types import BOOL, DATE, DURATION, MOMENT, MONEY, NUMBER, PERCENT, TEXT, Type
from rule_dsl.vocabulary import Move, Name, Option, Vocabulary
from tests.rule_dsl.corpus_vocabulary import form, item, labels, option


def _options(*rows: str) -> tuple[Option, ...]:
    return tuple(option(*row.split("/")) for row in rows)


CALL = form(
    "call",
    "来电单",
    "service call",
    item("meter", Type("link", "meter"), "燃气表", "gas meter"),
    item(
        "kind",
        Type("choice", "call.kind"),
        "来电类型",
        "call type",
        options=_options("leak/漏气/leak", "enquiry/咨询/enquiry", "complaint/投诉/complaint"),
    ),
    item(
        "level",
        Type("choice", "call.level"),
        "级别",
        "level",
        options=_options("c/C/C", "b/B/B", "a/A/A"),
        ordered=True,
    ),
    item("wait", DURATION, "等待时长", "waiting time"),
    item("pressure", NUMBER, "管压", "pipe pressure", unit=("kPa",)),
    item("temp", NUMBER, "阀温", "valve temperature", unit=("℃", "度")),
    item("hours", NUMBER, "工时", "hours worked", unit=("小时", "hours")),
    item("promised", DATE, "上门日期", "visit date"),
    item("closed_on", DATE, "结案日期", "closing date"),
    item("arrived_at", MOMENT, "到场时间", "arrival time"),
    item("days_open", NUMBER, "历时天数", "days open", unit=("天", "days")),
    item("cost", MONEY, "材料费", "material cost", unit=("元",)),
    item("progress", PERCENT, "完成率", "completion", low="0", high="1"),
    item("revisited", BOOL, "已回访", "followed up", optional=False),
    item("sealed", BOOL, "封堵合格", "seal passed", optional=False),
    item("engineer", Type("person"), "抢修员", "engineer"),
    item("caller", TEXT, "来电人", "caller"),
    item("address", TEXT, "地址", "address"),
    item("remark", TEXT, "说明", "remark"),
    item("jobs", Type("rows", "job"), "作业明细", "jobs"),
    item(
        "state",
        Type("state", "call.state"),
        "来电状态",
        "call status",
        options=_options(
            "waiting/待接单/waiting",
            "going/抢修中/under repair",
            "done/已修复/repaired",
            "closed/已关闭/closed",
        ),
        is_state=True,
        optional=False,
    ),
    moves=(
        Move("take", labels("接单", "acceptance"), ("waiting",), "going"),
        Move("fix", labels("修复", "repair"), ("going",), "done"),
        Move("shut", labels("关闭", "closing"), ("done",), "closed"),
    ),
)
JOB = form(
    "job",
    "作业",
    "job",
    item("task", TEXT, "作业内容", "job content"),
    item("length", NUMBER, "管长", "pipe length", unit=("米",)),
    item("price", MONEY, "作业单价", "job price", unit=("元",)),
)
METER = form(
    "meter",
    "表具",
    "meter",
    item("number", TEXT, "表号", "meter number"),
    item("fault_rate", PERCENT, "故障率", "fault rate", low="0", high="1"),
    item("owner", Type("person"), "管户员", "owner"),
    item("next_check", DATE, "检定到期日", "calibration date"),
    item("maker", Type("link", "maker"), "制造商", "maker"),
)
MAKER = form(
    "maker",
    "厂家",
    "manufacturer",
    item("maker_name", TEXT, "厂名", "maker name"),
    item("phone", TEXT, "联系电话", "phone"),
)


def _name(kind: str, key: str, zh: str, en: str, **more: object) -> Name:
    return Name(kind, key, labels(zh, en), **more)  # type: ignore[arg-type]


GASWORKS = Vocabulary(
    forms={each.key: each for each in (CALL, JOB, METER, MAKER)},
    names=(
        _name("role", "crew_leader", "抢修班长", "crew leader"),
        _name("role", "duty", "值班调度", "duty dispatcher"),
        _name("role", "buyer", "采购主管", "buyer"),
        _name("role", "director", "分管经理", "area director"),
        _name("role", "agent", "客服专员", "service agent"),
        _name("dept", "stores", "物资部", "stores"),
        _name("channel", "sms", "短信", "sms"),
        _name("channel", "wecom", "企业微信", "wecom"),
        _name("channel", "phone", "电话", "phone call"),
        _name("msg", "urge", "催单通知", "urging notice"),
        _name("msg", "leak_alarm", "漏气警报", "leak alarm"),
        _name("doc", "report", "抢修报告", "repair report"),
        _name("param", "cost_limit", "材料费上限", "cost limit", type=MONEY, unit=("元",)),
        _name("param", "wait_limit", "等待上限", "wait limit", type=DURATION),
        _name("queue", "backlog", "积压", "backlog"),
        _name("flow", "cost_approval", "超支审批", "overspend approval"),
        _name("conn", "scada", "监控平台", "scada"),
        _name("list", "old_meters", "老旧表具", "old meters", form="meter"),
        _name("list", "no_go", "停供地址", "cut-off addresses", form="call"),
        _name("act", "dial_back", "回拨", "call back", form="call"),
    ),
)

"""Names of a workshop: a job with parts, tags and a state, and the records that point at it."""

from __future__ import annotations

from rule_dsl.types import BOOL, DATE, DURATION, MOMENT, MONEY, NUMBER, TEXT, Type
from rule_dsl.vocabulary import Move, Name, Vocabulary
from tests.rule_dsl.corpus_vocabulary import form, item, labels, option

JOB = form(
    "job",
    "工单",
    "job",
    item("hours", NUMBER, "工时", "work hours", unit=("小时", "hours")),
    item("wait", NUMBER, "等待天数", "waiting days", unit=("天",)),
    item("weight", NUMBER, "重量", "weight", unit=("kg",)),
    item("spent", DURATION, "耗时", "time spent"),
    item("started", MOMENT, "开工时间", "started at"),
    item("due", DATE, "交期", "due date"),
    item("tags", Type("choices", "job.tags"), "标签", "tags"),
    item("parts_ready", BOOL, "备件到齐", "parts ready", optional=False),
    item("paid", BOOL, "付款", "paid", optional=False),
    item("shipped", BOOL, "已发货", "shipped", optional=False),
    item("quantity", NUMBER, "数量", "quantity"),
    item("price", MONEY, "单价", "price", unit=("元",)),
    item("sales", NUMBER, "日均销量", "daily sales"),
    item("parts", Type("rows", "job.parts"), "配件", "parts"),
    item("supplier", Type("link", "supplier"), "供应商", "supplier"),
    item(
        "level",
        Type("choice", "job.level"),
        "等级",
        "level",
        options=(option("low", "低", "low"), option("high", "高", "high")),
        ordered=True,
    ),
    item(
        "state",
        Type("state", "job.state"),
        "状态",
        "status",
        options=(
            option("draft", "待审核", "pending"),
            option("ok", "已审核", "reviewed"),
            option("done", "已完工", "finished"),
        ),
        is_state=True,
        optional=False,
    ),
    moves=(
        Move("review", labels("审核", "review"), ("draft",), "ok"),
        Move("finish", labels("完工", "finish"), ("ok",), "done"),
    ),
)
PARTS = form(
    "job.parts",
    "配件",
    "parts",
    item("name", TEXT, "名称", "name"),
    item("quantity", NUMBER, "数量", "quantity"),
    item("price", MONEY, "单价", "price"),
    item("good", BOOL, "合格", "good", optional=False),
)
SUPPLIER = form(
    "supplier",
    "供应商档案",
    "supplier file",
    item("name", TEXT, "名称", "name"),
    item("score", NUMBER, "评分", "score"),
)
DELIVERY = form(
    "delivery",
    "交货",
    "delivery",
    item("supplier", Type("link", "supplier"), "供应商", "supplier"),
    item("delay", DURATION, "延迟", "delay"),
    item("quantity", NUMBER, "数量", "quantity"),
    item("day", DATE, "日期", "date"),
    time_field="day",
)
STOCKOUT = form(
    "stockout",
    "缺货记录",
    "stockout",
    item("job", Type("link", "job"), "工单", "job"),
    item("quantity", NUMBER, "数量|缺货数量", "quantity"),
    item("note", TEXT, "备注", "note"),
    item("day", DATE, "发生日", "date"),
    time_field="day",
)
PAYMENT = form(
    "payment",
    "收款单",
    "payment",
    item("job", Type("link", "job"), "所属工单", "paid job"),
    item("amount", MONEY, "金额", "amount"),
    item("rate", MONEY, "费率", "rate"),
    item("count", NUMBER, "件数", "piece count"),
)
VISIT = form(
    "visit",
    "拜访",
    "visit",
    item("origin", Type("link", "supplier"), "来源", "origin"),
    item("target", Type("link", "supplier"), "目的地", "destination"),
    item("cost", MONEY, "费用", "cost"),
)
NAMES = (
    Name("role", "lead", labels("主管", "manager")),
    Name("person", "ann", labels("小安", "Ann")),
)
FORMS = (JOB, PARTS, SUPPLIER, DELIVERY, STOCKOUT, PAYMENT, VISIT)
WORKSHOP = Vocabulary({f.key: f for f in FORMS}, NAMES)

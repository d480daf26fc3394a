"""The names the corpus of sentences uses (design/language-names.tsv), declared by hand as an app would."""

from __future__ import annotations

from rule_dsl.types import BOOL, DATE, MOMENT, MONEY, NUMBER, PERCENT, TEXT, Type
from rule_dsl.vocabulary import Field, Form, Name, Option, Vocabulary


def labels(zh: str, en: str) -> dict[str, tuple[str, ...]]:
    """Labels of one thing; further ones after a bar."""
    return {"zh": tuple(zh.split("|")), "en": tuple(en.split("|"))}


def option(key: str, zh: str, en: str) -> Option:
    """One option or state."""
    return Option(key, labels(zh, en))


def item(key: str, kind: Type, zh: str, en: str, **more: object) -> Field:
    """One field."""
    return Field(key, kind, labels(zh, en), **more)  # type: ignore[arg-type]


def form(key: str, zh: str, en: str, *fields: Field, **more: object) -> Form:
    """One form."""
    return Form(key, labels(zh, en), {f.key: f for f in fields}, **more)  # type: ignore[arg-type]


ORDER = form(
    "order",
    "订单",
    "order",
    item(
        "order_type",
        Type("choice", "order.order_type"),
        "订单类型",
        "order type",
        options=(
            option("normal", "普通", "normal"),
            option("urgent", "加急", "urgent"),
            option("sample", "样品", "sample"),
        ),
        optional=False,
    ),
    item("progress", PERCENT, "当前进度", "progress", low="0", high="1"),
    item("due_date", DATE, "截止日", "due date"),
    item("schedule_date", DATE, "排期", "schedule date"),
    item("material_demand", NUMBER, "物料需求", "material demand"),
    item("work_order_qr", TEXT, "工单二维码", "work order QR"),
    item("progress_percent", PERCENT, "进度百分比", "progress percent"),
    item("material_shortage", BOOL, "原材料缺货", "material shortage", optional=False),
    item(
        "order_source",
        Type("choice", "order.order_source"),
        "订单来源",
        "order source",
        options=(option("tmall", "天猫旗舰店", "天猫旗舰店"), option("phone", "电话", "phone")),
    ),
    item("customer", Type("link", "customer"), "客户", "customer"),
    item("item_code", TEXT, "商品编码", "item code"),
    item("order_time", MOMENT, "下单时间", "order time"),
    item("order_amount", MONEY, "订单金额", "order amount", unit=("元",), low="0"),
    item("credit_limit", MONEY, "客户信用额度", "credit limit", unit=("元",)),
    item("kit_rate", PERCENT, "BOM齐套率", "kit rate"),
    item("check", Type("rows", "check_item"), "校验项", "check"),
    item("short_sku", NUMBER, "缺料SKU", "short SKU"),
    item("shipped", BOOL, "已发货", "shipped", optional=False),
    item("invoiced", BOOL, "已开票", "invoiced", optional=False),
    item(
        "order_status",
        Type("choice", "order.order_status"),
        "订单状态",
        "order status",
        options=(option("open", "处理中", "open"), option("shipped", "已发货", "shipped")),
    ),
    item("tracking_no", TEXT, "物流单号", "tracking no"),
    item("delivery_date", DATE, "交期", "delivery date"),
    item("finish_photo", Type("file"), "关键工序完工照片", "finish photo"),
    item("failed_item_count", NUMBER, "未达标项数", "failed item count"),
    item(
        "status",
        Type("state", "order.status"),
        "当前状态",
        "status",
        options=(
            option("received", "已接单", "taken"),
            option("to_restock", "待补货", "to restock"),
            option("in_transit", "运输中", "in transit"),
            option("signed", "已签收", "signed"),
        ),
        is_state=True,
        optional=False,
    ),
    item("actual_ship_time", MOMENT, "实际发货时间", "actual ship time"),
    item("promise_date", DATE, "可承诺交期", "promise date"),
    item("available_stock", NUMBER, "可用库存", "available stock"),
    item("track", Type("rows", "track_event"), "轨迹", "track"),
    item("lines", Type("rows", "order_line"), "订单行", "order line"),
    item("tax_rate", PERCENT, "税率", "tax rate"),
    item("contract_tax_rate", PERCENT, "合同税率", "contract tax rate"),
    item("region", TEXT, "地区", "region"),
    item("picked_sku", TEXT, "拣货SKU", "picked SKU"),
    item("sku", TEXT, "SKU", "SKU"),
    item("picked_lot", TEXT, "拣货批次", "picked lot"),
    item("lot", TEXT, "批次", "lot"),
    item("picked_quantity", NUMBER, "拣货数量", "picked quantity"),
    item("quantity", NUMBER, "数量", "quantity"),
    item("picked", BOOL, "拣货完成", "picked", optional=False),
    item("order_note", TEXT, "订单备注", "order note"),
    item(
        "trade_type",
        Type("choice", "order.trade_type"),
        "贸易类型",
        "trade type",
        options=(option("domestic", "内销", "domestic"), option("export", "出口", "export")),
    ),
    item("destination", TEXT, "目的地", "destination"),
    item("version_no", TEXT, "版本号", "version no"),
    item("latest_approved_version", TEXT, "最新批准版本", "latest approved version"),
    item("online_flow", TEXT, "线上流程", "online flow"),
    item("change_reason", TEXT, "变更原因", "change reason"),
    item("impact_scope", TEXT, "影响范围", "impact scope"),
    item("customer_name", TEXT, "客户名称", "customer name"),
    item("product_model", TEXT, "产品型号", "product model"),
    item("process_req", TEXT, "工艺要求", "process req"),
    item("order_no", TEXT, "订单编号", "order no"),
    item("order_number", TEXT, "订单号", "order number"),
    item("carbon_factor", NUMBER, "碳排放因子", "carbon factor"),
    item("distance", NUMBER, "运输距离", "distance"),
    item("carbon", NUMBER, "碳排放量", "carbon"),
    item("production_start", DATE, "开工", "production start"),
    item("avg_days_before", NUMBER, "优化前平均交付天数", "avg days before"),
    item("avg_days_after", NUMBER, "优化后平均交付天数", "avg days after"),
    item("latest_start_time", MOMENT, "最晚开工时间", "latest start time"),
    item("qc_weight", NUMBER, "质检环节权重", "QC weight"),
    item("overdue_hours", NUMBER, "超时小时数", "overdue hours"),
    item("exception_type", TEXT, "异常类型", "exception type"),
    item("owner", Type("person"), "责任人", "owner"),
    item("extra_cost", MONEY, "额外成本", "extra cost"),
    time_field="order_time",
)

FORMS = (
    ORDER,
    form(
        "check_item",
        "校验明细",
        "check item",
        item("failed", BOOL, "未通过", "failed", optional=False),
    ),
    form("track_event", "轨迹记录", "track event", item("at", MOMENT, "时间点", "moment")),
    form("order_line", "订单明细", "order detail", item("qty", NUMBER, "行数量", "line quantity")),
    form(
        "customer",
        "客户",
        "customer",
        item("yearly_orders", NUMBER, "年订单", "yearly orders"),
        item("avg_amount", MONEY, "单均金额", "avg amount"),
        item("risk_score", NUMBER, "风险评分", "risk score"),
        item("level", TEXT, "客户等级", "customer level"),
    ),
    form(
        "shipment",
        "出库",
        "shipment",
        item("courier", TEXT, "快递公司", "courier"),
        item("linked_order", Type("link", "order"), "关联订单", "linked order"),
    ),
    form(
        "change_request",
        "订单变更申请",
        "change request",
        item("new_version_no", TEXT, "新版本号", "new version no"),
        item("old_version", TEXT, "旧版本", "old version"),
    ),
    form(
        "change_order",
        "变更请求",
        "change order",
        item("customer", Type("link", "customer"), "客户", "customer"),
        item("stock_availability", NUMBER, "库存可用性", "stock availability"),
        item("freight", MONEY, "运费", "freight"),
        item("receivables", NUMBER, "财务应收明细", "receivables"),
    ),
    form("annotation", "批注", "annotation", item("body", TEXT, "批注内容", "body")),
    form("sales_order", "销售订单", "sales order", item("title", TEXT, "销售标题", "sales title")),
    form("purchase_request", "采购申请", "purchase request"),
    form("production_order", "生产工单", "production order"),
    form(
        "e_receipt",
        "电子签收",
        "e-receipt",
        item("order_number", TEXT, "订单号", "order number"),
    ),
    form(
        "invoice",
        "发票",
        "invoice",
        item("order_number", TEXT, "订单号", "order number"),
    ),
    form("add_on_order", "加单", "add-on order"),
    form(
        "supplier",
        "供应商",
        "supplier",
        item("next_lots", TEXT, "后续来料", "next lots"),
    ),
    form(
        "delivery",
        "交货",
        "delivery",
        item("supplier", Type("link", "supplier"), "交货供应商", "delivery supplier"),
        item("delay", Type("duration"), "延迟", "delay"),
    ),
    form(
        "product",
        "产品",
        "product",
        item("daily_sales", NUMBER, "日均销量", "daily sales"),
        item("stock", NUMBER, "库存", "stock"),
        item("safety_level", NUMBER, "安全水位", "safety level"),
        item("safety_stock", NUMBER, "安全库存", "safety stock"),
    ),
    form(
        "stockout",
        "缺货记录",
        "stockout",
        item("product", Type("link", "product"), "缺货产品", "stockout product"),
    ),
    form(
        "complaint",
        "投诉",
        "complaint",
        item("customer", Type("link", "customer"), "投诉客户", "complaint customer"),
        item("complaint_reason", TEXT, "投诉原因", "complaint reason"),
    ),
    form("care_ticket", "关怀工单", "care ticket"),
    form("service_call_task", "客服外呼任务", "service call task"),
    form("substitute_confirmation", "替代件确认", "substitute confirmation"),
    form(
        "reschedule_request",
        "改期请求",
        "reschedule request",
        item("new_date", DATE, "新交期", "new date"),
        item("slot_start", DATE, "产线空档开始", "slot start"),
        item("slot_end", DATE, "产线空档结束", "slot end"),
    ),
    form(
        "moulding_machine",
        "注塑机",
        "moulding machine",
        item("fault_rate", PERCENT, "故障率", "fault rate"),
        item("linked_order_priority", NUMBER, "关联订单排产优先级", "linked order priority"),
    ),
    form("opportunity", "商机", "opportunity"),
    form("formal_order", "正式订单", "formal order"),
)


def _names(kind: str, *rows: str, form_key: str | None = None) -> tuple[Name, ...]:
    made = []
    for row in rows:
        key, zh, en = row.split("/")
        made.append(Name(kind, key, labels(zh, en), form=form_key))
    return tuple(made)


NAMES = (
    *_names(
        "role",
        "production_manager/生产经理/production manager",
        "supervisor/主管/supervisor",
        "warehouse_keeper/仓管/warehouse keeper",
        "purchasing/采购/purchasing",
        "planning/计划/planning",
        "sales/销售/sales",
        "related_posts/相关岗位/related posts",
        "dispatcher/调度员/dispatcher",
        "sales_supervisor/销售主管/sales supervisor",
        "pmc_lead/PMC负责人/PMC lead",
        "service_agent/客服专员/service agent",
        "team_leader/车间班组长/team leader",
        "regional_logistics_manager/区域物流经理/regional logistics manager",
        "purchasing_manager/采购主管/purchasing manager",
        "workshop_director/车间主任/workshop director",
        "management/管理层/management",
        "sales_director/销售总监/sales director",
        "production_lead/生产负责人/production lead",
        "stakeholders/相关方/stakeholders",
        "area_manager/区域经理/area manager",
    ),
    *_names("dept", "tech_dept/技术部/tech dept"),
    *_names(
        "msg",
        "bom_review_task/BOM审核待办/BOM review task",
        "red_alert/红色预警/red alert",
        "red_flag_alert/红标预警/red flag alert",
        "update_notice/更新通知/update notice",
        "logistics_card/物流卡片/logistics card",
        "alert_card/预警卡片/alert card",
        "warning_message/预警消息/warning message",
        "logistics_exception/物流异常/logistics exception",
        "suggest_agree/建议同意/suggest agree",
        "needs_production/需协调生产部/needs production",
        "change_sms/变更短信/change sms",
        "status_notice/状态通知/status notice",
    ),
    *_names(
        "doc",
        "e_waybill/电子面单/e-waybill",
        "diff_list/差异对比清单/diff list",
        "impact_brief/变更影响评估简报/impact brief",
        "line_load_shot/产线负荷截图/line load shot",
        "alternatives/替代方案选项/alternatives",
        "compensation/补偿权益/compensation",
        "complaint_summary/客户历史投诉记录摘要/complaint summary",
        "compensation_script/补偿方案话术包/compensation script",
        "one_click_purchase_request/一键发起采购申请/one-click purchase request",
        "capacity_shot/产能余量截图/capacity shot",
        "advice/应对建议/advice",
        "e_sign_code/电子签收码/e-sign code",
        "customs_form/报关单/customs form",
        "e_consignment/电子运单/e-consignment",
        "pick_list/仓库拣货单/pick list",
        "logistics_label/物流面单/logistics label",
        "esg_report/ESG报告/ESG report",
    ),
    *_names(
        "conn",
        "fetch_orders/抓取订单/fetch orders",
        "rush_order_assessment/插单评估/rush-order assessment",
        "erp_credit/ERP信用额度/ERP credit",
        "wms_stock/WMS可用库存/WMS stock",
        "g7_trucks/G7空车资源/G7 trucks",
        "wms_api/WMS接口/WMS API",
        "customer_space/客户专属空间/customer space",
        "customs_window/海关单一窗口/customs window",
        "production_system/生产管理系统/production system",
    ),
    *_names(
        "channel",
        "wechat/微信服务号/wechat",
        "mobile/手机端/mobile",
        "wecom/企业微信/wecom",
        "voice/语音/voice",
        "popup/弹窗/popup",
        "feishu/飞书/feishu",
        "sms/短信/sms",
        "pm_board/产品经理看板/PM board",
    ),
    *_names(
        "queue",
        "unified_queue/统一待处理池/unified queue",
        "invoice_queue/财务待开票队列/invoice queue",
    ),
    *_names(
        "flow",
        "substitute_suggestion/替代件推荐/substitute suggestion",
        "restock_flow/补货流程/restock flow",
        "dual_track_plan/保温箱双轨方案/dual-track plan",
        "multi_level_approval/多级审批/multi-level approval",
        "prepare_material/备料/prepare material",
        "order_flow_diagnosis/订单流诊断/order flow diagnosis",
    ),
    *_names("list", "problem_order/问题订单/problem order", form_key="order"),
    *_names("list", "risky_customer/高风险客户/risky customer", form_key="customer"),
    *_names("list", "cold_chain_gap/冷链覆盖盲区/cold chain gap"),
    *_names(
        "act",
        "confirm/确认/confirm",
        "places_order/下单/places order",
        "sign_off/签收/sign-off",
        "handled/处理/handled",
        form_key="order",
    ),
    Name(
        "param",
        "safety_stock_threshold",
        labels("安全库存阈值", "safety stock threshold"),
        type=NUMBER,
    ),
    Name(
        "param",
        "approval_threshold",
        labels("审批金额阈值", "approval threshold"),
        type=MONEY,
        unit=("元",),
    ),
    Name("param", "fault_threshold", labels("故障率阈值", "fault threshold"), type=PERCENT),
)

CORPUS = Vocabulary({f.key: f for f in FORMS}, NAMES)

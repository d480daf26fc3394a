"""Names of four more trades: a school canteen, a shipping yard, a dental clinic, a property manager."""

from __future__ import annotations

from rule_dsl.types import BOOL, DATE, DURATION, MOMENT, MONEY, NUMBER, PERCENT, TEXT, Type
from rule_dsl.vocabulary import Move, Name, Option, Vocabulary
from tests.rule_dsl.corpus_vocabulary import form, item, labels, option


def _options(*rows: str) -> tuple[Option, ...]:
    return tuple(option(*row.split("/")) for row in rows)


MEAL = form(
    "meal",
    "备餐单",
    "meal plan",
    item("served_on", DATE, "供餐日期", "serving date"),
    item("portions", NUMBER, "份数", "portions", unit=("份",)),
    item("left_over", NUMBER, "剩余份数", "leftover portions", unit=("份",)),
    item("core_temp", NUMBER, "中心温度", "core temperature", unit=("℃",)),
    item("fridge_open", BOOL, "冷柜未关", "fridge open", optional=False),
    item("sampled", BOOL, "已留样", "sample kept", optional=False),
    item("cooked_at", MOMENT, "出锅时间", "cooked at"),
    item("cost", MONEY, "餐费", "meal cost", unit=("元",)),
    item("waste_rate", PERCENT, "浪费率", "waste rate", low="0", high="1"),
    item("supplier", Type("link", "supplier"), "供应商", "supplier"),
    item("cook", Type("person"), "掌勺", "cook"),
    item("remark", TEXT, "说明", "remark"),
    item(
        "allergens",
        Type("choices", "meal.allergens"),
        "过敏原",
        "allergens",
        options=_options("nuts/坚果/nuts", "milk/乳制品/milk", "egg/鸡蛋/egg"),
    ),
    item(
        "grade",
        Type("choice", "meal.grade"),
        "卫生等级",
        "hygiene grade",
        options=_options("c/差/poor", "b/良/fair", "a/优/good"),
        ordered=True,
    ),
    item("dishes", Type("rows", "meal.dishes"), "菜品明细", "dishes"),
    item(
        "stage",
        Type("state", "meal.stage"),
        "备餐状态",
        "meal status",
        options=_options("plan/待备料/planned", "cooking/烹制中/cooking", "out/已供餐/served"),
        is_state=True,
        optional=False,
    ),
    moves=(
        Move("fire", labels("开火", "firing"), ("plan",), "cooking"),
        Move("serve", labels("供餐", "serving"), ("cooking",), "out"),
    ),
    time_field="served_on",
)
DISH = form(
    "meal.dishes",
    "菜品明细",
    "dishes",
    item("dish", TEXT, "菜名", "dish name"),
    item("grams", NUMBER, "克重", "grams", unit=("g", "克")),
    item("price", MONEY, "菜价", "dish price", unit=("元",)),
    item("spicy", BOOL, "辣", "spicy", optional=False),
)
SUPPLIER = form(
    "supplier",
    "供应商",
    "supplier",
    item("licence_until", DATE, "许可证有效期", "licence expiry"),
    item("rating", NUMBER, "评分", "rating"),
    item("contact", Type("person"), "对接人", "contact"),
)
COMPLAINT = form(
    "complaint",
    "食堂投诉",
    "canteen complaint",
    item("meal", Type("link", "meal"), "被投诉餐", "meal complained of"),
    item("supplier", Type("link", "supplier"), "涉事供应商", "supplier concerned"),
    item("severity", NUMBER, "严重度", "severity"),
    item("hair", BOOL, "有异物", "foreign body", optional=False),
)
BOX = form(
    "box",
    "集装箱",
    "container",
    item("weight", NUMBER, "箱重", "gross weight", unit=("吨", "t")),
    item("limit", NUMBER, "限重", "weight limit", unit=("吨", "t")),
    item("arrived", MOMENT, "进场时间", "gate-in time"),
    item("pickup", DATE, "提箱日期", "pick-up date"),
    item("free_days", NUMBER, "免堆天数", "free days", unit=("天",)),
    item("fee", MONEY, "堆存费", "storage fee", unit=("元",)),
    item("reefer_temp", NUMBER, "箱温", "reefer temperature", unit=("℃",)),
    item("plugged", BOOL, "已插电", "plugged in", optional=False),
    item("dangerous", BOOL, "危险品", "dangerous goods", optional=False),
    item("vessel", Type("link", "vessel"), "船期", "voyage"),
    item("yard", Type("department"), "堆区", "yard block"),
    item("owner", Type("person"), "货代", "forwarder"),
    item("seal", TEXT, "铅封号", "seal number"),
    item(
        "kind",
        Type("choice", "box.kind"),
        "箱型",
        "box type",
        options=_options("dry/干货箱/dry box", "reefer/冷藏箱/reefer", "tank/罐箱/tank"),
    ),
    item(
        "place",
        Type("state", "box.place"),
        "在场状态",
        "yard status",
        options=_options(
            "booked/预约/booked", "in/在场/in yard", "checked/已查验/inspected", "out/已出场/gone"
        ),
        is_state=True,
        optional=False,
    ),
    moves=(
        Move("gate_in", labels("进场", "gate-in"), ("booked",), "in"),
        Move("inspect", labels("查验", "inspection"), ("in",), "checked"),
        Move("reopen", labels("退查", "re-inspection"), ("checked",), "in"),
        Move("release", labels("放行", "release"), ("checked",), "out"),
    ),
    time_field="arrived",
)
VESSEL = form(
    "vessel",
    "船期",
    "voyage",
    item("ship", TEXT, "船名", "ship name"),
    item("cutoff", MOMENT, "截关时间", "cut-off time"),
    item("berth", DATE, "靠泊日期", "berthing date"),
    item("delay", DURATION, "延误", "delay"),
)
DAMAGE = form(
    "damage",
    "残损记录",
    "damage report",
    item("box", Type("link", "box"), "残损箱", "damaged container"),
    item("cost", MONEY, "修箱费", "repair cost", unit=("元",)),
    item("depth", NUMBER, "凹陷深度", "dent depth", unit=("mm",)),
)
VISIT = form(
    "visit",
    "预约单",
    "appointment",
    item("patient", Type("link", "patient"), "患者", "patient"),
    item("at", MOMENT, "就诊时间", "appointment time"),
    item("next_check", DATE, "复诊日", "recall date"),
    item("length", DURATION, "诊疗时长", "treatment time"),
    item("fee", MONEY, "诊费", "fee", unit=("元",)),
    item("paid_share", PERCENT, "自付比例", "co-payment", low="0", high="1"),
    item("pain", NUMBER, "疼痛评分", "pain score", unit=("分",)),
    item("consent", BOOL, "已签同意书", "consent signed", optional=False),
    item("xray", Type("file"), "牙片", "x-ray"),
    item("dentist", Type("person"), "主治牙医", "dentist"),
    item("note", TEXT, "病历", "chart note"),
    item("tags", Type("choices", "visit.tags"), "标记", "marks"),
    item(
        "work",
        Type("choice", "visit.work"),
        "项目",
        "treatment",
        options=_options("scale/洁牙/scaling", "root/根管/root canal", "implant/种植/implant"),
    ),
    item("steps", Type("rows", "visit.steps"), "治疗步骤", "steps"),
    item(
        "state",
        Type("state", "visit.state"),
        "就诊状态",
        "visit status",
        options=_options(
            "booked/已预约/booked", "here/候诊/waiting", "chair/治疗中/in chair", "done/已完成/done"
        ),
        is_state=True,
        optional=False,
    ),
    moves=(
        Move("arrive", labels("到诊", "arrival"), ("booked",), "here"),
        Move("seat", labels("上椅", "seating"), ("here",), "chair"),
        Move("finish", labels("结束治疗", "completion"), ("chair",), "done"),
    ),
    time_field="at",
)
STEP = form(
    "visit.steps",
    "治疗步骤",
    "steps",
    item("tooth", NUMBER, "牙位", "tooth"),
    item("minutes", NUMBER, "用时", "minutes used", unit=("分钟", "minutes")),
    item("anaesthetic", BOOL, "麻醉", "anaesthetic", optional=False),
)
PATIENT = form(
    "patient",
    "患者档案",
    "patient file",
    item("born", DATE, "出生日期", "date of birth"),
    item("allergy", TEXT, "药敏", "drug allergy"),
    item("vip", BOOL, "会员", "member", optional=False),
    item("guardian", Type("person"), "监护人", "guardian"),
)
LEASE = form(
    "lease",
    "租约",
    "lease",
    item("tenant", Type("link", "tenant"), "租户", "tenant"),
    item("rent", MONEY, "月租", "monthly rent", unit=("元",)),
    item("owed", MONEY, "欠费", "arrears", unit=("元",)),
    item("ends", DATE, "到期日", "end date"),
    item("starts", DATE, "起租日", "start date"),
    item("area", NUMBER, "面积", "floor area", unit=("平米",)),
    item("renewing", BOOL, "续租意向", "wants renewal", optional=False),
    item("rise", PERCENT, "涨幅", "rent rise"),
    item("agent", Type("person"), "管家", "property agent"),
    item("notes", TEXT, "备忘", "memo"),
    item(
        "level",
        Type("choice", "lease.level"),
        "催收级别",
        "dunning level",
        options=_options("none/无/none", "soft/提醒级/soft", "hard/律师函级/hard"),
        ordered=True,
    ),
    item(
        "stage",
        Type("state", "lease.stage"),
        "租约状态",
        "lease status",
        options=_options("draft/草拟/draft", "live/履约中/running", "ended/已退租/ended"),
        is_state=True,
        optional=False,
    ),
    moves=(
        Move("sign", labels("签约", "signing"), ("draft",), "live"),
        Move("quit", labels("退租", "move-out"), ("live",), "ended"),
    ),
    time_field="starts",
)
TENANT = form(
    "tenant",
    "租户",
    "tenant",
    item("trade", TEXT, "行业", "line of business"),
    item("credit", NUMBER, "信用分", "credit score"),
)
METER = form(
    "meter",
    "抄表记录",
    "meter reading",
    item("lease", Type("link", "lease"), "所属租约", "metered lease"),
    item("kwh", NUMBER, "用电量", "power used", unit=("度", "kWh")),
    item("read_on", DATE, "抄表日", "reading date"),
    item("odd", BOOL, "异常", "abnormal", optional=False),
    time_field="read_on",
)
FORMS = (
    MEAL, DISH, SUPPLIER, COMPLAINT, BOX, VESSEL, DAMAGE, VISIT, STEP, PATIENT, LEASE, TENANT,
    METER,
)  # fmt: skip


def _names(kind: str, *rows: str) -> tuple[Name, ...]:
    parts = (row.split("/") for row in rows)
    return tuple(Name(kind, key, labels(zh, en)) for key, zh, en in parts)


NAMES = (
    *_names(
        "role",
        "chef/厨师长/head chef",
        "principal/校长/principal",
        "safety/食安员/food safety officer",
        "planner/配载员/yard planner",
        "gate/闸口主管/gate supervisor",
        "nurse/护士/nurse",
        "front/前台/front desk",
        "clinic_lead/门诊主任/clinic director",
        "manager/物业经理/property manager",
        "lawyer/法务/legal counsel",
    ),
    *_names("dept", "kitchen/后厨/kitchen", "block_a/A区/block A", "billing/收费处/billing office"),
    *_names(
        "msg",
        "recall/停餐通知/stop-meal notice",
        "pickup_note/提箱提醒/pick-up reminder",
        "recall_note/复诊提醒/recall reminder",
        "bill/催缴单/payment reminder",
    ),
    *_names(
        "doc",
        "sample_sheet/留样单/sample sheet",
        "eir/设备交接单/interchange receipt",
        "consent_form/知情同意书/consent form",
        "settle/结算单/settlement statement",
    ),
    *_names("conn", "customs/海关系统/customs", "insurer/医保平台/insurance platform"),
    *_names("channel", "sms/短信/sms", "wechat/微信/WeChat", "siren/广播/loudspeaker"),
    *_names("queue", "waitlist/候补池/waiting list", "dunning/催收池/dunning queue"),
    *_names("flow", "food_alarm/食安应急/food emergency", "quote/种植报价审批/implant approval"),
    *_names("act", "taste/试尝/tasting", "plug_in/插电/plug-in", "payment/缴费/payment"),
    *_names("list", "black/黑名单/blacklist"),
    Name("param", "safe_temp", labels("安全温度", "safe temperature"), type=NUMBER, unit=("℃",)),
    Name("param", "fee_cap", labels("费用上限", "fee cap"), type=MONEY),
    Name("param", "wait_cap", labels("候诊上限", "waiting cap"), type=DURATION),
)
MORE_TRADES = Vocabulary({f.key: f for f in FORMS}, NAMES)

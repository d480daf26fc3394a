"""How a whole sentence is built."""

from __future__ import annotations

from rule_dsl.reference.base import Construct, Example

CONSTRUCTS: tuple[Construct, ...] = (
    Construct(
        key="rule",
        group="sentences",
        name=("规则", "Rule"),
        meaning=(
            "一句话说清楚：什么情况下，系统做什么。",
            "One sentence that says in which case the system does what.",
        ),
        heads=("rule", "do"),
        rows=("WHEN", "IF", "UNLESS", "_END", "_THEN"),
        examples=(
            Example(
                "如果故障等级=停机，则通知维修主管",
                "if severity = line stop, then notify maintenance lead",
            ),
            Example(
                "当报修单提交时，通知维修主管",
                "when a repair request is submitted, notify maintenance lead",
            ),
            Example("除非备件到齐，否则通知仓管员", "unless parts ready, notify storekeeper"),
            Example(
                "当报修单提交时，若备件到齐=否，则通知仓管员",
                "when a repair request is submitted, if parts ready = no, then notify storekeeper",
            ),
        ),
        notes=(
            (
                "只写条件（如果……）的规则，在记录从“不符合”变成“符合”的那一刻执行一次；以后不再符合又重新符合时，会再执行一次。",
                (
                    "A rule with a condition only (if …) acts once, at the moment the record starts to match. "
                    "When it stops matching and later matches again, the rule acts again."
                ),
            ),
            (
                "写了事件（当……时）的规则，每次发生这件事都执行；事件后面还可以再加条件。",
                "A rule with an event (when …) acts every time it happens. A condition may follow the event.",
            ),
            (
                "启用规则时已经符合条件的记录不会触发，除非另外要求。",
                "Records that already match when the rule is switched on do not fire it, unless you ask for them.",
            ),
            (
                "像“系统”“自动”“立即”这样的词可以写，也可以不写，意思不变。",
                "Filler words such as “the”, “automatically” or “please” may be written or left out.",
            ),
        ),
        see=("otherwise", "several_actions", "standing", "schedule"),
    ),
    Construct(
        key="otherwise",
        group="sentences",
        name=("否则", "Otherwise"),
        meaning=(
            "条件不成立时改做别的。",
            "What to do instead when the condition does not hold.",
        ),
        heads=("else",),
        rows=("ELSE",),
        examples=(
            Example(
                "如果维修费用>费用上限，则触发超支审批，否则通知维修人",
                "if repair cost > cost limit, then trigger spend approval, otherwise notify repairer",
            ),
        ),
        notes=(
            (
                "“否则”后面的所有动作都属于“否则”。",
                "All the actions that follow “otherwise” belong to it.",
            ),
        ),
        see=("rule", "several_actions"),
    ),
    Construct(
        key="several_actions",
        group="sentences",
        name=("多个动作、多个名称", "Several actions, several names"),
        meaning=(
            "用逗号或“并”连接几个动作，用“、”或“和”连接几个名称。",
            "Actions are joined by a comma or “and”; names are joined by “and” or “&”.",
        ),
        heads=(),
        rows=("_ACTSEP", "_LIST"),
        examples=(
            Example(
                "如果故障等级=停机，则触发红色预警，通知班长、维修主管",
                "if severity = line stop, then trigger red alert, notify foreman & maintenance lead",
            ),
            Example(
                "如果故障等级=停机，则触发红色预警并通知班长和维修主管",
                "if severity = line stop, then trigger red alert and notify foreman and maintenance lead",
            ),
        ),
        notes=(
            (
                "动作按书写的先后顺序执行。",
                "Actions are done in the order in which they are written.",
            ),
        ),
        see=("rule", "otherwise"),
    ),
    Construct(
        key="standing",
        group="sentences",
        name=("常设要求", "Standing requirement"),
        meaning=(
            "没有条件的句子：每次保存记录都要满足。",
            "A sentence without a condition: it holds every time the record is saved.",
        ),
        heads=("always",),
        rows=(),
        examples=(
            Example("要求填写故障原因", "require cause"),
            Example("校验完工日期≥承诺完成日", "validate finish date >= promised date"),
        ),
        notes=(
            (
                "想只在某种情况下要求，就在前面加“如果……”。",
                "To ask for it only in some case, begin with “if …”.",
            ),
        ),
        see=("require", "validate", "rule"),
    ),
    Construct(
        key="formula",
        group="sentences",
        name=("公式", "Formula"),
        meaning=(
            "算出一个值：用在计算字段、指标里；结果是“是/否”的公式可以当条件用。",
            "Works out a value, for computed fields and figures. A formula that gives yes or no is a condition.",
        ),
        heads=("formula",),
        rows=("FORMULA",),
        examples=(
            Example("维修费用-报价", "repair cost - quoted price"),
            Example(
                "公式 ROUND(维修费用 / 工时, 2)", "formula ROUND(repair cost / labour hours, 2)"
            ),
            Example("SUM(更换备件的用量)", "SUM(replaced parts's used amount)"),
            Example(
                "SUM(更换备件的用量 * 更换备件的备件单价)",
                "SUM(replaced parts's used amount * replaced parts's part price)",
            ),
            Example(
                "IF(故障等级=停机, 维修费用 * 2, 维修费用)",
                "IF(severity = line stop, repair cost * 2, repair cost)",
            ),
        ),
        notes=(
            (
                "开头的“公式”两个字可以不写。函数名写中文或英文都可以。",
                "The word “formula” at the head may be left out. Function names may be written in English or Chinese.",
            ),
        ),
        see=("arithmetic", "empty"),
    ),
)

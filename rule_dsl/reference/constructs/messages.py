"""Actions that tell people something."""

from __future__ import annotations

from rule_dsl.reference.base import Construct, Example

CONSTRUCTS: tuple[Construct, ...] = (
    Construct(
        key="notify",
        group="actions",
        name=("发送、通知", "Send, notify"),
        meaning=(
            "把消息发给角色、人员、部门，或者记录里的人。",
            "Sends a message to a role, a person, a department or a person named in the record.",
        ),
        heads=("notify", "to", "cc", "with", "msg", "doc", "channel"),
        rows=(
            *("TO", "SEND", "NOTIFY", "GIVE", "WITH", "CC", "VIA", "LET", "_KNOW"),
            *("NOTIFY:sms", "NOTIFY:phone", "NOTIFY:email", "NOTIFY:dingtalk", "NOTIFY:feishu"),
            "NOTIFY:wecom",
        ),
        examples=(
            Example(
                "如果故障等级=停机，则通知维修主管",
                "if severity = line stop, then notify maintenance lead",
            ),
            Example(
                "如果故障等级=停机，则向维修主管发送报修通知",
                "if severity = line stop, then send repair notice to maintenance lead",
            ),
            Example(
                "如果故障等级=停机，则通过短信向维修主管发送报修通知",
                "if severity = line stop, then send repair notice to maintenance lead via text message",
            ),
            Example(
                "如果承诺完成日临近1天，则向维修人发送延期提醒附带维修报告抄送班长",
                "if promised date is within 1 day, then send delay notice to repairer with repair report cc foreman",
            ),
            Example(
                "如果维修进度<50%，则向维修人发送“请加快进度”",
                'if progress < 50%, then send "please hurry" to repairer',
            ),
            Example(
                "如果故障等级=停机，就短信通知维修主管",
                "if severity = line stop, text maintenance lead",
            ),
            Example(
                "维修费用超过5000元的话，麻烦告诉一下维修主管",
                "please let maintenance lead know if repair cost is over 5000",
            ),
        ),
        notes=(
            (
                "发送的内容可以是声明好的消息、文档，也可以是引号里的一句话。",
                "What is sent may be a declared message, a document, or a sentence in quotes.",
            ),
            (
                "“抄送”跟着它前面那条消息。",
                "“cc” belongs to the message before it.",
            ),
        ),
        see=("alert", "task", "escalate"),
    ),
    Construct(
        key="alert",
        group="actions",
        name=("预警", "Alert"),
        meaning=(
            "发出一条预警，可以带颜色级别；预警不会阻止任何操作。",
            "Raises an alert, perhaps with a colour. An alert never stops anything.",
        ),
        heads=("alert", "level"),
        rows=("START", "ALERT", "ALARM", "LEVEL:red", "LEVEL:orange", "LEVEL:yellow", "LEVEL:blue"),
        examples=(
            Example(
                "如果故障等级=停机，则触发红色预警",
                "if severity = line stop, then trigger red alert",
            ),
            Example(
                "如果停机时长>4小时，则触发橙色预警“停机超过4小时”",
                'if downtime > 4 hours, then trigger orange alert "down for over 4 hours"',
            ),
            Example(
                "如果停机时长>4小时，则报警“停机过久”",
                'if downtime > 4 hours, then raise alarm "down too long"',
            ),
        ),
        notes=(
            (
                "要阻止保存，请用“阻止”。",
                "To stop a record from being saved, use “block”.",
            ),
        ),
        see=("block", "notify"),
    ),
    Construct(
        key="task",
        group="actions",
        name=("创建任务", "Create a task"),
        meaning=(
            "给人派一件待办，可以写期限。",
            "Gives somebody a to-do, perhaps with a time limit.",
        ),
        heads=("task", "to"),
        rows=("_TASK", "_DUE", "FOR"),
        examples=(
            Example(
                "如果备件到齐=是，则向维修人创建任务“安排更换”",
                'if parts ready = yes, then create task "plan the exchange" for repairer',
            ),
            Example(
                "如果备件到齐=是，则向维修人创建任务“安排更换”限2天",
                'if parts ready = yes, then create task "plan the exchange" for repairer due in 2 days',
            ),
        ),
        see=("notify", "create"),
    ),
    Construct(
        key="escalate",
        group="actions",
        name=("升级提醒", "Escalate"),
        meaning=(
            "事情没有及时处理时，提醒上一级。",
            "Reminds the next level up when something is not dealt with in time.",
        ),
        heads=("escalate",),
        rows=("ESCALATE",),
        examples=(
            Example(
                "如果停机时长>4小时，则升级提醒维修主管",
                "if downtime > 4 hours, then escalate to maintenance lead",
            ),
        ),
        see=("timer", "notify", "not_within"),
    ),
    Construct(
        key="timer",
        group="actions",
        name=("限时未做则……", "Timer"),
        meaning=(
            "先做别的，同时开始计时；到时还没有做某件事，再执行后面的动作。",
            "Starts a clock after the other actions. If the thing is not done in time, what follows is carried out.",
        ),
        heads=("timer", "act"),
        rows=("_TIMER", "_UNDONE", "_WITHIN"),
        examples=(
            Example(
                "当新建报修单时，通知维修主管，设定2小时内未派工则升级提醒班长",
                "when a repair request is created, notify maintenance lead, "
                "set timer if not dispatch within 2 hours then escalate to foreman",
            ),
        ),
        notes=(
            (
                (
                    "等的是流转或事件：做了就停止计时。事件不是流转时，由待办或审批的人处理了就算做了。"
                    "等的是字段、明细或关联记录：更新了就停止计时。"
                ),
                (
                    "It waits for a move or an event, and stops when that is done. An event that is no move is done when somebody "
                    "who was asked by a to-do or an approval has decided. Of a field, lines or linked records it waits for a change."
                ),
            ),
            (
                "规则中途改了，已经开始的计时仍按原来的规则结束；规则删除或停用后不再执行。",
                (
                    "A timer that runs ends as its rule stood when it was set, even if the rule is edited meanwhile; "
                    "when the rule is removed or switched off it does nothing."
                ),
            ),
            (
                "从触发规则的那一刻起算。",
                "It counts from the moment the rule was set off.",
            ),
            (
                "计时的动作到分号、句号或句子结束为止；分号后面的动作照常执行。",
                "Its actions run to the semicolon, the full stop or the end; what follows a semicolon is done as usual.",
            ),
        ),
        see=("not_within", "escalate"),
    ),
    Construct(
        key="suggest",
        group="actions",
        name=("建议", "Suggest"),
        meaning=(
            "给用户一个建议，由他自己决定要不要做。",
            "Offers the user a suggestion; he decides.",
        ),
        heads=("suggest",),
        rows=("SUGGEST",),
        examples=(
            Example(
                "如果维修费用>费用上限，则建议超支审批",
                "if repair cost > cost limit, then suggest spend approval",
            ),
            Example(
                "如果停机时长>1天，则建议“更换备用设备”",
                'if downtime > 1 day, then suggest "use the spare machine"',
            ),
        ),
        see=("notify", "start"),
    ),
    Construct(
        key="highlight",
        group="actions",
        name=("高亮", "Highlight"),
        meaning=(
            "把字段或记录突出显示。",
            "Makes a field or the record stand out on screen.",
        ),
        heads=("highlight",),
        rows=("HIGHLIGHT",),
        examples=(
            Example(
                "如果承诺完成日临近1天，则高亮承诺完成日",
                "if promised date is within 1 day, then highlight promised date",
            ),
        ),
        see=("tag", "alert"),
        awaits=True,
    ),
    Construct(
        key="push_top",
        group="actions",
        name=("推送前几名", "Push the top few"),
        meaning=(
            "把按某个字段排在最前面的几条记录发给人。",
            "Sends the first few records, put in order by a field.",
        ),
        heads=("push_top", "form", "list"),
        rows=("SEND", "BY"),
        examples=(
            Example(
                "每周一09:00，向维修主管推送TOP5报修单按维修费用",
                "weekly on Monday at 09:00, push top 5 repair request by repair cost to maintenance lead",
            ),
            Example(
                "每周一09:00，向维修主管推送TOP3高价维修按停机时长",
                "weekly on Monday at 09:00, push top 3 costly repairs by downtime to maintenance lead",
            ),
        ),
        see=("schedule", "notify"),
    ),
)

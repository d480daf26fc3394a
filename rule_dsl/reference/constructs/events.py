"""What sets a rule off: events and schedules."""

from __future__ import annotations

from rule_dsl.reference.base import Construct, Example

CONSTRUCTS: tuple[Construct, ...] = (
    Construct(
        key="event_created",
        group="events",
        name=("新建", "Created"),
        meaning=("记录第一次保存的时候。", "When the record is saved for the first time."),
        heads=("event:created",),
        rows=("EV:created",),
        examples=(
            Example(
                "当新建报修单时，通知维修主管",
                "when a repair request is created, notify maintenance lead",
            ),
            Example(
                "报修单创建后，通知维修主管",
                "once the repair request is created, tell the maintenance lead",
            ),
        ),
        see=("event_submitted", "rule"),
    ),
    Construct(
        key="event_submitted",
        group="events",
        name=("提交", "Submitted"),
        meaning=("有人提交这条记录的时候。", "When somebody submits the record."),
        heads=("event:submitted", "by"),
        rows=("EV:submitted", "BYWHO"),
        examples=(
            Example(
                "当提交报修单时，通知维修主管",
                "when a repair request is submitted, notify maintenance lead",
            ),
            Example(
                "当由班长提交报修单时，通知维修主管",
                "when foreman submits a repair request, notify maintenance lead",
            ),
        ),
        notes=(
            (
                "用“由”写明是谁做的；这对其他事件也适用。",
                "“by” says who did it. It works for the other events as well.",
            ),
        ),
        see=("event_created", "event_act"),
    ),
    Construct(
        key="event_clicked",
        group="events",
        name=("点击", "Clicked"),
        meaning=("有人按下按钮的时候。", "When somebody presses a button."),
        heads=("event:clicked",),
        rows=("EV:clicked",),
        examples=(
            Example("当点击“催办”时，通知维修人", 'when clicked "rush", notify repairer'),
            Example("当点击催办时，通知维修人", "when rush button is clicked, notify repairer"),
        ),
        see=("event_scanned", "event_act"),
    ),
    Construct(
        key="event_scanned",
        group="events",
        name=("扫描", "Scanned"),
        meaning=("扫描条码或二维码的时候。", "When a bar code or QR code is scanned."),
        heads=("event:scanned",),
        rows=("EV:scanned",),
        examples=(
            Example(
                "当扫描设备编号时，通知保管人",
                "when machine number is scanned, notify keeper",
                "machine",
            ),
        ),
        see=("event_clicked", "event_received"),
    ),
    Construct(
        key="event_received",
        group="events",
        name=("收到", "Received"),
        meaning=(
            "收到文件、消息或者其他系统传来的数据的时候。",
            "When a file, a message or data from another system arrives.",
        ),
        heads=("event:received",),
        rows=("EV:received",),
        examples=(
            Example(
                "当备件系统回传成功后，通知仓管员",
                "when parts system is received, notify storekeeper",
            ),
            Example("当收到维修报告时，通知班长", "when repair report is received, notify foreman"),
        ),
        see=("sync", "call"),
        awaits=True,
    ),
    Construct(
        key="event_approved",
        group="events",
        name=("审批通过", "Approved"),
        meaning=("审批全部通过的时候。", "When the approval is through."),
        heads=("event:approved",),
        rows=("EV:approved",),
        examples=(
            Example(
                "报修单审批通过后，通知维修人", "when a repair request is approved, notify repairer"
            ),
            Example(
                "当超支审批审批通过后，通知维修人",
                "when spend approval is approved, notify repairer",
            ),
        ),
        see=("event_refused", "start"),
    ),
    Construct(
        key="event_refused",
        group="events",
        name=("审批拒绝", "Refused"),
        meaning=("审批被拒绝的时候。", "When the approval is refused."),
        heads=("event:refused",),
        rows=("EV:refused",),
        examples=(
            Example(
                "报修单审批拒绝后，通知维修人", "when a repair request is refused, notify repairer"
            ),
        ),
        see=("event_approved", "start"),
    ),
    Construct(
        key="event_effective",
        group="events",
        name=("生效", "Takes effect"),
        meaning=("记录或文档生效的时候。", "When the record or a document takes effect."),
        heads=("event:effective",),
        rows=("EV:effective",),
        examples=(
            Example("报修单生效后，通知班长", "when repair request takes effect, notify foreman"),
        ),
        see=("event_approved",),
    ),
    Construct(
        key="event_deleted",
        group="events",
        name=("删除", "Deleted"),
        meaning=("记录放进回收站的时候。", "When the record is put into the trash."),
        heads=("event:deleted",),
        rows=("EV:deleted",),
        examples=(
            Example(
                "报修单被删除时，通知维修主管",
                "when a repair request is deleted, notify maintenance lead",
            ),
        ),
        see=("event_restored",),
    ),
    Construct(
        key="event_restored",
        group="events",
        name=("恢复", "Restored"),
        meaning=("记录从回收站恢复的时候。", "When the record comes back from the trash."),
        heads=("event:restored",),
        rows=("EV:restored",),
        examples=(
            Example(
                "报修单被恢复时，通知维修主管",
                "when a repair request is restored, notify maintenance lead",
            ),
        ),
        see=("event_deleted",),
    ),
    Construct(
        key="event_changed",
        group="events",
        name=("发生变化", "Changes"),
        meaning=("某个字段被修改的时候。", "When a field is changed."),
        heads=("event:changed",),
        rows=("CHANGED",),
        examples=(
            Example(
                "当承诺完成日发生变化时，通知班长", "when promised date changes, notify foreman"
            ),
            Example(
                "当维修人发生变化时，若处理状态=维修中，则通知维修人",
                "when repairer changes, if repair state = in repair, then notify repairer",
            ),
        ),
        see=("event_changed_to",),
    ),
    Construct(
        key="event_changed_to",
        group="events",
        name=("变更为", "Changes to"),
        meaning=("某个字段变成指定的值的时候。", "When a field gets a certain value."),
        heads=("event:changed_to", "from"),
        rows=("CHANGES_TO", "FROM", "CHANGES_FROM"),
        examples=(
            Example(
                "当处理状态变更为已完工时，通知班长",
                "when repair state changes to finished, notify foreman",
            ),
            Example(
                "当故障等级变更为停机时，触发红色预警",
                "when severity changes to line stop, trigger red alert",
            ),
            Example(
                "当处理状态从维修中变更为已完工时，通知班长",
                "when repair state changes from in repair to finished, notify foreman",
            ),
        ),
        notes=(
            (
                "写了“从……”，只有原来是那个值时才算。",
                "With “from …” it counts only where the field had that value before.",
            ),
        ),
        see=("event_changed", "event_state"),
    ),
    Construct(
        key="event_state",
        group="events",
        name=("进入、离开状态", "Enters, leaves a state"),
        meaning=("记录进入或离开某个状态的时候。", "When the record enters or leaves a state."),
        heads=("event:entered", "event:left"),
        rows=("ENTER:entered", "ENTER:left", "ENTERED:entered", "ENTERED:left", "STATEWORD"),
        examples=(
            Example(
                "当进入已完工状态时，通知班长",
                "when repair request enters finished state, notify foreman",
            ),
            Example(
                "当离开待派工状态时，通知维修人",
                "when repair request leaves waiting state, notify repairer",
            ),
        ),
        see=("event_changed_to", "held"),
    ),
    Construct(
        key="event_became",
        group="events",
        name=("转为", "Becomes"),
        meaning=(
            "由这条记录生成另一种表单的记录的时候。",
            "When this record is turned into a record of another form.",
        ),
        heads=("event:became",),
        rows=("BECOMES",),
        examples=(
            Example(
                "当报修单转为点检记录时，通知班长",
                "when repair request becomes inspection, notify foreman",
            ),
        ),
        see=("create", "event_changed_to"),
    ),
    Construct(
        key="event_act",
        group="events",
        name=("应用自己的事件", "The app's own events"),
        meaning=(
            "应用里声明的事件，或者流转的一步，例如派工、完工、试车。",
            "An event the app declares, or a step of its lifecycle, such as dispatch or completion.",
        ),
        heads=("event:act", "act", "by"),
        rows=("BYWHO",),
        examples=(
            Example("当由班长派工时，通知维修人", "when dispatch by foreman, notify repairer"),
            Example(
                "班长试车后，通知维修主管", "when trial run by foreman, notify maintenance lead"
            ),
            Example("当报修单派工时，通知维修人", "when repair request dispatch, notify repairer"),
        ),
        see=("event_state", "not_within"),
    ),
    Construct(
        key="schedule",
        group="events",
        name=("定时执行", "Schedules"),
        meaning=(
            "到了时间就执行，不等任何事件。",
            "Runs at set times, whatever happens.",
        ),
        heads=(
            "schedule:every",
            "schedule:daily",
            "schedule:workdays",
            "schedule:weekly",
            "schedule:monthly",
            "schedule:quarterly",
            "schedule:yearly",
            "schedule:cron",
        ),
        rows=("WEEKDAY",),
        examples=(
            Example("每15分钟，通知班长", "every 15 minutes, notify foreman"),
            Example("每天10:00，通知班长", "daily at 10:00, notify foreman"),
            Example("每个工作日08:30，通知班长", "every working day at 08:30, notify foreman"),
            Example(
                "每周一09:00，通知维修主管", "weekly on Monday at 09:00, notify maintenance lead"
            ),
            Example(
                "每月1日09:00，通知维修主管", "monthly on day 1 at 09:00, notify maintenance lead"
            ),
            Example(
                "每月最后一天18:00，通知维修主管",
                "monthly on last day at 18:00, notify maintenance lead",
            ),
            Example("每季度09:00，通知维修主管", "quarterly at 09:00, notify maintenance lead"),
            Example("每年09:00，通知维修主管", "yearly at 09:00, notify maintenance lead"),
            Example('cron "30 7 * * 1-5"，通知班长', 'cron "30 7 * * 1-5", notify foreman'),
            Example(
                "每天10:00，如果处理状态≠已验收 且 距离承诺完成日<0天，则通知维修人",
                "daily at 10:00, if repair state != accepted and time to promised date < 0 days, then notify repairer",
            ),
        ),
        notes=(
            (
                "不写时间就是上午9点，只写“每周”就是周一，并会提示。时间按应用的时区。",
                "Without a time it is 9 in the morning, weekly alone is Monday; a hint says so. Times are in the app's zone.",
            ),
            (
                "后面加“如果……”，就对符合条件的每条记录执行。",
                "With “if …” the actions are done for every record that fits.",
            ),
            ("cron 写法供管理员使用。", "The cron form is meant for admins."),
        ),
        see=("rule", "push_top"),
    ),
)

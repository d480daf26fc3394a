"""Actions that start something elsewhere."""

from __future__ import annotations

from rule_dsl.reference.base import Construct, Example

CONSTRUCTS: tuple[Construct, ...] = (
    Construct(
        key="create",
        group="actions",
        name=("创建记录", "Create a record"),
        meaning=("新建一条别的表单的记录。", "Makes a new record of another form."),
        heads=("create", "for"),
        rows=("CREATE", "FOR", "WITH"),
        examples=(
            Example(
                "当进入已完工状态时，创建点检记录",
                "when repair request enters finished state, create inspection",
            ),
            Example(
                "当进入已完工状态时，向维修人创建点检记录",
                "when repair request enters finished state, create inspection for repairer",
            ),
        ),
        see=("task", "link", "event_became"),
    ),
    Construct(
        key="link",
        group="actions",
        name=("关联", "Link"),
        meaning=("把这条记录和别的记录关联起来。", "Ties the record to other records."),
        heads=("link",),
        rows=("LINK",),
        examples=(
            Example(
                "当新建报修单时，关联设备台账",
                "when a repair request is created, link machine register",
            ),
        ),
        see=("create", "name"),
        awaits=True,
    ),
    Construct(
        key="start",
        group="actions",
        name=("触发流程", "Start a flow"),
        meaning=("启动一个审批或流程。", "Starts an approval or another flow."),
        heads=("start", "flow"),
        rows=("START",),
        examples=(
            Example(
                "如果维修费用>费用上限，则触发超支审批",
                "if repair cost > cost limit, then trigger spend approval",
            ),
        ),
        see=("event_approved", "alert"),
    ),
    Construct(
        key="call",
        group="actions",
        name=("调用接口", "Call"),
        meaning=("向另一个系统查询或下达。", "Asks or tells another system."),
        heads=("call", "conn"),
        rows=("CALL", "QUERY"),
        examples=(
            Example(
                "如果备件到齐=否，则调用备件系统", "if parts ready = no, then call parts system"
            ),
            Example(
                "如果备件到齐=否，则调用备件系统查询更换备件",
                "if parts ready = no, then call parts system for replaced parts",
            ),
        ),
        see=("sync", "event_received"),
        awaits=True,
    ),
    Construct(
        key="sync",
        group="actions",
        name=("同步至", "Sync"),
        meaning=(
            "把记录或字段传给另一个系统。",
            "Passes the record or a field on to another system.",
        ),
        heads=("sync",),
        rows=("SYNC",),
        examples=(
            Example(
                "当进入已完工状态时，同步至备件系统",
                "when repair request enters finished state, sync to parts system",
            ),
            Example(
                "当进入已完工状态时，同步更换备件至备件系统",
                "when repair request enters finished state, sync replaced parts to parts system",
            ),
        ),
        see=("call", "update"),
        awaits=True,
    ),
    Construct(
        key="generate",
        group="actions",
        name=("生成文档", "Generate"),
        meaning=("按模板生成一份文档。", "Makes a document from its template."),
        heads=("generate",),
        rows=("GENERATE",),
        examples=(
            Example(
                "当进入已完工状态时，生成维修报告",
                "when repair request enters finished state, generate repair report",
            ),
            Example(
                "当进入已完工状态时，生成维修报告抄送班长",
                "when repair request enters finished state, generate repair report cc foreman",
            ),
        ),
        see=("notify", "create"),
        awaits=True,
    ),
    Construct(
        key="add_to",
        group="actions",
        name=("进入队列", "Add to a queue"),
        meaning=(
            "把记录放进一个队列，等人来取。",
            "Puts the record into a queue for somebody to take.",
        ),
        heads=("add_to", "queue"),
        rows=("ADD_TO", "_POOL"),
        examples=(
            Example(
                "如果故障等级=停机，则进入急修队列",
                "if severity = line stop, then add to urgent queue",
            ),
        ),
        see=("assign", "tag"),
    ),
    Construct(
        key="assign",
        group="actions",
        name=("分配给", "Assign"),
        meaning=("把记录交给某个人或角色负责。", "Makes somebody responsible for the record."),
        heads=("assign",),
        rows=("ASSIGN",),
        examples=(
            Example(
                "如果故障等级=轻微，则分配给维修人", "if severity = minor, then assign to repairer"
            ),
            Example(
                "如果故障等级=停机，则分配给王师傅",
                "if severity = line stop, then assign to Mr Wang",
            ),
        ),
        see=("add_to", "task"),
    ),
)

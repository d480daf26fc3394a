"""Actions that change the record, or stop it."""

from __future__ import annotations

from rule_dsl.reference.base import Construct, Example

CONSTRUCTS: tuple[Construct, ...] = (
    Construct(
        key="set",
        group="actions",
        name=("改为", "Set"),
        meaning=("把一个字段改成新的值。", "Gives a field a new value."),
        heads=("set",),
        rows=("BA", "SET", "CHANGE_TO", "CLEAR", "ZERO"),
        examples=(
            Example(
                "如果停机时长>4小时，则将故障等级改为停机",
                "if downtime > 4 hours, then set severity to line stop",
            ),
            Example(
                "当完工日期发生变化时，将维修进度改为100%",
                "when finish date changes, set progress to 100%",
            ),
            Example(
                "如果备件到齐=是，则将处理状态改为维修中",
                "if parts ready = yes, then set repair state to in repair",
            ),
            Example(
                "当新建报修单时，将承诺完成日改为TODAY() + 3天",
                "when a repair request is created, set promised date to TODAY() + 3 days",
            ),
        ),
        notes=(
            (
                "改状态就是走一步流转：必须恰好有一步通向那个状态。",
                "Setting a state makes a move of the lifecycle: exactly one move must lead to that state.",
            ),
        ),
        see=("raise_lower", "recalculate"),
    ),
    Construct(
        key="raise_lower",
        group="actions",
        name=("提升、下调", "Raise, lower"),
        meaning=(
            "把数值加一些或减一些，把等级升一级或降一级。",
            "Adds to a number or takes from it; moves a grade one step.",
        ),
        heads=("raise", "lower"),
        rows=("RAISE", "LOWER"),
        examples=(
            Example(
                "如果停机时长>4小时，则提升故障等级", "if downtime > 4 hours, then raise severity"
            ),
            Example("如果备件到齐=是，则下调故障等级", "if parts ready = yes, then lower severity"),
            Example(
                "如果备件到齐=否，则提升工时按2",
                "if parts ready = no, then raise labour hours by 2",
            ),
            Example(
                "如果备件到齐=否，则提升报价按10%",
                "if parts ready = no, then raise quoted price by 10%",
            ),
        ),
        notes=(
            (
                "不写多少时：有顺序的选项移动一级，数字加减1。",
                "Without an amount: one step of an ordered choice, 1 of a number.",
            ),
        ),
        see=("set",),
    ),
    Construct(
        key="tag",
        group="actions",
        name=("标签", "Tags"),
        meaning=("给记录贴标签，或把标签去掉。", "Puts a tag on the record or takes it off."),
        heads=("tag", "untag"),
        rows=("TAG", "ADD", "_TAGWORD", "AT", "ON", "UNTAG"),
        examples=(
            Example(
                "如果维修费用>8000，则标记“高价”标签", 'if repair cost > 8000, then tag "costly"'
            ),
            Example(
                "如果维修费用>8000，则新增‘高价’标签",
                "if repair cost > 8000, then add 'costly' tag",
            ),
            Example(
                "如果维修费用≤8000，则移除“高价”标签", 'if repair cost <= 8000, then untag "costly"'
            ),
        ),
        see=("highlight", "add_to"),
    ),
    Construct(
        key="require",
        group="actions",
        name=("要求填写", "Require"),
        meaning=(
            "没有填这些字段就不能保存，并告诉用户缺什么。",
            "Without these fields the record cannot be saved; the user is told what is missing.",
        ),
        heads=("require",),
        rows=("REQUIRE", "REQUIRED"),
        examples=(
            Example(
                "如果故障等级=停机，则要求填写故障原因、现场照片",
                "if severity = line stop, then require cause & photos",
            ),
            Example("故障原因、维修人必填", "require cause & repairer"),
        ),
        see=("validate", "block", "empty"),
    ),
    Construct(
        key="validate",
        group="actions",
        name=("校验", "Validate"),
        meaning=("不符合这个条件就不能保存。", "The record cannot be saved unless this holds."),
        heads=("validate",),
        rows=("VALIDATE", "MUST", "MUSTNOT"),
        examples=(
            Example("校验维修费用≥0", "validate repair cost >= 0"),
            Example("维修费用不能大于报价", "repair cost cannot be greater than quoted price"),
            Example("校验工时>0", "labour hours must be greater than 0"),
        ),
        see=("require", "block", "standing"),
    ),
    Construct(
        key="block",
        group="actions",
        name=("阻止", "Block"),
        meaning=(
            "不让这次保存成功，并显示写明的原因。",
            "Refuses to save and shows the reason you write.",
        ),
        heads=("block",),
        rows=("BLOCK",),
        examples=(
            Example(
                "如果维修费用>费用上限，则阻止“费用超过上限”",
                'if repair cost > cost limit, then block "cost above the limit"',
            ),
            Example(
                "当提交报修单时，若故障原因为空，则阻止“请写明故障原因”",
                'when submitted repair request, if cause is empty, then block "please write the cause"',
            ),
        ),
        notes=(
            (
                "原因请写成用户看得懂、知道怎么改的一句话。",
                "Write the reason as a sentence that tells the user what to do.",
            ),
        ),
        see=("validate", "require", "alert"),
    ),
    Construct(
        key="recalculate",
        group="actions",
        name=("重新计算", "Recalculate"),
        meaning=("把计算字段再算一遍。", "Works computed fields out again."),
        heads=("recalculate",),
        rows=("RECALC",),
        examples=(
            Example(
                "当承诺完成日发生变化时，重新计算报价",
                "when promised date changes, recalculate quoted price",
            ),
        ),
        see=("update", "set", "formula"),
    ),
    Construct(
        key="update",
        group="actions",
        name=("更新", "Update"),
        meaning=("刷新字段或相关的记录。", "Brings fields or linked records up to date."),
        heads=("update",),
        rows=("UPDATE",),
        examples=(
            Example(
                "当进入已完工状态时，更新设备台账",
                "when repair request enters finished state, update machine register",
            ),
        ),
        see=("recalculate", "sync"),
        awaits=True,
    ),
    Construct(
        key="archive_lock",
        group="actions",
        name=("归档、锁定", "Archive, lock"),
        meaning=(
            "归档：移出日常列表；锁定：不能再修改。",
            "Archive takes the record out of everyday lists; lock keeps it from being changed.",
        ),
        heads=("archive", "lock"),
        rows=("ARCHIVE", "LOCK"),
        examples=(
            Example(
                "当进入已验收状态时，归档报修单",
                "when repair request enters accepted state, archive repair request",
            ),
            Example(
                "当进入已完工状态时，锁定维修费用",
                "when repair request enters finished state, lock repair cost",
            ),
        ),
        see=("set", "event_state"),
        awaits=True,
    ),
)

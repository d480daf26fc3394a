"""Sentences about what a rule means: events, recipients, always and never, hints."""

from __future__ import annotations

from collections.abc import Mapping

from rule_dsl.messages.base import Sentence, row

MEANING: Mapping[str, Mapping[str, Sentence]] = {
    "not_a_condition": row(
        "这里需要一个条件，而写的是{found}。",
        "请写成比较，例如 数量>10。",
        "A condition is needed here, but this is {found}.",
        "Write a comparison, for example quantity > 10.",
    ),
    "not_event": row(
        "事件不能用“非”，没有“没发生”这件事的时刻。",
        "请写成：N小时内未…。",
        "An event cannot be negated: there is no moment at which it does not happen.",
        "Write: not … within N hours.",
    ),
    "denied_state": row(
        "这里读作：状态不在{names}里。",
        "如果是指一段时间内没有做，请写：N小时内未…。",
        "This is read as: the state is none of {names}.",
        "If you mean that it was not done for some time, write: not … within N hours.",
    ),
    "event_inside": row(
        "这里不能写事件，只能写条件。",
        "请把事件写在“当…时”里。",
        "An event cannot stand here, only a condition.",
        "Put the event after “when”.",
    ),
    "event_is_no_value": row(
        "事件没有值，不能当公式或条件。",
        "请写成规则：当…时，…。",
        "An event has no value and is no formula or condition.",
        "Write a rule: when …, ….",
    ),
    "event_or_condition": row(
        "事件和条件不能用“或”连接。",
        "请用“且”，或写成两条规则。",
        "An event and a condition cannot be joined with “or”.",
        "Use “and”, or write two rules.",
    ),
    "other_subject": row(
        "这条规则属于「{form}」，不能由「{name}」触发。",
        "请把规则放到「{name}」，或换一个触发。",
        "This rule belongs to “{form}” and cannot be triggered by “{name}”.",
        "Move the rule to “{name}”, or use another trigger.",
    ),
    "changes_to_itself": row(
        "变化前和变化后是同一个值，这种变化不会发生。",
        "请检查“从”后面和“变为”后面的值。",
        "The value before and after the change is the same, so it never happens.",
        "Check the value after “from” and the one after “to”.",
    ),
    "becomes_needs_state": row(
        "这个表单没有流程状态，不能写“转为”。",
        "请写字段，例如：状态变更为…。",
        "This form has no lifecycle, so it cannot “become” anything.",
        "Name the field: … changes to ….",
    ),
    "absent_direction": row(
        "“未…”前面只能写“超过”或“…内”。",
        "例如：48小时内未签收。",
        "Only “over” or “within” fits before “not”.",
        "For example: not signed within 48 hours.",
    ),
    "several_times": row(
        "一条规则只按一个时间执行，这里写了几个日子或几个钟点。",
        "请写成几条规则；周一到周五可以写：每个工作日9:00。",
        "A rule runs by one schedule; several days or times are written here.",
        "Write one rule for each; Monday to Friday can be: every working day at 9:00.",
    ),
    "form_as_value": row(
        "「{name}」是表单，不能直接比较。",
        "请写成：近30天{name}次数>3，或 存在{name}满足(…)，或 任一{name}有(…)。",
        "“{name}” is a form and cannot be compared.",
        "Write: count {name} in last 30 days > 3, or exists {name} where (…), or any {name} has (…).",
    ),
    "late_after_what": row(
        "“多久后仍未…”要从一件事算起，而这里写的不是事件。",
        "请写成：当提交后，24小时内未审核，则…；或 条件持续超过24小时。",
        "“not … after some time” counts from something that happens, and this is no event.",
        "Write: when submitted, if not reviewed within 24 hours, then …; or a condition held for over 24 hours.",
    ),
    "denied_way_back": row(
        "「{name}」会回到以前的状态，看状态分不清有没有做过。",
        "请写成：N小时内未{name}，或直接写是什么状态。",
        "“{name}” leads back to an earlier state, so the state does not tell whether it was done.",
        "Write: not {name} within N hours, or name the state itself.",
    ),
    "calendar_window": row(
        "“{name}”不能作为统计的范围，统计只按最近若干天。",
        "请写成 近7天、近30天或近1年，例如 近30天缺货记录次数。",
        "“{name}” cannot be the window of a count; counts look back over a number of days.",
        "Write in last 7 days, in last 30 days or in last 1 year.",
    ),
    "window_of_what": row(
        "“{window}”前后没有可以限定的记录或日期。",
        "请写成：存在…满足(…)，或 日期字段在近{window}内。",
        "“{window}” has no records and no date to be the window of.",
        "Write: exists … where (…) in last {window}, or a date field in last {window}.",
    ),
    "absent_owner": row(
        "“…内未…”前面只能写本表单的名称。",
        "请删掉它。",
        "Only the name of this form may stand before “not … within”.",
        "Delete it.",
    ),
    "not_a_link": row(
        "「{name}」是{found}，没有关联的记录可看。",
        "请换成一个关联字段。",
        "“{name}” is {found}; it has no linked records.",
        "Use a link field.",
    ),
    "not_rows": row(
        "「{name}」不是明细，不能用“任一”或“所有”。",
        "请换成明细或关联的表单。",
        "“{name}” has no lines; “any” and “all” need lines.",
        "Use lines or a linked form.",
    ),
    "not_a_recipient": row(
        "「{name}」是{found}，不能接收消息。",
        "请换成角色、部门、人员，或保存人员的字段。",
        "“{name}” is {found} and cannot receive a message.",
        "Use a role, a department, a person, or a field that holds one.",
    ),
    "nobody_to_tell": row(
        "没有写发给谁。",
        "请写成：向主管发送…。",
        "It does not say to whom it is sent.",
        "Write: send … to supervisor.",
    ),
    "recipients_twice": row(
        "发给谁写了两次。",
        "请只写一处；发给几个人时，中间用“、”隔开。",
        "It says twice to whom this goes.",
        "Say it once; put “and” between several people.",
    ),
    "no_recipient": row(
        "这个动作不能写“给谁”。",
        "请删掉它，或改用发送、派发。",
        "This action has no recipient.",
        "Delete it, or use send or create.",
    ),
    "no_channel": row(
        "这个动作不能写“通过哪个渠道”。",
        "渠道只能跟在发送或通知后面。",
        "This action has no channel.",
        "A channel only follows send or notify.",
    ),
    "no_due": row(
        "这个动作不能写期限。",
        "期限只能跟在创建任务后面。",
        "This action has no due time.",
        "A due time only follows create task.",
    ),
    "no_target": row(
        "这个动作不能写“在哪里”。",
        "只有标签可以写在哪里。",
        "This action has no target.",
        "Only tags have one.",
    ),
    "nothing_to_attach_to": row(
        "“附带”前面的动作不能附带东西。",
        "附带只能跟在发送、创建或推送后面。",
        "The action before “with” cannot carry anything.",
        "“with” only follows send, create or push.",
    ),
    "copy_of_what": row(
        "抄送什么？前面没有带消息的动作。",
        "请先写发送、预警、任务或文档。",
        "A copy of what? No action before it carries a message.",
        "First send something, raise an alert, create a task or generate a document.",
    ),
    "block_says_nothing": row(
        "阻止时要告诉用户原因。",
        "请写成：阻止“原因”。",
        "A block must tell the user why.",
        "Write: block “reason”.",
    ),
    "set_state_no_move": row(
        "流程里没有一步能到「{name}」。",
        "请在流程里加上这一步，或换一个状态。",
        "No move of the lifecycle leads to “{name}”.",
        "Add such a move, or choose another state.",
    ),
    "set_state_several_moves": row(
        "流程里有几步都能到「{name}」：{moves}。",
        "请直接写是哪一步。",
        "Several moves of the lifecycle lead to “{name}”: {moves}.",
        "Say which move it is.",
    ),
    "expected_rule": row(
        "这里要写规则：条件之后还要写要做什么。",
        "例如：如果数量>10，则通知主管。",
        "A rule is needed here: after the condition, say what to do.",
        "For example: if quantity > 10, then notify supervisor.",
    ),
    "expected_formula": row(
        "这里要写公式，不要写动作。",
        "例如：数量 × 单价。",
        "A formula is needed here, without actions.",
        "For example: quantity * price.",
    ),
    "expected_condition": row(
        "这里要写条件，结果只能是“是”或“否”。",
        "例如：数量>10。",
        "A condition is needed here: its result is yes or no.",
        "For example: quantity > 10.",
    ),
    # ------------------------------------------------------------ always and never
    "never_true": row(
        "这个条件永远不会成立：「{name}」不可能同时满足 {conditions}。",
        "请检查大小和方向。",
        "This can never be true: “{name}” cannot satisfy {conditions} at once.",
        "Check the values and directions.",
    ),
    "always_true": row(
        "这个条件永远成立：「{name}」总会满足 {conditions}。",
        "请检查大小和方向，或删掉它。",
        "This is always true: “{name}” always satisfies {conditions}.",
        "Check the values and directions, or delete it.",
    ),
    "never_together": row(
        "这些条件不可能同时成立：{conditions}。",
        "请删掉其中一个，或把“且”改成“或”。",
        "These can never all be true at once: {conditions}.",
        "Delete one of them, or write “or” instead of “and”.",
    ),
    "always_one": row(
        "这些条件总有一个成立，整个条件永远成立：{conditions}。",
        "请删掉其中一个，或把“或”改成“且”。",
        "One of these is always true, so the whole always is: {conditions}.",
        "Delete one of them, or write “and” instead of “or”.",
    ),
    "never_empty": row(
        "「{name}」必填，不会为空，这个条件永远{outcome}。",
        "请删掉这个条件，或让字段可以不填。",
        "“{name}” is required and never empty, so this is {outcome}.",
        "Delete the condition, or make the field optional.",
    ),
    "foregone": row(
        "「{condition}」永远{outcome}。",
        "请检查这个条件，或删掉它。",
        "“{condition}” is {outcome}.",
        "Check the condition, or delete it.",
    ),
    "out_of_range": row(
        "「{name}」的范围是 {low} 到 {high}，这个条件永远{outcome}。",
        "请检查数值。",
        "“{name}” lies between {low} and {high}, so this is {outcome}.",
        "Check the value.",
    ),
    "reversed_range": row(
        "“介于”的两个值写反了：{low} 比 {high} 大，永远不成立。",
        "请写成：介于 {high} 至 {low}。",
        "The range is reversed: {low} is more than {high}, so it is never true.",
        "Write: between {high} and {low}.",
    ),
    "compared_with_itself": row(
        "两边是同一个字段，结果永远一样。",
        "请检查是不是写错了其中一边。",
        "Both sides are the same field, so the result never changes.",
        "Check one of the sides.",
    ),
    # ------------------------------------------------------------ hints
    "also_overdue": row(
        "已经过期的也算在内：距离{name}≤{bound} 在过期后仍然成立。",
        "如果只要还没过期的，请写 {name}临近{bound}。",
        "Overdue records also match: time to {name} stays below {bound} after the date.",
        "For those not yet overdue, write {name} is within {bound}.",
    ),
    "not_includes_empty": row(
        "也包含「{name}」为空的记录。",
        "如果不要，请加上：且 {name}不为空。",
        "Records where “{name}” is empty also match.",
        "To leave them out, add: and {name} is not empty.",
    ),
    "mixed_and_or": row(
        "“且”比“或”先算，这里读作：{reading}。",
        "请用括号写明。",
        "“and” binds more tightly than “or”; this is read as: {reading}.",
        "Use brackets to make it plain.",
    ),
    "calendar_day": row(
        "「{name}」带钟点，{length}在这里是{hours}小时，不是自然日。",
        "要数自然日，请和今天比较，例如：今天-{name}≥{length}。",
        "“{name}” has a time of day, so {length} means {hours} hours here, not calendar days.",
        "To count calendar days, compare with today, for example: today - {name} >= {length}.",
    ),
    "assumed_time": row(
        "没有写几点，按 9:00 执行。",
        "可以写成：每天10:00。",
        "No time is given; it runs at 9:00.",
        "Write for example: daily at 10:00.",
    ),
    "assumed_monday": row(
        "没有写周几，按周一执行。",
        "可以写成：每周五9:00。",
        "No weekday is given; it runs on Mondays.",
        "Write for example: weekly on Friday at 9:00.",
    ),
    "assumed_first": row(
        "没有写几号，按1日执行。",
        "可以写成：每月15日9:00。",
        "No day is given; it runs on the first.",
        "Write for example: monthly on day 15 at 9:00.",
    ),
    "words_to_send": row(
        "没有叫“{text}”的名称，它会作为文字发送。",
        "如果它是收件人名称的一部分，请先声明这个名称；如果是文字，请加引号。",
        "Nothing is called “{text}”; it is sent as text.",
        "If it is part of a recipient's name, declare that name first; if it is text, quote it.",
    ),
    "counted_from": row(
        "从{start}开始计时。",
        "",
        "Time is counted from {start}.",
        "",
    ),
}

"""Sentences about names: unknown ones, of another kind, of another form."""

from __future__ import annotations

from collections.abc import Mapping

from rule_dsl.messages.base import Sentence, row

NAMES: Mapping[str, Mapping[str, Sentence]] = {
    # ------------------------------------------------------------ names
    "unknown_name": row(
        "没有叫「{name}」的{kind}。",
        "请检查名称，或先在应用里声明它。",
        "There is no {kind} called “{name}”.",
        "Check the name, or declare it in the app first.",
    ),
    "unknown_name_like": row(
        "没有叫「{name}」的{kind}。是不是「{suggestion}」？",
        "请改成「{suggestion}」，或先在应用里声明它。",
        "There is no {kind} called “{name}”. Did you mean “{suggestion}”?",
        "Write “{suggestion}”, or declare the name in the app first.",
    ),
    "text_needs_quotes": row(
        "「{name}」不是字段；如果它是文字，要加引号。",
        "请写成：“{name}”。",
        "“{name}” is no field; if it is text, it needs quotes.",
        "Write: “{name}”.",
    ),
    "wrong_kind": row(
        "「{name}」是{found}，这里需要{kind}。",
        "请换成{kind}的名称。",
        "“{name}” is {found}; what is needed here: {kind}.",
        "Use another name here ({kind}).",
    ),
    "other_form_path": row(
        "「{name}」是表单「{owner}」的字段，「{form}」里没有它。",
        "请从本单出发写全路径：{path}。",
        "“{name}” is a field of “{owner}”; “{form}” has no such field.",
        "Write the path from this record: {path}.",
    ),
    "other_form": row(
        "「{name}」是表单「{owner}」的字段，「{form}」里没有它。",
        "请写成 存在{owner}满足({name}…)，或 近7天{owner}次数>0。",
        "“{name}” is a field of “{owner}”; “{form}” has no such field.",
        "Write: exists {owner} where ({name} …), or count {owner} in last 7 days > 0.",
    ),
    "field_of_lines": row(
        "「{name}」是明细「{owner}」的字段，一条「{form}」有好几行。",
        "请写成 任一{owner}({name}…) 或 所有{owner}({name}…)。",
        "“{name}” is a field of the lines “{owner}”; one “{form}” has many of them.",
        "Write: any {owner} ({name} …), or all {owner} ({name} …).",
    ),
    "record_itself": row(
        "「{name}」是这条记录本身，这里要写它的字段。",
        "请写一个字段；要看指向它的记录，请写 近7天…次数>0。",
        "“{name}” is the record itself; a field of it is needed here.",
        "Name a field; to ask about the records that point at it, write: count … in last 7 days > 0.",
    ),
    "tick_yes_or_no": row(
        "「{name}」不是字段；勾选项只有“是”和“否”。",
        "请写“是”或“否”。",
        "“{name}” is no field; a tick is only yes or no.",
        "Write yes or no.",
    ),
    "unknown_option": row(
        "「{field}」没有「{name}」这个选项。",
        "可选：{options}。",
        "“{field}” has no option “{name}”.",
        "Choose one of: {options}.",
    ),
    "unknown_option_like": row(
        "「{field}」没有「{name}」这个选项。是不是「{suggestion}」？",
        "可选：{options}。",
        "“{field}” has no option “{name}”. Did you mean “{suggestion}”?",
        "Choose one of: {options}.",
    ),
    "no_state_field": row(
        "「{form}」没有状态，不能写「{name}状态」。",
        "请先给它定义流程。",
        "“{form}” has no lifecycle, so it has no state “{name}”.",
        "Define a lifecycle first.",
    ),
    "unknown_function": row(
        "没有叫「{name}」的函数。",
        "请看函数列表。",
        "There is no function called “{name}”.",
        "See the list of functions.",
    ),
    "unknown_function_like": row(
        "没有叫「{name}」的函数。是不是「{suggestion}」？",
        "请改成 {suggestion}(…)。",
        "There is no function called “{name}”. Did you mean {suggestion}?",
        "Write {suggestion}(…).",
    ),
    "no_such_way": row(
        "「{name}」需要的渠道，应用里没有。",
        "请先声明这个渠道，或写“通知”。",
        "This app has no channel for “{name}”.",
        "Declare the channel first, or write “notify”.",
    ),
    "no_link": row(
        "「{form}」没有指向「{target}」的关联，不知道要看哪些记录。",
        "请先给「{form}」加一个关联字段。",
        "“{form}” has no link to “{target}”, so it is unclear which records are meant.",
        "Give “{form}” a link field first.",
    ),
    "several_links": row(
        "「{form}」有几个指向「{target}」的关联，不知道要用哪一个。",
        "请写明是哪一个关联。",
        "“{form}” has several links to “{target}”.",
        "Name the link.",
    ),
}

"""The sentences of every problem, in both languages: code → language → (message, hint).

``{…}`` are the problem's facts. A problem with suggestions and no hint of its own is given
"是不是「…」？" by the code that has ``_like`` at its end.
"""

from __future__ import annotations

from collections.abc import Mapping

Sentence = tuple[str, str]


def _row(zh: str, zh_hint: str, en: str, en_hint: str) -> Mapping[str, Sentence]:
    return {"zh": (zh, zh_hint), "en": (en, en_hint)}


SENTENCES: Mapping[str, Mapping[str, Sentence]] = {
    # ------------------------------------------------------------ limits
    "too_long": _row(
        "这句话有 {size} 字节，超过了 {limit} 字节的上限。",
        "请拆成几条规则。",
        "The text is {size} bytes long; the limit is {limit}.",
        "Split it into several rules.",
    ),
    "too_deep": _row(
        "括号或“否则”套得太深（超过 {limit} 层）。",
        "请拆成几条规则，或先算成一个字段。",
        "The nesting is too deep (more than {limit} levels).",
        "Split it, or compute part of it in a field of its own.",
    ),
    "too_many_nodes": _row(
        "这句话太复杂（超过 {limit} 个部分）。",
        "请拆成几条规则。",
        "The text is too complex (more than {limit} parts).",
        "Split it into several rules.",
    ),
    "too_many_digits": _row(
        "「{name}」有 {size} 位数字，最多 {limit} 位。",
        "请改用较短的数。",
        "“{name}” has {size} digits; at most {limit} are allowed.",
        "Use a shorter number.",
    ),
    "bad_character": _row(
        "这里有一个看不见或不允许的字符。",
        "请删掉它再试。",
        "There is an invisible or forbidden character here.",
        "Delete it and try again.",
    ),
    "too_ambiguous": _row(
        "这句话的读法太多，无法在限度内看完。",
        "请用「」把名称括起来。",
        "The text can be cut in too many ways.",
        "Put names in backticks.",
    ),
    # ------------------------------------------------------------ reading
    "nothing_written": _row(
        "这里什么也没有写。",
        "例如：如果数量>10，则通知主管。",
        "Nothing is written here.",
        "For example: if quantity > 10, then notify supervisor.",
    ),
    "not_understood": _row(
        "读到「{found}」就看不懂了。",
        "{expected}",
        "“{found}” is not understood here.",
        "{expected}",
    ),
    "ends_early": _row(
        "句子到这里就断了，后面还少了内容。",
        "{expected}",
        "The sentence stops here; something is still missing.",
        "{expected}",
    ),
    "ambiguous": _row(
        "这句话有两种读法：{first}；或者：{second}。",
        "请用「」把想要的名称括起来。",
        "This can be read in two ways: {first}; or: {second}.",
        "Put the name you mean in backticks.",
    ),
    "ambiguous_name": _row(
        "「{name}」可以是{first}，也可以是{second}。",
        "请在前面写明，例如 {example}。",
        "“{name}” may be {first} or {second}.",
        "Say which, for example {example}.",
    ),
    "ambiguous_subject": _row(
        "这句话对几个表单都成立：{forms}。",
        "请指明这条规则属于哪个表单。",
        "This makes sense for several forms: {forms}.",
        "Say which form the rule belongs to.",
    ),
    "other_reading": _row(
        "这里把「{name}」读作一个整体；也可以读成{second}。",
        "如果想要另一种读法，请用「」把名称分别括起来。",
        "“{name}” is read as one name; it could also be read as {second}.",
        "If you mean the other reading, put each name in backticks.",
    ),
    # ------------------------------------------------------------ names
    "unknown_name": _row(
        "没有叫「{name}」的{kind}。",
        "请检查名称，或先在应用里声明它。",
        "There is no {kind} called “{name}”.",
        "Check the name, or declare it in the app first.",
    ),
    "unknown_name_like": _row(
        "没有叫「{name}」的{kind}。是不是「{suggestion}」？",
        "请改成「{suggestion}」，或先在应用里声明它。",
        "There is no {kind} called “{name}”. Did you mean “{suggestion}”?",
        "Write “{suggestion}”, or declare the name in the app first.",
    ),
    "wrong_kind": _row(
        "「{name}」是{found}，这里需要{kind}。",
        "请换成{kind}的名称。",
        "“{name}” is a {found}; a {kind} is needed here.",
        "Use the name of a {kind}.",
    ),
    "other_form": _row(
        "「{name}」是表单「{owner}」的字段，「{form}」里没有它。",
        "请从本单出发写全路径，例如 客户的信用额度。",
        "“{name}” is a field of “{owner}”; “{form}” has no such field.",
        "Write the path from this record, for example customer's credit limit.",
    ),
    "unknown_option": _row(
        "「{field}」没有「{name}」这个选项。",
        "可选：{options}。",
        "“{field}” has no option “{name}”.",
        "Choose one of: {options}.",
    ),
    "unknown_option_like": _row(
        "「{field}」没有「{name}」这个选项。是不是「{suggestion}」？",
        "可选：{options}。",
        "“{field}” has no option “{name}”. Did you mean “{suggestion}”?",
        "Choose one of: {options}.",
    ),
    "no_state_field": _row(
        "「{form}」没有状态，不能写「{name}状态」。",
        "请先给它定义流程。",
        "“{form}” has no lifecycle, so it has no state “{name}”.",
        "Define a lifecycle first.",
    ),
    "unknown_function": _row(
        "没有叫「{name}」的函数。",
        "请看函数列表。",
        "There is no function called “{name}”.",
        "See the list of functions.",
    ),
    "unknown_function_like": _row(
        "没有叫「{name}」的函数。是不是「{suggestion}」？",
        "请改成 {suggestion}(…)。",
        "There is no function called “{name}”. Did you mean {suggestion}?",
        "Write {suggestion}(…).",
    ),
    "no_link": _row(
        "「{form}」没有指向「{target}」的关联，不知道要看哪些记录。",
        "请先给「{form}」加一个关联字段。",
        "“{form}” has no link to “{target}”, so it is unclear which records are meant.",
        "Give “{form}” a link field first.",
    ),
    "several_links": _row(
        "「{form}」有几个指向「{target}」的关联，不知道要用哪一个。",
        "请写明是哪一个关联。",
        "“{form}” has several links to “{target}”.",
        "Name the link.",
    ),
}

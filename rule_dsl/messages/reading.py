"""Sentences about reading a text: limits, missing words, several readings."""

from __future__ import annotations

from collections.abc import Mapping

from rule_dsl.messages.base import Sentence, row

READING: Mapping[str, Mapping[str, Sentence]] = {
    # ------------------------------------------------------------ limits
    "too_long": row(
        "这句话有 {size} 字节，超过了 {limit} 字节的上限。",
        "请拆成几条规则。",
        "The text is {size} bytes long; the limit is {limit}.",
        "Split it into several rules.",
    ),
    "too_deep": row(
        "括号或“否则”套得太深（超过 {limit} 层）。",
        "请拆成几条规则，或先算成一个字段。",
        "The nesting is too deep (more than {limit} levels).",
        "Split it, or compute part of it in a field of its own.",
    ),
    "too_many_nodes": row(
        "这句话太复杂（超过 {limit} 个部分）。",
        "请拆成几条规则。",
        "The text is too complex (more than {limit} parts).",
        "Split it into several rules.",
    ),
    "too_many_digits": row(
        "「{name}」有 {size} 位数字，最多 {limit} 位。",
        "请改用较短的数。",
        "“{name}” has {size} digits; at most {limit} are allowed.",
        "Use a shorter number.",
    ),
    "bad_character": row(
        "这里有一个看不见或不允许的字符。",
        "请删掉它再试。",
        "There is an invisible or forbidden character here.",
        "Delete it and try again.",
    ),
    "too_ambiguous": row(
        "这句话的读法太多，无法在限度内看完。",
        "请用「」把名称括起来。",
        "The text can be cut in too many ways.",
        "Put names in backticks.",
    ),
    # ------------------------------------------------------------ reading
    "nothing_written": row(
        "这里什么也没有写。",
        "例如：如果数量>10，则通知主管。",
        "Nothing is written here.",
        "For example: if quantity > 10, then notify supervisor.",
    ),
    "not_understood": row(
        "读到「{found}」就看不懂了。",
        "请检查前后的用词和标点，名称可以用「」括起来。",
        "“{found}” is not understood here.",
        "Check the words and commas around it; put names in backticks.",
    ),
    "ends_early": row(
        "句子到这里就断了，后面还少了内容。",
        "请把句子写完。",
        "The sentence stops here; something is still missing.",
        "Finish the sentence.",
    ),
    "ambiguous": row(
        "这句话有两种读法：{first}；或者：{second}。",
        "请用「」把想要的名称括起来。",
        "This can be read in two ways: {first}; or: {second}.",
        "Put the name you mean in backticks.",
    ),
    "ambiguous_name": row(
        "「{name}」可以是{first}，也可以是{second}。",
        "请在前面写明，例如 {example}。",
        "“{name}” may be {first} or {second}.",
        "Say which, for example {example}.",
    ),
    "ambiguous_subject": row(
        "这句话对几个表单都成立：{forms}。",
        "请指明这条规则属于哪个表单。",
        "This makes sense for several forms: {forms}.",
        "Say which form the rule belongs to.",
    ),
    "other_reading": row(
        "这里把「{name}」读作一个整体；也可以读成{second}。",
        "如果想要另一种读法，请用「」把名称分别括起来。",
        "“{name}” is read as one name; it could also be read as {second}.",
        "If you mean the other reading, put each name in backticks.",
    ),
    "read_in_pieces": row(
        "这里读成了几个名称：{name}；也可以读作一个整体：{second}。",
        "请用「」把想要的名称括起来。",
        "This is read as several names: {name}; it could also be one: {second}.",
        "Put the name you mean in backticks.",
    ),
    # ------------------------------------------------------------ missing words
    "missing_boundary": row(
        "条件和动作之间少了“，”或“则”。",
        "请写成：如果{condition}，则{action}。",
        "There is neither a comma nor “then” between the condition and the action.",
        "Write: if {condition}, then {action}.",
    ),
    "missing_boundary_only": row(
        "条件和动作之间少了“，”或“则”。",
        "请在条件后面写“，则”，再写要做什么。",
        "There is neither a comma nor “then” between the condition and the action.",
        "Write “, then” behind the condition, and what is to be done.",
    ),
    "missing_and": row(
        "「{before}」和「{after}」之间少了“且”或“或”。",
        "两个都要满足写“且”，满足一个就行写“或”。",
        "“and” or “or” is missing between “{before}” and “{after}”.",
        "Write “and” when both must hold, “or” when one is enough.",
    ),
    "missing_separator": row(
        "「{action}」是另一个动作，前面少了“，”或“并”。",
        "请写成：…，{action}；如果是要说的话，请加引号。",
        "“{action}” is another action; a comma or “and” is missing before it.",
        "Write: …, {action}. If it is what is said, put it in quotes.",
    ),
    "missing_closing": row(
        "有一个左括号没有配上右括号。",
        "请补上“)”。",
        "A bracket is opened but never closed.",
        "Add the missing “)”.",
    ),
    "extra_closing": row(
        "多了一个右括号。",
        "请删掉它，或在前面补上“(”。",
        "There is one closing bracket too many.",
        "Delete it, or add the “(” it belongs to.",
    ),
    "open_quote": row(
        "从 {mark} 开始的引号没有结束。",
        "请在文字后面补上右引号。",
        "The quote that begins with {mark} is not closed.",
        "Add the closing quote.",
    ),
    "missing_comparison": row(
        "「{before}」和「{after}」之间少了比较词，例如 =、>、不超过。",
        "请写明怎样比较，例如 {before}={after}。",
        "A comparison such as =, > or “at most” is missing between “{before}” and “{after}”.",
        "Say how they compare, for example {before} = {after}.",
    ),
    "missing_value": row(
        "「{before}」后面少了一个值。",
        "请写明和什么比较，例如一个数、一个选项或一个字段。",
        "A value is missing after “{before}”.",
        "Say what to compare with: a number, an option or a field.",
    ),
    "missing_left": row(
        "「{after}」前面少了要比较的字段。",
        "请写明比较的是哪个字段，例如 数量{after}…。",
        "The field to compare is missing before “{after}”.",
        "Say which field it is about.",
    ),
    "missing_action": row(
        "只写了条件，没有写要做什么。",
        "请在“则”后面写动作，例如：则通知主管。",
        "There is a condition but nothing to do.",
        "Write an action after “then”, for example: then notify supervisor.",
    ),
    "missing_name": row(
        "「{before}」后面少了名称。",
        "请写明是什么。",
        "A name is missing after “{before}”.",
        "Say what it is.",
    ),
    "missing_recipient": row(
        "「{before}」后面没有写给谁。",
        "请写上角色、部门或人员。",
        "“{before}” does not say to whom.",
        "Name a role, a department or a person.",
    ),
    "missing_condition": row(
        "「{before}」后面没有写条件。",
        "例如：{before}数量>10，则通知主管。",
        "There is no condition after “{before}”.",
        "For example: {before} quantity > 10, then notify supervisor.",
    ),
    "missing_range_end": row(
        "“介于”后面要写两个值，现在只有一个。",
        "请写成：介于 10 至 20。",
        "“between” needs two values; there is only one.",
        "Write: between 10 and 20.",
    ),
    "missing_send_word": row(
        "写了发给谁，但没有写“发送”什么。",
        "请写成：向{name}发送“内容”。",
        "It says to whom, but not what to send.",
        "Write: send “text” to {name}.",
    ),
    "missing_set_value": row(
        "没有写把「{before}」改成什么。",
        "请写成：将{before}改为…。",
        "It does not say what “{before}” becomes.",
        "Write: set {before} to ….",
    ),
    "missing_unit": row(
        "数字 {name} 后面少了时间单位。",
        "请写上单位，例如 {example}。",
        "The number {name} has no unit of time.",
        "Add the unit, for example {example}.",
    ),
    "missing_formula": row(
        "“公式”后面什么也没有写。",
        "例如：公式 数量 × 单价。",
        "Nothing is written after “formula”.",
        "For example: formula quantity * price.",
    ),
    "missing_argument": row(
        "函数括号里少了一个参数，或多了一个逗号。",
        "请补上参数，或删掉多余的逗号。",
        "An argument of the function is missing, or there is one comma too many.",
        "Add the argument or delete the comma.",
    ),
    "double_operator": row(
        "「{name}」重复了。",
        "请只留一个。",
        "“{name}” is written twice.",
        "Keep only one of them.",
    ),
    "chained_comparison": row(
        "一次只能比较两个值，不能连着写「{name}」。",
        "请写成：介于…至…，或用“且”连接两个比较。",
        "Only two values can be compared at a time; “{name}” cannot follow another comparison.",
        "Write “between … and …”, or join two comparisons with “and”.",
    ),
    "dangling_else": row(
        "“否则”前面没有动作。",
        "请先写条件成立时要做什么。",
        "There is no action before “otherwise”.",
        "First say what to do when the condition holds.",
    ),
    "several_else": row(
        "一条规则只能有一个“否则”。",
        "请把第二个“否则”写成另一条规则。",
        "A rule can have only one “otherwise”.",
        "Make the second one a rule of its own.",
    ),
    "missing_message": row(
        "没有写{before}什么。",
        "请写成：{before}“…”，或写一条消息的名称。",
        "It does not say what to {before}.",
        "Write: {before} “…”, or the name of a message.",
    ),
    "else_if": row(
        "“否则”后面不能再写“如果”。",
        "请把第二个条件写成另一条规则。",
        "No second “if” can follow “otherwise”.",
        "Write the second condition as a rule of its own.",
    ),
    "unknown_action": row(
        "「{name}」不是动作。",
        "动作以“通知、发送、将…改为、触发、阻止”这样的词开头，例如：则通知主管。",
        "“{name}” is no action.",
        "An action begins with a word such as notify, send, set, trigger or block, for example: then notify supervisor.",
    ),
    "trailing_after_several": row(
        "写在几个动作后面的条件，看不出管哪一个动作。",
        "请把条件写到句首：当…时，若…，则…。",
        "It is unclear to which of the actions the condition behind them belongs.",
        "Put the condition first: when …, if …, then ….",
    ),
    "words_hold_keyword": row(
        "「{name}」里有“{keyword}”，不能不加引号就当作要说的话。",
        "如果整句都是要说的话，请写：{quoted}；如果“{keyword}”后面是条件或另一个动作，请单独写出来。",
        "“{name}” holds “{keyword}” and cannot be a message without quotes.",
        "If all of it is what is said, write: {quoted}. If a condition or another action begins at “{keyword}”, write it apart.",
    ),
    "words_hold_channel": row(
        "「{name}」里的“{channel}”是发送的渠道，不是要说的话。",
        "应用里的渠道：{channels}。如果是要说的话，请写：{quoted}。",
        "“{channel}” in “{name}” is a way of sending, not what is said.",
        "The channels of this app: {channels}. If it is what is said, write: {quoted}.",
    ),
    "words_near_name": row(
        "「{name}」很像已声明的名称「{suggestion}」，不能当作要说的话。",
        "请改成「{suggestion}」；如果确实是要说的话，请加引号。",
        "“{name}” is nearly the name “{suggestion}” and is not taken for words to send.",
        "Write “{suggestion}”; if it is what is said, put it in quotes.",
    ),
    "condition_or_order": row(
        "动作后面的「{name}」={new}，可以是又一个条件，也可以是要改成的值。",
        "是条件请写到动作前面；要改值请写：将{name}改为{new}。",
        "“{name}” = {new} behind an action may be one more condition, or a value to set.",
        "Put a condition before the actions; to set the value, write: set {name} to {new}.",
    ),
    "short_of_several": row(
        "「{name}」可以指{names}。",
        "请写出全名。",
        "“{name}” may mean any of {names}.",
        "Write the full name.",
    ),
    "words_unclear": row(
        "不知道「{text}」是什么意思。",
        "如果整句都是要说的话，请加引号；否则请写上动作或名称。",
        "It is unclear what “{text}” means.",
        "If all of it is what is said, put it in quotes; otherwise name the action or the thing.",
    ),
    "dangling_joint": row(
        "「{name}」后面没有写动作。",
        "请补上要做什么，或删掉「{name}」。",
        "No action follows “{name}”.",
        "Say what is to be done, or delete “{name}”.",
    ),
    "arrow": row(
        "“{mark}”不是比较符号。",
        "字段变了请写“变为”，要改字段请写“将…改为…”，比大小请写“>”。",
        "“{mark}” is no comparison.",
        "Write “changes to” for what happens, “set … to …” for what is done, or “>” to compare.",
    ),
    "missing_ranking": row(
        "「{name}」没有写按什么排先后。",
        "请在后面写明按哪个字段，例如：按数量。",
        "“{name}” does not say by what it is ranked.",
        "Add the field to rank by, for example: by quantity.",
    ),
    "words_too_long": row(
        "没有加引号的话最多十二个字，「{name}」太长了。",
        "如果整句都是要说的话，请写：{quoted}。",
        "Without quotes a message has at most six words; “{name}” is longer.",
        "If all of it is what is said, write: {quoted}.",
    ),
    "words_after_recipient": row(
        "「{name}」不是声明过的消息；不知道是要对「{who}」说这句话，还是要对方去做这件事。",
        "要说这句话，请写：{quoted}；要对方去做，请派任务，例如：创建任务{quoted}；如果它是收件人名称的一部分，请先声明这个名称。",
        "“{name}” is no declared message; it is unclear whether “{who}” is told these words or is to do something.",
        "To say these words, write: {quoted}. To have it done, create a task, for example: create task {quoted}. If it is part of a recipient's name, declare that name first.",
    ),
    "unexpected_word": row(
        "「{name}」在这里不合适。",
        "请删掉它，或用“”把它括起来当作文字。",
        "“{name}” does not fit here.",
        "Delete it, or put it in quotes if it is meant as text.",
    ),
}

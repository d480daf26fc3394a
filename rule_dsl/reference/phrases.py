"""The fixed words of the reference's pages."""

from __future__ import annotations

from collections.abc import Mapping

from rule_dsl.reference.base import Both, Group, Lang, said

GROUPS: Mapping[Group, Both] = {
    "sentences": ("句子怎么写", "How a sentence is built"),
    "values": ("数字、日期、名称", "Numbers, dates, names"),
    "conditions": ("条件", "Conditions"),
    "records": ("其他记录和明细", "Other records and lines"),
    "events": ("事件和定时", "Events and schedules"),
    "actions": ("动作", "Actions"),
}
FUNCTION_GROUPS: Mapping[str, Both] = {
    "logical": ("判断", "Choosing"),
    "number": ("数字", "Numbers"),
    "text": ("文本", "Text"),
    "date": ("日期和时间", "Dates and times"),
    "working": ("工作日", "Working days"),
    "statistics": ("统计", "Totals"),
}
PHRASES: Mapping[str, Both] = {
    "title": ("规则语言参考", "Reference of the rule language"),
    "opening": (
        "一句话就是一条规则。从下面的句子里挑一句最接近的，把字段、数字和人换成自己的，就可以用了。",
        "A sentence is a rule. Take the one below that comes closest, put in your own fields, numbers and people, and use it.",
    ),
    "both": (
        "中文和英文可以混着写，意思一样；标点全角、半角都行。",
        "Rules can be written in English or Chinese, also mixed; the meaning is the same.",
    ),
    "starters": ("从这些句子开始", "Sentences to start from"),
    "wanted": ("想要", "You want to"),
    "sentence": ("可以这样写", "Write"),
    "sample": ("例子里用到的记录", "The record in the examples"),
    "sample_note": (
        (
            "所有例子讲的都是一个设备维修车间。例子的结果是用下面这张报修单和这台设备算出来的，那时是 2026-11-21 10:00。"
            "日历是每周一至周五上班，10月1日放假，10月10日补班；费用上限是 5000，响应时限是 2小时。"
        ),
        (
            "All the examples are about a workshop that repairs its machines. Their results are worked out with this repair request "
            "and this machine, at 10:00 on 2026-11-21. People work from Monday to Friday; 1 October is a holiday and 10 October "
            "a working day. The cost limit is 5000, the response time 2 hours."
        ),
    ),
    "field": ("字段", "Field"),
    "content": ("内容", "Content"),
    "constructs": ("各种写法", "What you can write"),
    "functions": ("函数", "Functions"),
    "functions_note": (
        "函数用在公式里。函数名可以写中文，也可以写英文。",
        "Functions are used in formulas. Their names may be written in English or Chinese.",
    ),
    "contents": ("目录", "Contents"),
    "examples": ("例子", "Examples"),
    "write": ("写法", "Written"),
    "result": ("结果", "Result"),
    "listed_UNIT": ("时间单位", "Units of time"),
    "listed_WEEKDAY": ("星期", "Days of the week"),
    "listed_COUNTER": ("量词，写不写都行", "Counting words, which may be left out"),
    "listed_KIND": ("名称的种类", "Kinds of name"),
    "listed_DENIALS": ("放在字段名里表示“否”", "Inside a field's name, for no"),
    "listed_OUTER": ("指这一条记录", "For the current record"),
    "listed_RECORDS": ("这一条记录本身，例如 锁定本单", "The record itself: lock this record"),
    "listed_POSSESSIVE": ("连接关联字段", "Between a link and its field"),
    "earlier": ("以前的报修单", "Earlier repair requests"),
    "checks": ("这台设备的点检记录", "Inspections of the machine"),
    "last_days": ("最近四天的数值，最后是今天", "The values of the last four days, today last"),
    "with": ("示例记录里", "In the sample record"),
    "other": ("同一句英文", "The same in Chinese"),
    "shown": ("标准写法", "In standard form"),
    "words": ("可以用的词", "Words you can use"),
    "first": ("常用", "Usual"),
    "also": ("也可以写", "Also"),
    "notes": ("要注意", "Good to know"),
    "see": ("另见", "See also"),
    "awaits": (
        "这个版本能读懂并检查这种写法，但还不会去执行。",
        "This version reads and checks it, but does not carry it out yet.",
    ),
    "tree": ("给开发者：在语法树里是", "For developers: in the tree this is"),
    "names": ("名称", "Names"),
    "signature": ("写成", "Written as"),
    "arguments": ("参数", "Arguments"),
    "name": ("名称", "Name"),
    "takes": ("类型", "Takes"),
    "remark": ("说明", "Notes"),
    "about": ("说明", "What it does"),
    "optional": ("可以省略", "may be left out"),
    "repeats": ("可以写多个", "may be repeated"),
    "many": (
        "也可以是明细或关联记录的一列，例如 更换备件的用量",
        "also a column of lines or linked records, such as replaced parts's used amount",
    ),
    "no_arguments": (
        "没有参数，括号照写。",
        "No arguments; the brackets are written all the same.",
    ),
    "gives": ("得到", "Gives"),
    "gives_same": ("随参数的类型而定", "follows the arguments"),
    "empties": ("有空值时", "With an empty value"),
    "related": ("相关函数", "Related functions"),
    "no_example": (
        "这个函数处理看不见的字符，例子写不出来。",
        "This function is about characters that cannot be seen, so no example can be printed.",
    ),
    "language": ("English", "中文"),
    "generated": (
        "本页由 dougong rule reference 生成，请不要直接修改。",
        "This page is made by dougong rule reference; do not edit it.",
    ),
}


def phrase(key: str, lang: Lang) -> str:
    """A fixed phrase."""
    return said(PHRASES[key], lang)

"""Functions on texts. Lengths and places count code points, from 1; empty and '' are the same."""

from __future__ import annotations

from rule_dsl.functions.base import (
    DATE_KINDS,
    NUMERIC_KINDS,
    TEXT_KINDS,
    Function,
    Param,
    Sample,
)
from rule_dsl.functions.compute import text as compute
from rule_dsl.types import BOOL, NUMBER, TEXT

T = Param("text", "文本", TEXT_KINDS)
COUNT = Param("count", "个数", NUMERIC_KINDS)
COUNT_OR_ONE = Param("count", "个数", NUMERIC_KINDS, optional=True)
PART = Param("part", "部分", TEXT_KINDS)
JOINED = Param("value", "值", TEXT_KINDS | NUMERIC_KINDS | DATE_KINDS, repeats=True, many=True)
FILL = Param("fill", "填充", TEXT_KINDS, optional=True)
NTH = Param("nth", "第几次", NUMERIC_KINDS, optional=True)
START = Param("start", "起点", NUMERIC_KINDS, optional=True)

_RETURNS = dict.fromkeys("LEN FIND SEARCH VALUE UNICODE OCCURS BYTES".split(), NUMBER) | (
    dict.fromkeys("EXACT STARTSWITH ENDSWITH ISNUMERIC".split(), BOOL)
)
_ALIASES: dict[str, tuple[str, ...]] = {
    "CONCAT": ("CONCATENATE",),
    "UNICHAR": ("CHAR",),
    "UNICODE": ("CODE",),
    "TEXTBEFORE": ("BEFORE",),
    "TEXTAFTER": ("AFTER",),
    "HALFWIDTH": ("ASC",),
    "FULLWIDTH": ("WIDECHAR",),
    "BYTES": ("LENB",),
}


def text_entry(
    name: str, zh: str, params: tuple[Param, ...], doc: tuple[str, str], *samples: Sample
) -> Function:
    """An entry whose computation bears its name in lower case."""
    return Function(
        name=name,
        zh=tuple(zh.split()),
        group="text",
        params=params,
        returns=_RETURNS.get(name, TEXT),
        doc={"zh": doc[0], "en": doc[1]},
        samples=samples,
        compute=getattr(compute, name.lower() + "_", None) or getattr(compute, name.lower()),
        aliases=_ALIASES.get(name, ()),
        moments="local" if name == "TEXT" else "as_is",
    )


FUNCTIONS: tuple[Function, ...] = (
    text_entry(
        "LEN",
        "文本长度 字数",
        (T,),
        ("文本的字数。", "How many characters the text has."),
        Sample(("加急a",), 3),
        Sample(("😀",), 1),
        Sample(("",), 0),
    ),
    text_entry(
        "LEFT",
        "左侧文本 取左",
        (T, COUNT_OR_ONE),
        ("开头的若干个字（默认 1 个）。", "The first characters (default 1)."),
        Sample(("abc", 2), "ab"),
        Sample(("加急",), "加"),
        Sample(("abc", 0), None),
        Sample(("abc", -1), None),
    ),
    text_entry(
        "RIGHT",
        "右侧文本 取右",
        (T, COUNT_OR_ONE),
        ("末尾的若干个字（默认 1 个）。", "The last characters (default 1)."),
        Sample(("abc", 2), "bc"),
        Sample(("abc", 9), "abc"),
    ),
    text_entry(
        "MID",
        "中间文本 取中",
        (T, Param("start", "起点", NUMERIC_KINDS), COUNT),
        (
            "从第几个字起的若干个字；起点小于 1 时为空。",
            "Characters from a place on; empty when the place is below 1.",
        ),
        Sample(("abcdef", 2, 3), "bcd"),
        Sample(("abc", 9, 2), None),
        Sample(("abc", 0, 2), None),
    ),
    text_entry(
        "UPPER",
        "转大写",
        (T,),
        ("全部转为大写。", "The text in upper case."),
        Sample(("aé中ж",), "AÉ中Ж"),
        Sample(("straße",), "STRAßE"),
    ),
    text_entry(
        "LOWER",
        "转小写",
        (T,),
        ("全部转为小写。", "The text in lower case."),
        Sample(("AÉ中Ж",), "aé中ж"),
    ),
    text_entry(
        "PROPER",
        "首字母大写",
        (T,),
        (
            "每个词的首字母大写，其余小写。",
            "Each word's first letter in upper case, the rest in lower.",
        ),
        Sample(("hello WORLD",), "Hello World"),
        Sample(("o'neil 2nd",), "O'Neil 2Nd"),
        Sample(("große",), "Große"),
    ),
    text_entry(
        "TRIM",
        "去空格",
        (T,),
        (
            "去掉首尾空白，中间的连续空白并为一个空格。",
            "Without blanks at both ends; inner runs of blanks become one space.",
        ),
        Sample(("  a  b　 c ",), "a b c"),
        Sample((" ",), None),
    ),
    text_entry(
        "CLEAN",
        "去控制符",
        (T,),
        ("去掉不可见的控制字符。", "Without control characters."),
        Sample(("a\tb\n",), "ab"),
    ),
    text_entry(
        "CONCAT",
        "拼接 连接文本",
        (JOINED,),
        (
            "把各值依次连成一段文本，空值略过。",
            "The values joined into one text; empties are skipped.",
        ),
        Sample(("a", None, "b"), "ab"),
        Sample(("A-", "1.50"), "A-1.50"),
        Sample((None,), None),
    ),
    text_entry(
        "TEXTJOIN",
        "分隔连接",
        (Param("separator", "分隔符", TEXT_KINDS), JOINED),
        (
            "用分隔符连接各值，空值略过。",
            "The values joined with a separator between them; empties are skipped.",
        ),
        Sample(("、", "a", None, "b"), "a、b"),
        Sample((None, "a", "b"), "ab"),
    ),
    text_entry(
        "REPT",
        "重复文本",
        (T, COUNT),
        ("把文本重复若干次。", "The text repeated."),
        Sample(("ab", 3), "ababab"),
        Sample(("ab", 0), None),
    ),
    text_entry(
        "REPLACE",
        "按位替换",
        (T, Param("start", "起点", NUMERIC_KINDS), COUNT, Param("new", "新文本", TEXT_KINDS)),
        (
            "从第几个字起的若干个字换成新文本。",
            "Characters from a place on replaced by a new text.",
        ),
        Sample(("abcdef", 3, 2, "X"), "abXef"),
        Sample(("abc", 2, 0, "X"), "aXbc"),
        Sample(("abc", 0, 1, "X"), None),
    ),
    text_entry(
        "SUBSTITUTE",
        "替换文本",
        (T, Param("old", "旧文本", TEXT_KINDS), Param("new", "新文本", TEXT_KINDS), NTH),
        (
            "把旧文本换成新文本；可指定只换第几次出现的。",
            "An old text replaced by a new one, everywhere or only where it occurs the nth time.",
        ),
        Sample(("a-b-c", "-", "+"), "a+b+c"),
        Sample(("a-b-c", "-", "+", 2), "a-b+c"),
        Sample(("a-b", "-", None), "ab"),
        Sample(("abc", "", "x"), "abc"),
    ),
    text_entry(
        "FIND",
        "查找位置",
        (PART, T, START),
        (
            "部分在文本中第几个字，区分大小写；找不到为空。",
            "Where a part begins in the text, minding case; empty when it is not there.",
        ),
        Sample(("b", "abcb"), 2),
        Sample(("b", "abcb", 3), 4),
        Sample(("B", "abc"), None),
        Sample(("", "abc"), None),
    ),
    text_entry(
        "SEARCH",
        "搜索位置",
        (PART, T, START),
        (
            "部分在文本中第几个字，不分大小写；找不到为空。",
            "Where a part begins in the text, whatever its case; empty when it is not there.",
        ),
        Sample(("B", "abc"), 2),
        Sample(("É", "cafés"), 4),
    ),
    text_entry(
        "OCCURS",
        "出现次数",
        (PART, T),
        (
            "部分在文本中出现几次（不重叠）。",
            "How often a part occurs in the text, not overlapping.",
        ),
        Sample(("a", "banana"), 3),
        Sample(("aa", "aaa"), 1),
        Sample(("", "a"), 0),
    ),
    Function(
        name="CONTAINS",
        zh=("包含文本",),
        group="text",
        params=(T, PART),
        returns=BOOL,
        doc={
            "zh": "文本包含该部分，区分大小写；空文本不在任何文本中。",
            "en": "Whether the text holds the part, minding case; nothing holds an empty text.",
        },
        samples=(Sample(("加急单", "急"), True), Sample(("abc", "B"), False)),
    ),
    text_entry(
        "EXACT",
        "完全相同",
        (T, Param("other", "另一文本", TEXT_KINDS)),
        ("两段文本完全相同。", "Whether two texts are the same."),
        Sample(("a", "A"), False),
        Sample((None, ""), True),
    ),
    text_entry(
        "STARTSWITH",
        "开头是 以…开头",
        (T, PART),
        ("文本以该部分开头。", "Whether the text begins with the part."),
        Sample(("加急单", "加急"), True),
        Sample(("abc", "b"), False),
        Sample(("abc", ""), False),
    ),
    text_entry(
        "ENDSWITH",
        "结尾是 以…结尾",
        (T, PART),
        ("文本以该部分结尾。", "Whether the text ends with the part."),
        Sample(("加急单", "单"), True),
        Sample(("abc", "b"), False),
    ),
    text_entry(
        "TEXTBEFORE",
        "之前文本",
        (T, PART),
        (
            "文本中第一次出现该部分之前的内容；没有该部分则为空。",
            "What stands before the part's first place; empty when it is not there.",
        ),
        Sample(("a@b@c", "@"), "a"),
        Sample(("abc", "@"), None),
    ),
    text_entry(
        "TEXTAFTER",
        "之后文本",
        (T, PART),
        (
            "文本中第一次出现该部分之后的内容；没有该部分则为空。",
            "What stands after the part's first place; empty when it is not there.",
        ),
        Sample(("a@b@c", "@"), "b@c"),
        Sample(("abc", "@"), None),
    ),
    text_entry(
        "PADLEFT",
        "左补足",
        (T, COUNT, FILL),
        (
            "在左边补到若干个字（默认补空格）；已够长则不变。",
            "Filled on the left (with spaces by default) up to a length.",
        ),
        Sample(("7", 3, "0"), "007"),
        Sample(("1234", 3, "0"), "1234"),
        Sample(("7", 4, "ab"), "aba7"),
    ),
    text_entry(
        "PADRIGHT",
        "右补足",
        (T, COUNT, FILL),
        (
            "在右边补到若干个字（默认补空格）；已够长则不变。",
            "Filled on the right (with spaces by default) up to a length.",
        ),
        Sample(("7", 3, "."), "7.."),
    ),
    text_entry(
        "REVERSE",
        "倒序文本",
        (T,),
        ("倒过来写的文本。", "The text written backwards."),
        Sample(("ab😀",), "😀ba"),
    ),
    text_entry(
        "MASK",
        "脱敏",
        (T, Param("head", "保留前几位", NUMERIC_KINDS), Param("tail", "保留后几位", NUMERIC_KINDS)),
        (
            "保留开头和末尾若干个字，中间换成星号。",
            "Keeps some characters at both ends and shows stars between them.",
        ),
        Sample(("13812345678", 3, 4), "138****5678"),
        Sample(("abc", 2, 2), "abc"),
    ),
)

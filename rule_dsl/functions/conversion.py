"""Functions between texts, numbers and dates: codes, widths, readings and spellings."""

from __future__ import annotations

from rule_dsl.functions.base import (
    DATE_KINDS,
    MOMENT_KINDS,
    NUMERIC_KINDS,
    TEXT_KINDS,
    Function,
    Param,
    Sample,
)
from rule_dsl.functions.text import T, text_entry

FUNCTIONS: tuple[Function, ...] = (
    text_entry(
        "UNICHAR",
        "编码转字符",
        (Param("code", "编码", NUMERIC_KINDS),),
        ("该 Unicode 编码的字符；没有则为空。", "The character with this Unicode number."),
        Sample((65,), "A"),
        Sample((26007,), "斗"),
        Sample((0,), None),
        Sample((55296,), None),
    ),
    text_entry(
        "UNICODE",
        "字符编码",
        (T,),
        ("第一个字的 Unicode 编码。", "The Unicode number of the first character."),
        Sample(("A",), 65),
        Sample(("😀",), 128512),
        Sample(("",), None),
    ),
    text_entry(
        "HALFWIDTH",
        "转半角",
        (T,),
        (
            "全角字母、数字、标点和空格转为半角。",
            "Full-width letters, digits and signs made narrow.",
        ),
        Sample(("ＡＢ１，　x",), "AB1, x"),
    ),
    text_entry(
        "FULLWIDTH",
        "转全角",
        (T,),
        (
            "半角字母、数字、标点和空格转为全角。",
            "Narrow letters, digits and signs made full-width.",
        ),
        Sample(("AB1, 中",), "ＡＢ１，　中"),
    ),
    text_entry(
        "BYTES",
        "字节数",
        (T,),
        ("文本按 UTF-8 存储的字节数。", "How many bytes the text has in UTF-8."),
        Sample(("a中",), 4),
    ),
    text_entry(
        "VALUE",
        "转数值",
        (T,),
        (
            "把文本读作数值，可带千分位、百分号和首尾空白；读不出为空。",
            "The number a text says, with thousands commas or a percent sign; else empty.",
        ),
        Sample((" 1,234.50 ",), "1234.5"),
        Sample(("50%",), "0.5"),
        Sample(("-3",), -3),
        Sample(("abc",), None),
        Sample(("1e5",), None),
    ),
    text_entry(
        "ISNUMERIC",
        "可转数值",
        (T,),
        ("文本能读作数值。", "Whether the text says a number."),
        Sample(("1,234.5",), True),
        Sample(("12a",), False),
    ),
    text_entry(
        "FIXED",
        "定点文本",
        (
            Param("number", "数值", NUMERIC_KINDS),
            Param("places", "小数位", NUMERIC_KINDS, optional=True),
        ),
        (
            "四舍五入到固定小数位（默认 2 位，−20 到 20）的文本，带千分位逗号。",
            "The number as text with fixed places (default 2, −20 to 20) and thousands commas.",
        ),
        Sample(("1234.567",), "1,234.57"),
        Sample(("-0.5", 0), "-1"),
        Sample((1000000, 1), "1,000,000.0"),
        Sample(("1234.567", -2), "1,200"),
        Sample(("-0.001",), "0.00"),
    ),
    text_entry(
        "TEXT",
        "转文本",
        (
            Param("value", "值", NUMERIC_KINDS | DATE_KINDS | MOMENT_KINDS),
            Param("format", "格式", TEXT_KINDS),
        ),
        (
            "按格式写成文本：数值用 0、0.00、#,##0.00、0.0%；日期用 yyyy-mm-dd hh:mi:ss 各部分。",
            "As text by a format: 0, 0.00, #,##0.00, 0.0% for numbers; yyyy mm dd hh mi ss for times.",
        ),
        Sample(("1234.5", "#,##0.00"), "1,234.50"),
        Sample(("0.256", "0.0%"), "25.6%"),
        Sample(("0.5", "000.0"), "000.5"),
    ),
    text_entry(
        "RMB",
        "人民币大写",
        (Param("amount", "金额", NUMERIC_KINDS),),
        (
            "人民币大写金额（到分，小于一万亿）。",
            "The amount in Chinese capital figures, to the cent, below 10^12.",
        ),
        Sample(("1234.56",), "壹仟贰佰叁拾肆元伍角陆分"),
        Sample((10005,), "壹万零伍元整"),
        Sample((0,), "零元整"),
        Sample(("-0.05",), "负伍分"),
    ),
)

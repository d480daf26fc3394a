"""Functions on one number, or a few."""

from __future__ import annotations

from rule_dsl.functions.base import (
    BOOL_KINDS,
    NUMERIC_KINDS,
    Function,
    Param,
    Returns,
    Sample,
    same_as,
)
from rule_dsl.functions.compute import number as compute
from rule_dsl.types import BOOL, NUMBER

N = Param("number", "数值", NUMERIC_KINDS)
PLACES = Param("places", "小数位", NUMERIC_KINDS, optional=True)
STEP = Param("step", "倍数", NUMERIC_KINDS, optional=True)
DIVISOR = Param("divisor", "除数", NUMERIC_KINDS)
MANY = Param("number", "数值", NUMERIC_KINDS, repeats=True)


def _entry(
    name: str, zh: str, params: tuple[Param, ...], doc: tuple[str, str], *samples: Sample
) -> Function:
    """An entry whose computation bears its name and which keeps its first argument's type."""
    names = tuple(zh.split())
    return Function(
        name=name,
        zh=names,
        group="number",
        params=params,
        returns=_RETURNS.get(name, NUMBER),
        doc={"zh": doc[0], "en": doc[1]},
        samples=samples,
        compute=getattr(compute, name.lower() + "_", None) or getattr(compute, name.lower()),
        aliases=_ALIASES.get(name, ()),
    )


_KEEPS = same_as(0)
_RETURNS: dict[str, Returns] = dict.fromkeys(
    "ABS ROUND ROUNDUP ROUNDDOWN TRUNC INT CEILING FLOOR MROUND MOD EVEN ODD CLAMP".split(), _KEEPS
) | {"ISEVEN": BOOL, "ISODD": BOOL}
_ALIASES: dict[str, tuple[str, ...]] = {
    "POWER": ("POW",),
    "CEILING": ("CEIL",),
    "MOD": ("REMAINDER",),
}

FUNCTIONS: tuple[Function, ...] = (
    _entry(
        "ABS",
        "绝对值",
        (N,),
        ("去掉负号。", "The number without its sign."),
        Sample(("-2.5",), "2.5"),
        Sample((3,), 3),
        Sample((None,), None),
    ),
    _entry(
        "SIGN",
        "符号",
        (N,),
        (
            "正数为 1，零为 0，负数为 −1。",
            "1 for a positive number, 0 for zero, −1 for a negative.",
        ),
        Sample(("-2.5",), -1),
        Sample((0,), 0),
        Sample((7,), 1),
    ),
    _entry(
        "ROUND",
        "四舍五入",
        (N, PLACES),
        (
            "四舍五入到指定小数位（默认 0 位，负数为整十整百）；恰在一半时远离零。",
            "Rounds to places (default 0; negative for tens, hundreds), halves away from zero.",
        ),
        Sample(("2.5",), 3),
        Sample(("-2.5",), -3),
        Sample(("1.005", 2), "1.01"),
        Sample((1250, -2), 1300),
    ),
    _entry(
        "ROUNDUP",
        "向上舍入",
        (N, PLACES),
        ("向远离零的方向舍入。", "Rounds away from zero."),
        Sample(("2.01",), 3),
        Sample(("-2.01",), -3),
        Sample(("3.14159", 3), "3.142"),
    ),
    _entry(
        "ROUNDDOWN",
        "向下舍入",
        (N, PLACES),
        ("向零的方向舍去。", "Rounds towards zero."),
        Sample(("2.99",), 2),
        Sample(("-2.99",), -2),
        Sample(("3.14159", 3), "3.141"),
    ),
    _entry(
        "TRUNC",
        "截尾 截断",
        (N, PLACES),
        ("舍去多余的小数位。", "Cuts off the decimals beyond places."),
        Sample(("8.9",), 8),
        Sample(("-8.9",), -8),
    ),
    _entry(
        "INT",
        "取整",
        (N,),
        ("不大于该数的最大整数。", "The greatest whole number not above the number."),
        Sample(("8.9",), 8),
        Sample(("-8.9",), -9),
    ),
    _entry(
        "CEILING",
        "向上取整",
        (N, STEP),
        (
            "不小于该数的最小倍数（默认倍数 1）。",
            "The smallest multiple of step (default 1) not below the number.",
        ),
        Sample(("2.1",), 3),
        Sample(("2.5", "0.2"), "2.6"),
        Sample(("-2.5", 2), -2),
        Sample((2, 0), 0),
    ),
    _entry(
        "FLOOR",
        "向下取整",
        (N, STEP),
        (
            "不大于该数的最大倍数（默认倍数 1）。",
            "The greatest multiple of step (default 1) not above the number.",
        ),
        Sample(("2.9",), 2),
        Sample(("2.5", "0.2"), "2.4"),
        Sample(("-2.5", 2), -4),
    ),
    _entry(
        "MROUND",
        "取倍数",
        (N, Param("step", "倍数", NUMERIC_KINDS)),
        (
            "最接近的倍数，恰在一半时远离零。",
            "The nearest multiple of step, halves away from zero.",
        ),
        Sample((10, 3), 9),
        Sample(("1.3", "0.2"), "1.4"),
        Sample((5, 0), 0),
    ),
    _entry(
        "MOD",
        "取余 求余数",
        (N, DIVISOR),
        (
            "除法的余数，符号与除数相同；除数为零时为空。",
            "The remainder, with the divisor's sign; empty when the divisor is zero.",
        ),
        Sample((7, 3), 1),
        Sample((-7, 3), 2),
        Sample((7, -3), -2),
        Sample(("5.5", 2), "1.5"),
        Sample((5, 0), None),
    ),
    _entry(
        "QUOTIENT",
        "整除 求商",
        (N, DIVISOR),
        ("商的整数部分。", "The whole part of a division."),
        Sample((7, 2), 3),
        Sample((-7, 2), -3),
        Sample((7, 0), None),
    ),
    _entry(
        "POWER",
        "乘方 幂",
        (N, Param("exponent", "指数", NUMERIC_KINDS)),
        (
            "乘方（指数至多 ±1000）；非负整数指数按 38 位有效数字计算，否则取 12 位小数；无实数结果时为空。",
            "The power, exponents up to ±1000; whole ones from 0 keep 38 digits, others 12 places.",
        ),
        Sample((2, 10), 1024),
        Sample(("1.1", 2), "1.21"),
        Sample((2, -1), "0.5"),
        Sample((4, "0.5"), 2),
        Sample((-4, "0.5"), None),
        Sample((-1, 999), -1),
    ),
    _entry(
        "SQRT",
        "平方根",
        (N,),
        ("平方根，取 12 位小数；负数为空。", "The square root to 12 places; negative: empty."),
        Sample((9,), 3),
        Sample((2,), "1.414213562373"),
        Sample((-1,), None),
    ),
    _entry(
        "EXP",
        "自然指数",
        (N,),
        ("e 的乘方，取 12 位小数。", "e to this power, to 12 places."),
        Sample((0,), 1),
        Sample((1,), "2.718281828459"),
    ),
    _entry(
        "LN",
        "自然对数",
        (N,),
        ("自然对数，取 12 位小数。", "The natural logarithm, to 12 places."),
        Sample((1,), 0),
        Sample((2,), "0.69314718056"),
        Sample((0,), None),
    ),
    _entry(
        "LOG",
        "对数",
        (N, Param("base", "底数", NUMERIC_KINDS, optional=True)),
        ("以底数（默认 10）取对数，取 12 位小数。", "The logarithm to a base (10), to 12 places."),
        Sample((100,), 2),
        Sample((8, 2), 3),
        Sample((8, 1), None),
    ),
    _entry(
        "LOG10",
        "常用对数",
        (N,),
        ("以 10 为底的对数，取 12 位小数。", "The logarithm to base 10, to 12 places."),
        Sample((1000,), 3),
        Sample((2,), "0.301029995664"),
    ),
    _entry(
        "PI",
        "圆周率",
        (),
        ("圆周率，12 位小数。", "Pi to 12 places."),
        Sample((), "3.14159265359"),
    ),
    _entry(
        "GCD",
        "最大公约数",
        (MANY,),
        (
            "各整数的最大公约数；小数部分舍去。",
            "The greatest common divisor; decimals are cut off.",
        ),
        Sample((24, 36), 12),
        Sample((5, 0), 5),
        Sample((7, None), 7),
    ),
    _entry(
        "LCM",
        "最小公倍数",
        (MANY,),
        ("各整数的最小公倍数；小数部分舍去。", "The least common multiple; decimals are cut off."),
        Sample((4, 6), 12),
        Sample((5, 0), 0),
    ),
    _entry(
        "FACT",
        "阶乘",
        (N,),
        ("阶乘，0 到 33；小数部分舍去。", "The factorial, from 0 to 33; decimals are cut off."),
        Sample((5,), 120),
        Sample((0,), 1),
        Sample((-1,), None),
        Sample((34,), None),
    ),
    _entry(
        "COMBIN",
        "组合数",
        (N, Param("chosen", "取出个数", NUMERIC_KINDS)),
        (
            "从若干项（至多 120）中取若干项的组合数。",
            "How many ways to choose among at most 120 items.",
        ),
        Sample((5, 2), 10),
        Sample((2, 5), None),
    ),
    _entry(
        "EVEN",
        "取偶数",
        (N,),
        ("向远离零的方向取最近的偶数。", "The next even number away from zero."),
        Sample(("1.5",), 2),
        Sample((3,), 4),
        Sample((-1,), -2),
        Sample((2,), 2),
    ),
    _entry(
        "ODD",
        "取奇数",
        (N,),
        ("向远离零的方向取最近的奇数。", "The next odd number away from zero."),
        Sample(("1.5",), 3),
        Sample((2,), 3),
        Sample((0,), 1),
        Sample((-2,), -3),
    ),
    _entry(
        "ISEVEN",
        "是偶数",
        (N,),
        ("整数部分是偶数。", "Whether the whole part is even."),
        Sample((2,), True),
        Sample(("2.5",), True),
        Sample((-1,), False),
        Sample((None,), False),
    ),
    _entry(
        "ISODD",
        "是奇数",
        (N,),
        ("整数部分是奇数。", "Whether the whole part is odd."),
        Sample((3,), True),
        Sample(("-3.9",), True),
        Sample((None,), False),
    ),
    _entry(
        "CLAMP",
        "限定范围",
        (N, Param("low", "下限", NUMERIC_KINDS), Param("high", "上限", NUMERIC_KINDS)),
        (
            "把数值限制在下限与上限之间；下限大于上限时为空。",
            "The number held between low and high; empty when low is above high.",
        ),
        Sample((5, 1, 3), 3),
        Sample((0, 1, 3), 1),
        Sample((2, 1, 3), 2),
        Sample((2, 3, 1), None),
    ),
    _entry(
        "DEGREES",
        "弧度转角度",
        (N,),
        ("把弧度换算为角度，取 12 位小数。", "Radians as degrees, to 12 places."),
        Sample((1,), "57.295779513082"),
    ),
    _entry(
        "RADIANS",
        "角度转弧度",
        (N,),
        ("把角度换算为弧度，取 12 位小数。", "Degrees as radians, to 12 places."),
        Sample((180,), "3.14159265359"),
    ),
    _entry(
        "NUMBERIF",
        "是否转数值",
        (Param("condition", "条件", BOOL_KINDS),),
        ("条件成立为 1，否则为 0。", "1 when the condition holds, else 0."),
        Sample((True,), 1),
        Sample((False,), 0),
    ),
)

"""Functions over many values: several arguments, or a path through lines or linked records.

Empty values are skipped everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rule_dsl.functions.base import (
    ANY_KINDS,
    DURATION_KINDS,
    NUMERIC_KINDS,
    ORDERED_KINDS,
    Function,
    Param,
    Returns,
    Sample,
    common,
    same_as,
)
from rule_dsl.functions.compute import statistics as compute
from rule_dsl.types import NUMBER

NUMBERS = Param("number", "数值", NUMERIC_KINDS, repeats=True, many=True)
SUMMED = Param("value", "值", NUMERIC_KINDS | DURATION_KINDS, repeats=True, many=True)
ORDERED = Param("value", "值", ORDERED_KINDS, repeats=True, many=True)
VALUES = Param("value", "值", ANY_KINDS, repeats=True, many=True)
PLACED = Param(
    "number, or last the place", "数值或末位的名次", NUMERIC_KINDS, repeats=True, many=True
)

_RETURNS: Mapping[str, Returns] = (
    dict.fromkeys("SUM AVERAGE MIN MAX MEDIAN FIRST LAST MODE".split(), common())
    | dict.fromkeys(("LARGE", "SMALL"), same_as(0))
    | {"RANGE": same_as(0)}
)
_ALIASES = {
    "AVERAGE": ("AVG", "MEAN"),
    "STDEV": ("STDEVS",),
    "VAR": ("VARS",),
    "COUNT": ("COUNTA",),
    "COUNTUNIQUE": ("COUNTDISTINCT",),
}


def _entry(
    name: str, zh: str, params: tuple[Param, ...], doc: tuple[str, str], *samples: Sample
) -> Function:
    """An entry whose computation bears its name in lower case."""
    return Function(
        name=name,
        zh=tuple(zh.split()),
        group="statistics",
        params=params,
        returns=_RETURNS.get(name, NUMBER),
        doc={"zh": doc[0], "en": doc[1]},
        samples=samples,
        compute=getattr(compute, name.lower() + "_", None) or getattr(compute, name.lower()),
        aliases=_ALIASES.get(name, ()),
    )


FUNCTIONS: tuple[Function, ...] = (
    _entry(
        "SUM",
        "求和 合计",
        (SUMMED,),
        ("各值之和；没有值时为 0。", "The sum of the values; 0 when there are none."),
        Sample((5, None), 5),
        Sample((None,), 0),
        Sample(("0.1", "0.2"), "0.3"),
    ),
    _entry(
        "AVERAGE",
        "平均值 平均",
        (SUMMED,),
        ("各值的平均数；没有值时为空。", "The mean of the values; empty when there are none."),
        Sample((1, 2, None), "1.5"),
        Sample((1, 1, 2), "1.333333333333"),
        Sample((None,), None),
    ),
    _entry(
        "MIN",
        "最小值 最小",
        (ORDERED,),
        ("最小（最早）的值。", "The smallest (earliest) value."),
        Sample((3, None, "-1"), -1),
        Sample((date(2026, 2, 1), date(2026, 1, 31)), date(2026, 1, 31)),
        Sample((None,), None),
    ),
    _entry(
        "MAX",
        "最大值 最大",
        (ORDERED,),
        ("最大（最晚）的值。", "The greatest (latest) value."),
        Sample((3, None, "-1"), 3),
        Sample((None,), None),
    ),
    _entry(
        "COUNT",
        "计数 个数",
        (VALUES,),
        ("不为空的值有几个。", "How many values are not empty."),
        Sample((1, None, 0), 2),
        Sample(("a", "", "b"), 2),
        Sample((None,), 0),
    ),
    _entry(
        "COUNTBLANK",
        "空值个数",
        (VALUES,),
        ("为空的值有几个。", "How many values are empty."),
        Sample((1, None, 0), 1),
        Sample(("a", ""), 1),
    ),
    _entry(
        "COUNTUNIQUE",
        "去重计数 不同值个数",
        (VALUES,),
        ("不同的非空值有几个。", "How many different values there are, empties aside."),
        Sample((1, 2, 1, None), 2),
        Sample(("a", "b", "a"), 2),
    ),
    _entry(
        "MEDIAN",
        "中位数",
        (NUMBERS,),
        ("中位数；没有值时为空。", "The median; empty when there are no values."),
        Sample((3, 1, 2), 2),
        Sample((1, 2, 3, 4), "2.5"),
        Sample((None,), None),
    ),
    _entry(
        "MODE",
        "众数",
        (NUMBERS,),
        (
            "出现最多的数值，并列时取最小；没有重复时为空。",
            "The most frequent number, the smallest of equals; empty when none repeats.",
        ),
        Sample((1, 2, 2, 3), 2),
        Sample((3, 3, 1, 1), 1),
        Sample((1, 2), None),
    ),
    _entry(
        "PRODUCT",
        "乘积",
        (NUMBERS,),
        ("各值之积；没有值时为空。", "The product; empty when there are no values."),
        Sample((2, 3, None, "0.5"), 3),
        Sample((None,), None),
    ),
    _entry(
        "SUMSQ",
        "平方和",
        (NUMBERS,),
        ("各值平方之和。", "The sum of the squares."),
        Sample((3, 4), 25),
        Sample((None,), 0),
    ),
    _entry(
        "VAR",
        "样本方差",
        (NUMBERS,),
        (
            "样本方差，取 12 位小数；少于两个值时为空。",
            "The sample variance to 12 places; empty for fewer than two values.",
        ),
        Sample((1, 2, 3, 4), "1.666666666667"),
        Sample((1,), None),
    ),
    _entry(
        "VARP",
        "总体方差",
        (NUMBERS,),
        ("总体方差，取 12 位小数。", "The population variance to 12 places."),
        Sample((1, 2, 3, 4), "1.25"),
        Sample((1,), 0),
    ),
    _entry(
        "STDEV",
        "样本标准差 标准差",
        (NUMBERS,),
        (
            "样本标准差，取 12 位小数；少于两个值时为空。",
            "The sample standard deviation to 12 places; empty for fewer than two values.",
        ),
        Sample((1, 2, 3, 4), "1.290994448736"),
        Sample((1,), None),
    ),
    _entry(
        "STDEVP",
        "总体标准差",
        (NUMBERS,),
        ("总体标准差，取 12 位小数。", "The population standard deviation to 12 places."),
        Sample((2, 4, 4, 4, 5, 5, 7, 9), 2),
    ),
    _entry(
        "LARGE",
        "第几大",
        (NUMBERS, PLACED),
        (
            "各数值中第几大的；最后一个参数是名次，超出个数为空。",
            "The nth greatest of the numbers; the last argument is n. Empty beyond their count.",
        ),
        Sample((5, 9, 7, 2), 7),
        Sample((5, 9, 7, 4), None),
    ),
    _entry(
        "SMALL",
        "第几小",
        (NUMBERS, PLACED),
        (
            "各数值中第几小的；最后一个参数是名次，超出个数为空。",
            "The nth smallest of the numbers; the last argument is n. Empty beyond their count.",
        ),
        Sample((5, 9, 7, 2), 7),
        Sample((5, 9, 7, 0), None),
    ),
    _entry(
        "RANGE",
        "极差",
        (NUMBERS,),
        ("最大值与最小值之差。", "The greatest number less the smallest."),
        Sample((5, 9, 7), 4),
        Sample((None,), None),
    ),
    _entry(
        "FIRST",
        "第一个值",
        (VALUES,),
        ("第一个不为空的值。", "The first value that is not empty."),
        Sample((None, 2, 3), 2),
    ),
    _entry(
        "LAST",
        "最后一个值",
        (VALUES,),
        ("最后一个不为空的值。", "The last value that is not empty."),
        Sample((1, 2, None), 2),
    ),
)

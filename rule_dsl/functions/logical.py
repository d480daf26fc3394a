"""Logical functions."""

from __future__ import annotations

from collections.abc import Sequence

from rule_dsl.functions.base import (
    ANY_KINDS,
    BOOL_KINDS,
    NUMERIC_KINDS,
    ArgumentProblem,
    Function,
    Param,
    Sample,
    common,
    unify,
)
from rule_dsl.types import BOOL, Type

CONDITION = Param("condition", "条件", BOOL_KINDS)
CONDITIONS = Param("condition", "条件", BOOL_KINDS, repeats=True)
VALUE = Param("value", "值", ANY_KINDS)


def _branches(arg_types: Sequence[Type]) -> Type | ArgumentProblem:
    """IFS: condition, value, condition, value … and perhaps a last value."""
    last = len(arg_types) - 1
    values = []
    for index, got in enumerate(arg_types):
        is_value = index % 2 == 1 or (index == last and index % 2 == 0)
        if is_value:
            values.append((index, got))
        elif got.kind != "bool":
            return ArgumentProblem(index, BOOL_KINDS, "wrong_kind")
    return unify(values)


def _switch(arg_types: Sequence[Type]) -> Type | ArgumentProblem:
    """SWITCH: subject, then case, value, case, value … and perhaps a last value."""
    rest = arg_types[1:]
    cases = [(i + 1, got) for i, got in enumerate(rest) if i % 2 == 0 and i + 1 < len(rest)]
    matched = unify([(0, arg_types[0]), *cases])
    if isinstance(matched, ArgumentProblem):
        return matched
    values = [
        (i + 1, got)
        for i, got in enumerate(rest)
        if i % 2 == 1 or (i == len(rest) - 1 and i % 2 == 0)
    ]
    return unify(values)


FUNCTIONS: tuple[Function, ...] = (
    Function(
        name="IF",
        zh=("如果", "条件取值"),
        group="logical",
        params=(CONDITION, VALUE, Param("otherwise", "否则", ANY_KINDS, optional=True)),
        returns=common(start=1),
        doc={
            "zh": "条件成立时取第一个值，否则取第二个值；省略第二个值即为空。",
            "en": "The first value when the condition holds, else the second (empty if left out).",
        },
        samples=(Sample((True, 1, 2), 1), Sample((False, 1, 2), 2), Sample((False, 1), None)),
    ),
    Function(
        name="IFS",
        zh=("多条件取值",),
        group="logical",
        params=(CONDITION, Param("value", "值", ANY_KINDS, repeats=True)),
        returns=_branches,
        doc={
            "zh": "依次检查各条件，取第一个成立的条件后面的值；最后可再写一个其余情况的值。",
            "en": "The value after the first condition that holds; a last value covers the rest.",
        },
        samples=(
            Sample((False, "a", True, "b"), "b"),
            Sample((False, "a", False, "b"), None),
            Sample((False, "a", False, "b", "c"), "c"),
        ),
    ),
    Function(
        name="SWITCH",
        zh=("匹配取值",),
        group="logical",
        params=(
            VALUE,
            Param("case", "情形", ANY_KINDS),
            Param("result", "结果", ANY_KINDS, repeats=True),
        ),
        returns=_switch,
        doc={
            "zh": "把第一个值与各情形比较，取相等情形的结果；最后可再写一个其余情况的结果。",
            "en": "The result beside the case equal to the first value; a last result for the rest.",
        },
        samples=(
            Sample((2, 1, "a", 2, "b"), "b"),
            Sample((3, 1, "a", 2, "b", "c"), "c"),
            Sample((3, 1, "a"), None),
        ),
    ),
    Function(
        name="AND",
        zh=("并且", "同时满足"),
        group="logical",
        params=(CONDITIONS,),
        returns=BOOL,
        doc={"zh": "所有条件都成立。", "en": "Whether every condition holds."},
        samples=(Sample((True, True), True), Sample((True, False), False)),
    ),
    Function(
        name="OR",
        zh=("或者", "任一满足"),
        group="logical",
        params=(CONDITIONS,),
        returns=BOOL,
        doc={"zh": "至少一个条件成立。", "en": "Whether at least one condition holds."},
        samples=(Sample((False, True), True), Sample((False, False), False)),
    ),
    Function(
        name="NOT",
        zh=("非", "取反"),
        group="logical",
        params=(CONDITION,),
        returns=BOOL,
        doc={"zh": "条件不成立。", "en": "Whether the condition does not hold."},
        samples=(Sample((True,), False), Sample((False,), True)),
    ),
    Function(
        name="XOR",
        zh=("异或",),
        group="logical",
        params=(CONDITIONS,),
        returns=BOOL,
        doc={
            "zh": "成立的条件个数为奇数。",
            "en": "Whether an odd number of the conditions hold.",
        },
        samples=(Sample((True, True), False), Sample((True, False, False), True)),
        compute=lambda *conditions: sum(map(bool, conditions)) % 2 == 1,
    ),
    Function(
        name="TRUE",
        zh=("真",),
        group="logical",
        params=(),
        returns=BOOL,
        doc={"zh": "是。", "en": "Yes."},
        samples=(Sample((), True),),
        compute=lambda: True,
    ),
    Function(
        name="FALSE",
        zh=("假",),
        group="logical",
        params=(),
        returns=BOOL,
        doc={"zh": "否。", "en": "No."},
        samples=(Sample((), False),),
        compute=lambda: False,
    ),
    Function(
        name="ISBLANK",
        zh=("是否为空",),
        group="logical",
        params=(Param("value", "值", ANY_KINDS - BOOL_KINDS),),
        returns=BOOL,
        doc={"zh": "值是否为空。", "en": "Whether the value is empty."},
        samples=(Sample(("a",), False), Sample(("",), True), Sample((None,), True)),
    ),
    Function(
        name="COALESCE",
        zh=("首个非空",),
        group="logical",
        params=(Param("value", "值", ANY_KINDS, repeats=True),),
        returns=common(),
        doc={"zh": "第一个不为空的值。", "en": "The first value that is not empty."},
        samples=(Sample((None, 2, 3), 2), Sample(("", "b"), "b")),
        aliases=("IFBLANK", "IFEMPTY", "IFERROR", "IFNA", "NVL"),
    ),
    Function(
        name="CHOOSE",
        zh=("按序取值",),
        group="logical",
        params=(
            Param("index", "序号", NUMERIC_KINDS),
            Param("value", "值", ANY_KINDS, repeats=True),
        ),
        returns=common(start=1),
        doc={
            "zh": "取第几个值，从 1 数起；序号的小数部分舍去，越界为空。",
            "en": "The value at this place, from 1; decimals are cut off, outside it is empty.",
        },
        samples=(
            Sample((2, "a", "b", "c"), "b"),
            Sample((4, "a", "b", "c"), None),
            Sample((0, "a"), None),
        ),
    ),
)

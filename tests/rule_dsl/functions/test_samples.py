"""Every function's samples hold on every target, with their arguments as a record's fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from rule_dsl.calendar import Calendar
from rule_dsl.functions import FUNCTIONS, Function, Sample
from rule_dsl.tree import Node
from rule_dsl.types import BOOL, DATE, DURATION, MOMENT, NUMBER, TEXT, Type
from runtime.store.lowering import Clock
from tests.rule_dsl.targets.record import Record, Values

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar(
    holidays=frozenset({date(2026, 10, 1)}), make_up=frozenset({date(2026, 10, 10)})
)
CLOCKED = {"TODAY", "NOW"}
OF_PYTHON: dict[type, Type] = {
    bool: BOOL,
    int: NUMBER,
    Decimal: NUMBER,
    str: TEXT,
    datetime: MOMENT,
    date: DATE,
    timedelta: DURATION,
}


@dataclass(frozen=True)
class Case:
    """A sample: its call over the fields of the record, and the value it must have."""

    name: str
    tree: Node
    expected: Any


def type_of(function: Function, sample: Sample, index: int) -> Type:
    param = function.parameter(index)
    assert param is not None
    value = sample.args[index]
    if value is None:
        kinds = sorted(param.kinds)
        others = [
            type_of(function, sample, i) for i, arg in enumerate(sample.args) if arg is not None
        ]
        fitting = [other for other in others if other.kind in kinds]
        if param.repeats and fitting:
            return fitting[-1]
        return NUMBER if "number" in kinds else Type(kinds[0])
    if isinstance(value, str) and "text" not in param.kinds:
        return NUMBER
    return OF_PYTHON[type(value)]


def given(value: Any, type_: Type) -> Any:
    return Decimal(value) if value is not None and type_ == NUMBER else value


def gather() -> tuple[list[Case], dict[str, Type], dict[str, Any]]:
    cases: list[Case] = []
    types: dict[str, Type] = {}
    values: dict[str, Any] = {}
    for function in FUNCTIONS.values():
        for number, sample in enumerate(function.samples):
            args = []
            for index, value in enumerate(sample.args):
                key = f"f{len(types)}"
                types[key] = type_of(function, sample, index)
                values[key] = given(value, types[key])
                args.append(Node("field", (key,), types[key]))
            result = function.result([arg.type for arg in args])
            assert isinstance(result, Type), (function.name, sample, result)
            tree = Node(function.name.lower(), tuple(args), result)
            expected = given(sample.expected, NUMBER if result.is_numeric else result)
            cases.append(Case(f"{function.name} {number}", tree, expected))
    return cases, types, values


CASES, TYPES, VALUES = gather()
SAMPLES = Record(TYPES, VALUES, Clock(NOW, ZONE, CALENDAR))


def test_every_function_has_samples_and_texts_in_both_languages() -> None:
    for function in FUNCTIONS.values():
        assert function.samples or function.name in CLOCKED, function.name
        assert function.zh, function.name
        assert set(function.doc) == {"zh", "en"}, function.name
        assert all(function.doc.values()), function.name


def test_names_and_aliases_are_different() -> None:
    english = [name for f in FUNCTIONS.values() for name in (f.name, *f.aliases)]
    chinese = [name for f in FUNCTIONS.values() for name in f.zh]
    assert len(set(english)) == len(english)
    assert len(set(chinese)) == len(chinese)
    assert len(FUNCTIONS) >= 90


def test_samples_hold_on_every_target(values_on: Values) -> None:
    values = values_on(SAMPLES, [case.tree for case in CASES])
    wrong = [
        f"{case.name} {case.tree.dump()}: {case.expected!r} expected, {got!r} found"
        for case, got in zip(CASES, values, strict=True)
        if got != case.expected or type(got) is not type(case.expected)
    ]
    assert not wrong, "\n".join(wrong)

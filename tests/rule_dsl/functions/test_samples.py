"""Every function's samples hold on every target, with their arguments as a record's fields."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from rule_dsl.calendar import Calendar, zone_of
from rule_dsl.functions import FUNCTIONS, Function, Sample
from rule_dsl.targets.json import compile_json, dump_calendar, dump_record, dump_value, dump_zone
from rule_dsl.targets.python import compile_python
from rule_dsl.targets.scope import Scope
from rule_dsl.tree import Node
from rule_dsl.types import BOOL, DATE, DURATION, MOMENT, NUMBER, TEXT, Type
from rule_dsl.vocabulary import Field, Form, Vocabulary
from runtime.store.columns import Day, ExactNumber, Flag, Id, Moment, Span, Text
from runtime.store.lowering import Clock, install_functions, install_postgres, lower
from tests.rule_dsl.targets.node import Node as NodeProcess

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
COLUMNS: dict[str, Any] = {
    "number": lambda: ExactNumber(6),
    "text": Text,
    "bool": Flag,
    "date": Day,
    "moment": Moment,
    "duration": Span,
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
    record: dict[str, Any] = {"id": "1"}
    for function in FUNCTIONS.values():
        for number, sample in enumerate(function.samples):
            args = []
            for index, value in enumerate(sample.args):
                key = f"f{len(types)}"
                types[key] = type_of(function, sample, index)
                record[key] = given(value, types[key])
                args.append(Node("field", (key,), types[key]))
            result = function.result([arg.type for arg in args])
            assert isinstance(result, Type), (function.name, sample, result)
            tree = Node(function.name.lower(), tuple(args), result)
            expected = given(sample.expected, NUMBER if result.is_numeric else result)
            cases.append(Case(f"{function.name} {number}", tree, expected))
    return cases, types, record


CASES, TYPES, RECORD = gather()
VOCABULARY = Vocabulary(
    {"sample": Form("sample", {}, {key: Field(key, kind, {}) for key, kind in TYPES.items()})}
)


class Tables:
    """The one table of all samples' arguments."""

    vocabulary = VOCABULARY
    subject = "sample"

    def __init__(self) -> None:
        columns = [sa.Column(key, COLUMNS[kind.kind]()) for key, kind in TYPES.items()]
        metadata = sa.MetaData()
        self.samples = sa.Table("samples", metadata, sa.Column("id", Id()), *columns)

    def table(self, form: str) -> sa.FromClause:
        return self.samples

    def column(self, form: str, key: str) -> sa.Column[Any]:
        return self.samples.c[key]


def wrong(target: str, values: list[Any], expected: list[Any]) -> Iterator[str]:
    for case, got, wanted in zip(CASES, values, expected, strict=True):
        if got != wanted:
            yield f"{target}: {case.name} {case.tree.dump()}: {wanted!r} expected, {got!r} found"


@contextmanager
def closing_engine(engine: sa.Engine) -> Iterator[None]:
    try:
        yield
    finally:
        engine.dispose()


def in_sql(url: str) -> list[Any]:
    tables = Tables()
    clock = Clock(NOW, ZONE, CALENDAR)
    engine = sa.create_engine(url)
    with closing_engine(engine), engine.connect() as connection:
        if engine.name == "sqlite":
            install_functions(connection.connection.driver_connection)
        else:
            install_postgres(connection)
        tables.samples.create(connection)
        connection.execute(tables.samples.insert(), RECORD)
        found: list[Any] = []
        for case in CASES:
            value = lower(case.tree, tables, clock, "select")  # type: ignore[arg-type]
            query = sa.select(value.label("v")).select_from(tables.samples)
            found.append(connection.execute(query).scalar_one())
    return found


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


def test_samples_hold_in_python() -> None:
    scope = Scope(RECORD, NOW, ZONE, CALENDAR)
    values = [compile_python(case.tree, VOCABULARY, "sample")(scope) for case in CASES]
    assert not list(wrong("python", values, [case.expected for case in CASES]))


def test_samples_hold_on_sqlite() -> None:
    assert not list(wrong("sqlite", in_sql("sqlite://"), [case.expected for case in CASES]))


@pytest.mark.pg
def test_samples_hold_on_postgresql(postgres_url: str) -> None:
    assert not list(wrong("postgresql", in_sql(postgres_url), [case.expected for case in CASES]))


def test_samples_hold_in_javascript() -> None:
    ops = [compile_json(case.tree, VOCABULARY, "sample") for case in CASES]
    around = {
        "records": [dump_record(RECORD)],
        "now": NOW.isoformat(),
        "zone": dump_zone(zone_of(ZONE)),
        "calendar": dump_calendar(CALENDAR),
        "params": {},
    }
    with NodeProcess(around) as node:
        values = [answer[0] if isinstance(answer, list) else answer for answer in node.ask(ops)]
    expected = [
        f"{case.expected.replace(tzinfo=None).isoformat()}Z"
        if isinstance(case.expected, datetime)
        else dump_value(case.expected)
        for case in CASES
    ]
    assert not list(wrong("js", values, expected))

"""One form with one record, and what expressions over it come to on each of the four targets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from rule_dsl.calendar import zone_of
from rule_dsl.targets.json import compile_json, dump_calendar, dump_record, dump_value, dump_zone
from rule_dsl.targets.python import compile_python
from rule_dsl.targets.scope import Scope
from rule_dsl.tree import Node
from rule_dsl.types import Type
from rule_dsl.vocabulary import Field, Form, Vocabulary
from runtime.store.columns import DIGITS, Day, ExactNumber, Flag, Id, Moment, Span, Text
from runtime.store.lowering import Clock, install_functions, install_postgres, lower
from runtime.store.lowering.deep import load_value
from tests.rule_dsl.targets.node import Node as NodeProcess

FORM = "sample"
Values = Callable[["Record", Sequence[Node]], list[Any]]
"""What expressions over a record come to on a target."""
BATCH = 200
"""Expressions in one SELECT."""
LITERALS: dict[str, Any] = {"number": Decimal, "text": str, "date": date.fromisoformat}
COLUMNS: dict[str, Any] = {
    "text": Text,
    "bool": Flag,
    "date": Day,
    "moment": Moment,
    "duration": Span,
}


@dataclass(frozen=True)
class Record:
    """The values of the form's fields, and the types they have."""

    types: Mapping[str, Type]
    values: Mapping[str, Any]
    clock: Clock

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The form's fields by their keys in capitals."""
        fields = {key: Field(key, kind, {"en": (key.upper(),)}) for key, kind in self.types.items()}
        return Vocabulary({FORM: Form(FORM, {"en": (FORM,)}, fields)})

    @property
    def row(self) -> Mapping[str, Any]:
        return {"id": "1", **self.values}

    def column(self, key: str) -> Any:
        """The type of a field's column; a number's has as many places as its value."""
        value = self.values[key]
        if self.types[key].is_numeric:
            return ExactNumber(6 if value is None else places(value))
        return COLUMNS[self.types[key].kind]()


def places(number: Decimal) -> int:
    """The digits after a number's point."""
    return max(0, -int(number.as_tuple().exponent))


class Tables:
    """The form's table, and where lowering finds it."""

    subject = FORM

    def __init__(self, record: Record) -> None:
        self.vocabulary = record.vocabulary
        columns = [sa.Column(key, record.column(key)) for key in record.types]
        self.samples = sa.Table("samples", sa.MetaData(), sa.Column("id", Id()), *columns)

    def table(self, form: str) -> sa.FromClause:
        return self.samples

    def column(self, form: str, key: str) -> sa.Column[Any]:
        return self.samples.c[key]


def in_python(record: Record, trees: Sequence[Node]) -> list[Any]:
    """What the expressions come to in Python."""
    clock = record.clock
    scope = Scope(record.row, clock.now, clock.zone, clock.calendar, clock.params)
    return [compile_python(tree, record.vocabulary, FORM)(scope) for tree in trees]


def in_sql(url: str, record: Record, trees: Sequence[Node]) -> list[Any]:
    """What they come to on a database, each as the column of a SELECT."""
    tables = Tables(record)
    found: list[Any] = []
    with _connected(url) as connection:
        tables.samples.create(connection)
        connection.execute(tables.samples.insert(), dict(record.row))
        for start in range(0, len(trees), BATCH):
            shown = [
                lower(tree, tables, record.clock, "select").label(f"v{place}")  # type: ignore[arg-type]
                for place, tree in enumerate(trees[start : start + BATCH])
            ]
            query = sa.select(*shown).select_from(tables.samples)
            found += connection.execute(query).one()
    return found


@contextmanager
def _connected(url: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            if engine.name == "sqlite":
                install_functions(connection.connection.driver_connection)
            else:
                install_postgres(connection)
            yield connection
    finally:
        engine.dispose()


def in_javascript(record: Record, trees: Sequence[Node]) -> list[Any]:
    """What they come to in the browser's interpreter; a fault is its text."""
    clock = record.clock
    around = {
        "records": [dump_record(record.row)],
        "now": clock.now.isoformat(),
        "zone": dump_zone(zone_of(clock.zone)),
        "calendar": dump_calendar(clock.calendar),
        "params": {key: dump_value(value) for key, value in clock.params.items()},
    }
    with NodeProcess(around) as node:
        answers = node.ask([compile_json(tree, record.vocabulary, FORM) for tree in trees])
    return [
        load_value(answer[0], _sort(tree)) if isinstance(answer, list) else answer
        for tree, answer in zip(trees, answers, strict=True)
    ]


def _sort(tree: Node) -> str:
    return "number" if tree.type.is_numeric else tree.type.kind


def over_fields(record: Record, trees: Sequence[Node]) -> tuple[Record, list[Node]]:
    """The same expressions with their literals as fields of the record, so that nothing is known
    before the record is read. What no column holds stays a literal."""
    known: dict[tuple[str, str], str] = {}
    types, values = dict(record.types), dict(record.values)

    def lifted(node: Node) -> Node:
        value = _literal(node)
        if value is None:
            args = [lifted(arg) if isinstance(arg, Node) else arg for arg in node.args]
            return replace(node, args=tuple(args))
        said = (node.type.kind, str(node.args[0]))
        if said not in known:
            known[said] = f"literal{len(known)}"
            types[known[said]], values[known[said]] = node.type, value
        return Node("field", (known[said],), node.type)

    found = [lifted(tree) for tree in trees]
    return replace(record, types=types, values=values), found


def _literal(node: Node) -> Any:
    """The value of a literal that a column can hold, else None."""
    read = LITERALS.get(node.head)
    if read is None or len(node.args) != 1 or not isinstance(node.args[0], str):
        return None
    value = read(node.args[0])
    if isinstance(value, Decimal):
        is_short = max(value.adjusted() + 1, 1) + places(value) <= DIGITS
        return value if is_short else None
    return value

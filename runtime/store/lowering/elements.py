"""SQL elements with one meaning and two renderings, and the types of computed values.

A call is rendered as ``dougong.name(…)`` on PostgreSQL and as ``dg_call('name:sorts', …)`` on
SQLite, whose one function carries out every operation with the code of the Python target.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ARRAY, BigInteger, Dialect, Numeric
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from rule_dsl.calendar import LOCAL_EPOCH, MICROSECOND
from rule_dsl.targets.ops import Sort
from rule_dsl.values import number_text
from runtime.store.columns import Day, Flag, Moment, OptionKeys, Span, Text

SCHEMA = "dougong"
LONGEST_CALL = 90
"""Arguments of one call; both databases stop somewhere above 100."""

LETTERS: dict[Sort, str] = {
    "number": "n",
    "text": "t",
    "key": "t",
    "keys": "k",
    "bool": "b",
    "date": "d",
    "moment": "m",
    "local": "l",
    "duration": "s",
    "empty": "t",
}


class Exact(TypeDecorator[Decimal]):
    """A computed number: NUMERIC without bounds, on SQLite its canonical text."""

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """TEXT on SQLite, which has no exact numbers beyond 64 bits."""
        return dialect.type_descriptor(sa.Text() if dialect.name == "sqlite" else Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """Canonical text on SQLite, so that equal numbers are equal texts."""
        return number_text(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """The Decimal."""
        return None if value is None else Decimal(value)


class Local(TypeDecorator[Any]):
    """A local time: TIMESTAMP, on SQLite microseconds since 1970."""

    impl = sa.TIMESTAMP
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """BIGINT on SQLite."""
        return dialect.type_descriptor(
            BigInteger() if dialect.name == "sqlite" else sa.TIMESTAMP(timezone=False)
        )

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Microseconds on SQLite."""
        if value is None or dialect.name != "sqlite":
            return value
        return (value - LOCAL_EPOCH) // MICROSECOND


class Integers(TypeDecorator[Any]):
    """A constant list of whole numbers: an array, on SQLite its JSON text."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """BIGINT[] on PostgreSQL."""
        return dialect.type_descriptor(sa.Text() if dialect.name == "sqlite" else ARRAY(BigInteger))

    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> Any:
        """The list, or its JSON."""
        numbers = list(value or ())
        return json.dumps(numbers) if dialect.name == "sqlite" else numbers


TYPES: dict[Sort, TypeEngine[Any]] = {
    "number": Exact(),
    "text": Text(),
    "key": Text(),
    "keys": OptionKeys(),
    "bool": Flag(),
    "date": Day(),
    "moment": Moment(),
    "local": Local(),
    "duration": Span(),
    "empty": Text(),
}
ARRAYS: dict[Sort, str] = {
    "number": "numeric[]",
    "text": "text[]",
    "key": "text[]",
    "keys": "text[]",
    "bool": "boolean[]",
    "date": "date[]",
    "moment": "timestamptz[]",
    "local": "timestamp[]",
    "duration": "bigint[]",
    "empty": "text[]",
}


class _Worded(FunctionElement[Any]):
    """An element whose first clause is a constant word that steers its rendering."""

    inherit_cache = True

    def __init__(self, word: str, sort: Sort, parts: Sequence[sa.ColumnElement[Any]]) -> None:
        super().__init__(sa.literal_column(f"'{word}'"), *parts)
        self.type = TYPES.get(sort, sa.Text())

    def taken_apart(self, compiler: SQLCompiler, **kw: Any) -> tuple[str, list[str]]:
        """The word, and the rendered parts."""
        word, *parts = list(self.clauses)
        assert isinstance(word, sa.ColumnClause)  # noqa: S101
        return str(word.name).strip("'"), [compiler.process(part, **kw) for part in parts]


class Call(_Worded):
    """One of our functions, by name and sorts ``name:abc>r``."""

    inherit_cache = True


class Listed(_Worded):
    """Values and gathered lists as one list."""

    inherit_cache = True


class Gathered(_Worded):
    """The one column of a select as a list, in its order."""

    inherit_cache = True


class Number(_Worded):
    """A number column as a computed number; the word is its scale."""

    inherit_cache = True


class Kept(FunctionElement[Any]):
    """A computed number as a number column of some scale keeps it: given as it is, and in units of
    the scale, which SQLite's columns hold.
    """

    inherit_cache = True

    def __init__(
        self, number: sa.ColumnElement[Any], units: sa.ColumnElement[Any], kind: TypeEngine[Any]
    ) -> None:
        super().__init__(number, units)
        self.type = kind


class Ordered(_Worded):
    """``<`` or ``<=`` on texts, by code point."""

    inherit_cache = True


class Typed(_Worded):
    """An expression cast on PostgreSQL to the type that is the word; SQLite needs none."""

    inherit_cache = True


@compiles(Call, "sqlite")
def _call_sqlite(element: Call, compiler: SQLCompiler, **kw: Any) -> str:
    word, parts = element.taken_apart(compiler, **kw)
    return f"dg_call({', '.join([repr(word), *parts])})"


@compiles(Call, "postgresql")
def _call_postgresql(element: Call, compiler: SQLCompiler, **kw: Any) -> str:
    word, parts = element.taken_apart(compiler, **kw)
    return f"{SCHEMA}.{word.split(':')[0]}({', '.join(parts)})"


@compiles(Kept, "sqlite")
def _kept_sqlite(element: Kept, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({compiler.process(list(element.clauses)[1], **kw)} AS INTEGER)"


@compiles(Kept, "postgresql")
def _kept_postgresql(element: Kept, compiler: SQLCompiler, **kw: Any) -> str:
    return f"({compiler.process(next(iter(element.clauses)), **kw)})"


@compiles(Listed, "sqlite")
def _listed_sqlite(element: Listed, compiler: SQLCompiler, **kw: Any) -> str:
    _, parts = element.taken_apart(compiler, **kw)
    chunks = [parts[i : i + LONGEST_CALL] for i in range(0, len(parts), LONGEST_CALL)]
    lists = [f"dg_list({', '.join(chunk)})" for chunk in chunks]
    return lists[0] if len(lists) == 1 else f"dg_join({', '.join(lists)})"


@compiles(Listed, "postgresql")
def _listed_postgresql(element: Listed, compiler: SQLCompiler, **kw: Any) -> str:
    word, parts = element.taken_apart(compiler, **kw)
    return f"CAST(ARRAY[{', '.join(parts)}] AS {word})"


class Joined(_Worded):
    """Several lists, one after the other."""

    inherit_cache = True


@compiles(Joined, "sqlite")
def _joined_sqlite(element: Joined, compiler: SQLCompiler, **kw: Any) -> str:
    _, parts = element.taken_apart(compiler, **kw)
    return f"dg_join({', '.join(parts)})"


@compiles(Joined, "postgresql")
def _joined_postgresql(element: Joined, compiler: SQLCompiler, **kw: Any) -> str:
    _, parts = element.taken_apart(compiler, **kw)
    return f"({' || '.join(parts)})"


@compiles(Gathered, "sqlite")
def _gathered_sqlite(element: Gathered, compiler: SQLCompiler, **kw: Any) -> str:
    _, parts = element.taken_apart(compiler, **kw)
    # The part is SQLAlchemy's own rendering of a select.
    return "(SELECT json_group_array(v) FROM " + parts[0] + ")"  # noqa: S608


@compiles(Gathered, "postgresql")
def _gathered_postgresql(element: Gathered, compiler: SQLCompiler, **kw: Any) -> str:
    word, parts = element.taken_apart(compiler, **kw)
    return f"CAST(ARRAY{parts[0]} AS {word})"


@compiles(Number, "sqlite")
def _number_sqlite(element: Number, compiler: SQLCompiler, **kw: Any) -> str:
    word, parts = element.taken_apart(compiler, **kw)
    return f"CAST({parts[0]} AS TEXT)" if word == "0" else f"dg_number({parts[0]}, {word})"


@compiles(Number, "postgresql")
def _number_postgresql(element: Number, compiler: SQLCompiler, **kw: Any) -> str:
    _, parts = element.taken_apart(compiler, **kw)
    return f"CAST({parts[0]} AS numeric)"


@compiles(Ordered, "sqlite")
def _ordered_sqlite(element: Ordered, compiler: SQLCompiler, **kw: Any) -> str:
    word, parts = element.taken_apart(compiler, **kw)
    return f"({parts[0]} {word} {parts[1]})"


@compiles(Ordered, "postgresql")
def _ordered_postgresql(element: Ordered, compiler: SQLCompiler, **kw: Any) -> str:
    word, parts = element.taken_apart(compiler, **kw)
    return f'({parts[0]} {word} {parts[1]} COLLATE "C")'


@compiles(Typed, "sqlite")
def _typed_sqlite(element: Typed, compiler: SQLCompiler, **kw: Any) -> str:
    return element.taken_apart(compiler, **kw)[1][0]


@compiles(Typed, "postgresql")
def _typed_postgresql(element: Typed, compiler: SQLCompiler, **kw: Any) -> str:
    word, parts = element.taken_apart(compiler, **kw)
    return f"CAST({parts[0]} AS {word})"


def call(name: str, sort: Sort, parts: Sequence[sa.ColumnElement[Any]], letters: str) -> Call:
    """A call of one of our functions."""
    return Call(f"{name}:{letters}>{LETTERS[sort]}", sort, parts)

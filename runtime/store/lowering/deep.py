"""Deep expressions on SQLite, whose parser takes no more than a hundred open nestings.

An operation that is nested too deep goes there as one call: its columns as arguments, the rest
as JSON that the Python target compiles. PostgreSQL gets the expression itself.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from rule_dsl.calendar import Calendar, Zone
from rule_dsl.targets.json import dump_calendar, dump_op, dump_zone
from rule_dsl.targets.ops import Op
from rule_dsl.targets.python import Program, compile_ops
from rule_dsl.targets.scope import Scope
from rule_dsl.values import Months, WorkingDays, WorkingTime

DEEP = 6
"""Nested operations from which on SQLite gets one call."""

INPUTS = frozenset(
    {"field", "outer", "follow", "changed_at", "possible_since", "happened", "trend_own"}
)


class Deep(FunctionElement[Any]):
    """The expression (for PostgreSQL), then program, surroundings, letters and inputs (SQLite)."""

    inherit_cache = True


@compiles(Deep, "postgresql")
def _deep_postgresql(element: Deep, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(next(iter(element.clauses)), **kw)


@compiles(Deep, "sqlite")
def _deep_sqlite(element: Deep, compiler: SQLCompiler, **kw: Any) -> str:
    parts = [compiler.process(part, **kw) for part in list(element.clauses)[1:]]
    return f"dg_run({', '.join(parts)})"


def is_input(op: Op) -> bool:
    """Whether only the database can give the operation's value."""
    gathers = any(arg.name == "values" or arg.sort == "rows" for arg in op.args)
    return gathers or op.name in INPUTS or op.source is not None


def depth(op: Op) -> int:
    """How deep the operation nests above its inputs."""
    if is_input(op) or not op.args:
        return 0
    return 1 + max(map(depth, op.args))


def outlined(op: Op, inputs: list[Op]) -> Op:
    """The operation over numbered inputs; an input that occurs twice is one."""
    if is_input(op):
        known = next((i for i, each in enumerate(inputs) if _same_input(each, op)), None)
        if known is None:
            known = len(inputs)
            inputs.append(op)
        return Op("field", op.sort, value=str(known))
    return replace(op, args=tuple(outlined(arg, inputs) for arg in op.args))


def _same_input(one: Op, other: Op) -> bool:
    plain = one.name in ("field", "outer") and one.name == other.name
    return one is other or (plain and one.value == other.value)


def surroundings(scope: Scope) -> str:
    """The zone and the calendar as JSON."""
    return json.dumps([dump_zone(scope.table), dump_calendar(scope.calendar)])


def program_text(op: Op) -> str:
    """The operation as JSON."""
    return json.dumps(dump_op(op), ensure_ascii=False)


@lru_cache(maxsize=2048)
def program(text: str) -> Program:
    """The compiled program of a program text."""
    return compile_ops(load_op(json.loads(text)))


@lru_cache(maxsize=64)
def tables(text: str) -> tuple[Zone, Calendar]:
    """The zone and calendar of a text of surroundings."""
    zone, calendar = json.loads(text)
    minute = 60 * 10**6
    return (
        Zone("", tuple(map(int, zone["starts"])), tuple(zone["offsets"])),
        Calendar(
            weekly=frozenset(calendar["weekly"]),
            holidays=frozenset(map(date.fromordinal, calendar["taken"])),
            make_up=frozenset(map(date.fromordinal, calendar["added"])),
            hours=tuple((start // minute, end // minute) for start, end in calendar["hours"]),
        ),
    )


def run(text: str, around: str, inputs: dict[str, Any]) -> Any:
    """The program's value over its inputs."""
    zone, calendar = tables(around)
    scope = SimpleNamespace(record=inputs, outer=None, table=zone, calendar=calendar, params={})
    return program(text)(scope)


def load_op(dumped: list[Any]) -> Op:
    """The operation of its JSON."""
    name, sort, constant, *args = dumped
    operands = tuple(map(load_op, args))
    if name == "const":
        constant = load_value(constant, sort)
    elif name == "among":
        constant = frozenset(load_value(each, operands[0].sort) for each in constant)
    elif name == "rank":
        constant = tuple(constant)
    return Op(name, sort, operands, value=constant)


def load_value(value: Any, sort: str) -> Any:
    """A constant of its JSON."""
    if value is None or sort == "bool":
        return value
    match sort:
        case "number":
            return Decimal(value)
        case "date":
            return date.fromisoformat(value)
        case "moment" | "local":
            return datetime.fromisoformat(value)
        case "duration":
            return timedelta(microseconds=int(value))
        case "keys":
            return frozenset(value)
        case "calendar":
            return _load_length(value)
    return value


def _load_length(value: Any) -> Any:
    if isinstance(value, str):
        return timedelta(microseconds=int(value))
    if "months" in value:
        return Months(value["months"])
    return WorkingDays(value["wd"]) if "wd" in value else WorkingTime(int(value["wh"]))

"""One meaning everywhere: random expressions on Python, SQLite, PostgreSQL and JavaScript.

Every part of the run prints its seed; ``DOUGONG_DIFFERENTIAL_SEED`` repeats one, and
``DOUGONG_DIFFERENTIAL`` asks for more expressions than CI's.
"""

from __future__ import annotations

import decimal
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from math import sqrt
from typing import Any

import pytest
import sqlalchemy as sa

from rule_dsl.functions import FUNCTIONS
from rule_dsl.targets.json import compile_json, dump_calendar, dump_record, dump_value, dump_zone
from rule_dsl.targets.ops import Refused
from rule_dsl.targets.python import Program, compile_python
from rule_dsl.targets.scope import Scope
from rule_dsl.tree import Node
from runtime.store.lowering import Clock, install_functions, install_postgres, lower
from tests.rule_dsl.targets.generate import Generator, heads
from tests.rule_dsl.targets.node import Node as NodeProcess
from tests.rule_dsl.targets.world import (
    CALENDAR,
    NOW,
    PARAMS,
    VOCABULARY,
    ZONE_INFOS,
    Dice,
    Tables,
    World,
    make_world,
)

PARTS = 8
EXPRESSIONS = int(os.environ.get("DOUGONG_DIFFERENTIAL", "20000"))
SEED = int(os.environ.get("DOUGONG_DIFFERENTIAL_SEED", "20261121"))
BATCH = 50
BATCHES = max(1, EXPRESSIONS // PARTS // BATCH)
"""How many of them each part asks."""
CORE = [
    *(
        "= != < <= > >= and or not between in empty + - * / & if until near dur number text date "
        "moment bool field alias path param exists all any at_least last_all last_any roll trend held "
        "not_within opt state act null person dept"
    ).split(),
    "dur mo", "dur wd", "dur wh", "dur q", "last_some",
]  # fmt: skip
NO_DEFAULT_CONTEXT = decimal.Context(prec=28, traps=[decimal.Inexact])
"""Rounding in Python's default context would be ours going wrong unseen."""


@dataclass
class Case:
    """One expression: its tree, its program, and the values Python gives for each record."""

    tree: Node
    program: Program
    values: list[Any] = field(default_factory=list)


@dataclass
class Run:
    """One part of the test: a world in a zone, on every target."""

    seed: int
    world: World
    generator: Generator
    tables: Tables
    clock: Clock
    scopes: list[Scope]

    @property
    def order(self) -> sa.Table:
        return self.tables.tables["order"]


def start(seed: int) -> Run:
    dice = Dice(seed)
    world = make_world(dice)
    zone = ZONE_INFOS[seed % len(ZONE_INFOS)]
    world.zone = zone
    scopes = [Scope(record, NOW, zone, CALENDAR, PARAMS, world) for record in world.forms["order"]]
    clock = Clock(NOW, zone, CALENDAR, PARAMS)
    return Run(seed, world, Generator(dice), Tables(), clock, scopes)


def cases(run: Run) -> Iterator[Case]:
    for _ in range(BATCH):
        tree = run.generator.tree()
        case = Case(tree, compile_python(tree, VOCABULARY, "order"))
        with decimal.localcontext(NO_DEFAULT_CONTEXT):
            case.values = [case.program(scope) for scope in run.scopes]
        yield case


def statement(run: Run, batch: list[Case]) -> sa.Select[Any]:
    """One SELECT for a batch: each expression's value, and each condition as WHERE sees it."""
    columns: list[sa.ColumnElement[Any]] = []
    for number, case in enumerate(batch):
        columns.append(lower(case.tree, run.tables, run.clock, "select").label(f"v{number}"))
        if case.tree.type.kind == "bool":
            where = lower(case.tree, run.tables, run.clock, "where")
            columns.append(sa.case((where, sa.true()), else_=sa.false()).label(f"w{number}"))
    return sa.select(*columns).select_from(run.order).order_by(run.order.c.id)


def sql_differences(name: str, rows: list[Any], batch: list[Case]) -> Iterator[str]:
    for number, case in enumerate(batch):
        for label in (f"v{number}", f"w{number}"):
            for row, expected in zip(rows, case.values, strict=True):
                if not hasattr(row, label):
                    continue
                got = getattr(row, label)
                if got != expected or type(got) is not type(expected):
                    yield f"{name}: {case.tree.dump()}: python {expected!r}, here {got!r}"
                    break


def as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value.replace(tzinfo=None).isoformat()}Z"
    return dump_value(value)


def js_differences(node: NodeProcess, batch: list[Case]) -> Iterator[str]:
    """JavaScript's answers; what reads other records is refused before."""
    asked: list[tuple[Case, Any]] = []
    for case in batch:
        try:
            asked.append((case, compile_json(case.tree, VOCABULARY, "order")))
        except Refused as refused:
            assert refused.code == "other_records"  # noqa: PT017
    for (case, _), answer in zip(asked, node.ask([op for _, op in asked]), strict=True):
        expected = [as_json(value) for value in case.values]
        if answer != expected:
            yield f"js: {case.tree.dump()}: python {expected}, here {answer}"


def surroundings(run: Run) -> dict[str, Any]:
    return {
        "records": [dump_record(record) for record in run.world.forms["order"]],
        "now": NOW.isoformat(),
        "zone": dump_zone(run.scopes[0].table),
        "calendar": dump_calendar(CALENDAR),
        "params": {key: dump_value(value) for key, value in PARAMS.items()},
    }


@contextmanager
def opened(run: Run, postgres_url: str) -> Iterator[list[tuple[str, sa.Connection]]]:
    """A connection to each database with the world in it."""
    with ExitStack() as stack:
        found: list[tuple[str, sa.Connection]] = []
        for name, url in (("sqlite", "sqlite://"), ("postgresql", postgres_url)):
            engine = sa.create_engine(url)
            stack.callback(engine.dispose)
            connection = stack.enter_context(engine.connect())
            if name == "sqlite":
                install_functions(connection.connection.driver_connection)
            else:
                install_postgres(connection)
            run.tables.fill(connection, run.world)
            connection.commit()
            found.append((name, connection))
        yield found


@pytest.mark.pg
@pytest.mark.parametrize("part", range(PARTS))
def test_every_target_gives_the_same_values(part: int, postgres_url: str) -> None:
    run = start(SEED + part)
    differences: list[str] = []
    used: Counter[str] = Counter()
    counted = empty = 0
    with NodeProcess(surroundings(run)) as node, opened(run, postgres_url) as databases:
        for _ in range(BATCHES):
            batch = list(cases(run))
            query = statement(run, batch)
            for name, connection in databases:
                rows = list(connection.execute(query).all())
                differences += sql_differences(name, rows, batch)
            differences += js_differences(node, batch)
            used += sum((heads(case.tree) for case in batch), Counter())
            counted += sum(len(case.values) for case in batch)
            empty += sum(value is None for case in batch for value in case.values)
    print(f"seed {run.seed}: {counted} values, {empty / counted:.1%} empty")
    print(dict(sorted(used.items(), key=lambda item: item[1])))
    assert not differences, f"seed {run.seed}: {len(differences)}\n" + "\n".join(differences[:10])
    assert empty < counted / 3


def test_every_function_and_head_occurs_often() -> None:
    """The same trees once more, only counted: a part by itself is too small to tell."""
    used: Counter[str] = Counter()
    for part in range(PARTS):
        run = start(SEED + part)
        for _ in range(BATCHES * BATCH):
            used.update(heads(run.generator.tree()))
    usual = PARTS * BATCHES * BATCH / 80
    least = max(1, int(usual - 3 * sqrt(usual)))  # what chance leaves; 202 of CI's 20,000
    rare = {name: used[name] for name in (*FUNCTIONS, *CORE) if used[name] < least}
    assert not rare, f"seed {SEED}: fewer than {least}: {rare}"

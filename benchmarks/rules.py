"""Rules per second: the reference rule beside other engines, and as a sweep over a million rows.

The rule is 加急 and under 50 % and due in at most three days. The other engines get the days until
the due date ready as a number and progress as a float; we and the lambda count the days ourselves and
compare exact decimals. Needs the extra ``bench`` (zen-engine, rule-engine, cel-expr-python).
"""

from __future__ import annotations

import platform
import random
import sqlite3
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rule_dsl.calendar import Calendar
from rule_dsl.targets.python import compile_python
from rule_dsl.targets.scope import Scope
from rule_dsl.tree import Node
from rule_dsl.types import BOOL, DATE, DURATION, PERCENT, Type
from rule_dsl.vocabulary import Field, Form, Option, Vocabulary
from runtime.store.columns import Day, ExactNumber, Id
from runtime.store.lowering import Clock, install_functions, lower

RECORDS = 2_000
REPEATS = 5
ROWS = 1_000_000
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 21)
KIND = Type("choice", "job.kind")
VOCABULARY = Vocabulary(
    {
        "job": Form(
            "job",
            {},
            {
                "kind": Field("kind", KIND, {}, (Option("normal", {}), Option("urgent", {}))),
                "progress": Field("progress", PERCENT, {}),
                "due": Field("due", DATE, {}),
            },
        )
    }
)
RULE = Node(
    "and",
    (
        Node("=", (Node("field", ("kind",), KIND), Node("opt", ("urgent",), KIND)), BOOL),
        Node(
            "<",
            (Node("field", ("progress",), PERCENT), Node("number", ("0.5",), PERCENT)),
            BOOL,
        ),
        Node(
            "<=",
            (
                Node("until", (Node("field", ("due",), DATE),), DURATION),
                Node("dur", ("3", "d"), DURATION),
            ),
            BOOL,
        ),
    ),
    BOOL,
)


def records() -> list[dict[str, Any]]:
    dice = random.Random(1)
    return [
        {
            "kind": dice.choice(("urgent", "normal")),
            "progress": Decimal(dice.randint(0, 100)).scaleb(-2),
            "due": TODAY + timedelta(days=dice.randint(-5, 20)),
        }
        for _ in range(RECORDS)
    ]


def easy(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records as the other engines like them best."""
    return [
        {
            "kind": row["kind"],
            "progress": float(row["progress"]),
            "days": (row["due"] - TODAY).days,
        }
        for row in rows
    ]


def rate(evaluate: Callable[[Any], Any], inputs: Sequence[Any]) -> float:
    """Evaluations per second: the best of some rounds over all inputs."""
    best = float("inf")
    for _ in range(REPEATS):
        start = time.perf_counter()
        for each in inputs:
            evaluate(each)
        best = min(best, time.perf_counter() - start)
    return len(inputs) / best


def ours(rows: Sequence[dict[str, Any]]) -> float:
    program = compile_python(RULE, VOCABULARY, "job").run
    calendar = Calendar()
    scopes = [Scope(row, NOW, ZONE, calendar) for row in rows]
    return rate(program, scopes)


def hand_written(rows: Sequence[dict[str, Any]]) -> float:
    half, three = Decimal("0.5"), timedelta(days=3)

    def rule(row: dict[str, Any]) -> bool:
        return (
            row["kind"] == "urgent"
            and row["progress"] is not None
            and row["progress"] < half
            and row["due"] is not None
            and row["due"] - TODAY <= three
        )

    return rate(rule, rows)


def zen(rows: Sequence[dict[str, Any]]) -> float:
    import zen as engine

    expression = engine.compile_expression("kind == 'urgent' and progress < 0.5 and days <= 3")
    return rate(expression.evaluate, easy(rows))


def cel(rows: Sequence[dict[str, Any]]) -> float:
    from cel_expr_python import cel as engine  # type: ignore[import-untyped]

    types = engine.Type
    names = {"kind": types.STRING, "progress": types.DOUBLE, "days": types.INT}
    environment = engine.NewEnv(variables=names)
    rule = environment.compile("kind == 'urgent' && progress < 0.5 && days <= 3")
    return rate(lambda row: rule.eval(data=row), easy(rows))


def rule_engine(rows: Sequence[dict[str, Any]]) -> float:
    import rule_engine as engine  # type: ignore[import-untyped]

    rule = engine.Rule("kind == 'urgent' and progress < 0.5 and days <= 3")
    return rate(rule.matches, easy(rows))


class Jobs:
    """A million jobs on SQLite, and where lowering finds them."""

    vocabulary = VOCABULARY
    subject = "job"

    def __init__(self) -> None:
        self.metadata = sa.MetaData()
        self.jobs = sa.Table(
            "jobs",
            self.metadata,
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("kind", Id()),
            sa.Column("progress", ExactNumber(4)),
            sa.Column("due", Day()),
            sa.Index("jobs_by_kind_due", "kind", "due"),
        )
        self.engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)

    def table(self, form: str) -> sa.FromClause:
        return self.jobs

    def column(self, form: str, key: str) -> sa.Column[Any]:
        return self.jobs.c[key]

    def fill(self, connection: sa.Connection) -> None:
        dice = random.Random(2)
        self.metadata.create_all(connection)
        rows = (
            (
                dice.choice(("urgent", "normal", "low", "later")),
                dice.randint(0, 10000),
                (TODAY + timedelta(days=dice.randint(-2, 700))).isoformat(),
            )
            for _ in range(ROWS)
        )
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.executemany("INSERT INTO jobs (kind, progress, due) VALUES (?, ?, ?)", rows)


def sweep() -> tuple[float, float, int]:
    """Seconds of our sweep and of the best hand-written one, and how many rows they find."""
    jobs = Jobs()
    with jobs.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        install_functions(raw)
        jobs.fill(connection)
        condition = lower(RULE, jobs, Clock(NOW, ZONE))  # type: ignore[arg-type]
        query = sa.select(jobs.jobs.c.id).where(condition)
        last = (TODAY + timedelta(days=3)).isoformat()
        text = "SELECT id FROM jobs WHERE kind = 'urgent' AND due <= ? AND progress < 5000"
        found = len(connection.execute(query).all())
        assert found == len(raw.execute(text, (last,)).fetchall())
        mine = best(lambda: connection.execute(query).all())
        theirs = best(lambda: raw.execute(text, (last,)).fetchall())
    jobs.engine.dispose()
    return mine, theirs, found


def best(action: Callable[[], Any]) -> float:
    times = []
    for _ in range(REPEATS * 2):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    rows = records()
    print(
        f"rules: Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, one core, "
        f"{RECORDS} records, best of {REPEATS}"
    )
    own = ours(rows)
    rivals = {
        "zen-engine": zen(rows),
        "cel-expr-python": cel(rows),
        "rule-engine": rule_engine(rows),
    }
    fastest = max(rivals.values())
    written = hand_written(rows)
    for name, found in {"ours": own, "lambda": written, **rivals}.items():
        print(f"  {name:16} {found:12,.0f} evaluations/s   ours / it = {own / found:5.2f}")
    print(
        f"  goal 5 × the fastest rival: {own / fastest:.1f}; within 2 × the lambda: {written / own:.2f}"
    )
    mine, theirs, found = sweep()
    print(
        f"  sweep of {ROWS:,} rows, {found} found: {mine * 1000:.2f} ms, by hand {theirs * 1000:.2f} ms, "
        f"ratio {mine / theirs:.2f}"
    )


if __name__ == "__main__":
    main()

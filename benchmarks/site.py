"""The product under load: an app with rules and audit on, served as in production."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa

from benchmarks.floor import COLUMNS, open_floor
from runtime.commands.people import new_token
from runtime.store.engine import writing
from runtime.store.ids import new_id
from tests.harness.processes import Process, accepts, free_port, wait_until
from tests.house import House, app_of, build_house

APP = """
key: bench
label: {zh: 测速, en: bench}
main: job
roles: [{key: boss, label: {zh: 老板, en: boss}}]
"""
JOB = """
key: job
label: {zh: 活儿, en: job}
title: name
fields:
  - {key: name, type: text, label: {zh: 名称, en: name}, required: true}
  - key: kind
    type: choice
    label: {zh: 类型, en: kind}
    options:
      - {key: rush, label: {zh: 加急, en: rush}}
      - {key: normal, label: {zh: 普通, en: normal}}
  - {key: progress, type: percent, label: {zh: 进度, en: progress}}
  - {key: due, type: date, label: {zh: 截止日, en: due date}}
  - {key: grade, type: text, label: {zh: 等级, en: grade}}
  - {key: amount, type: money, label: {zh: 金额, en: amount}}
permissions:
  - {role: boss, can: [create, read, update, delete, export, import]}
"""
VIEW = """
key: jobs
type: list
form: job
label: {zh: 列表, en: jobs}
columns: [name, kind, progress, due, grade, amount]
filter: 类型 = 加急
sort: [due]
"""
RULE = "key: {key}\nform: job\nlabel: {{zh: {key}, en: {key}}}\non: true\n---\n{text}\n"
TEXT = "如果类型=加急 且 进度<{bound}% 且 距离截止日≤3天，则向老板发送加急提醒"


@dataclass(frozen=True, slots=True)
class Site:
    """An installation with the bench app, and a token that may use it."""

    house: House
    token: str
    env: dict[str, str]
    rules: int


def build_site(folder: Path, rules: int, url: str = "") -> Site:
    """A fresh installation whose app has so many rules switched on."""
    var = folder / f"var{rules}"
    url = url or f"sqlite:///{var / 'dougong.db'}"
    house = build_house(url, var)
    texts = {
        f"rules__r{number}": RULE.format(key=f"r{number}", text=TEXT.format(bound=number % 90 + 1))
        for number in range(rules)
    }
    house.publish(app_of(app=APP, forms__job=JOB, views__jobs=VIEW, **texts))
    house.person("boss", "boss")
    env = {"DATA_DIR": str(var), "DATABASE_URL": url, "REDIS_URL": f"unix://{var}/none.sock"}
    return Site(house, new_token(house.installation, "boss"), env, rules)


def fill(site: Site, floor: Path, rows: int) -> None:
    """Put the same rows into the product's table and into the floor's, without going through."""
    dice = random.Random(7)
    with site.house.read("boss") as ctx:
        tables = ctx.app.tables
    table, columns = tables.form("job"), tables.columns("job")
    line, now = open_floor(str(floor)), datetime.now(UTC)
    own = {"version": 1, "revision": 1, "created_by": "system", "updated_by": "system"}
    for start in range(0, rows, 5_000):
        made = [_row(dice, start + number) for number in range(min(5_000, rows - start))]
        with writing(site.house.installation.engine) as connection:
            connection.execute(
                sa.insert(table),
                [
                    {
                        "id": new_id(),
                        **own,
                        "created_at": now,
                        "updated_at": now,
                        **{columns[key].key: value for key, value in row.items()},
                    }
                    for row in made
                ],
            )
        line.execute("BEGIN")
        marks = ", ".join("?" * (len(COLUMNS) + 2))
        line.executemany(
            f"INSERT INTO job VALUES ({marks})",  # noqa: S608 - only question marks
            [(new_id(), *(str(row[name]) for name in COLUMNS), "now") for row in made],
        )
        line.execute("COMMIT")
    line.execute("ANALYZE")
    line.close()


def _row(dice: random.Random, number: int) -> dict[str, object]:
    return {
        "name": f"活儿 {number}",
        "kind": dice.choice(("rush", "normal")),
        "progress": Decimal(dice.randrange(100)) / 100,
        "due": date(2026, 11, 21) + timedelta(days=dice.randrange(-60, 60)),
        "grade": dice.choice("ABC"),
        "amount": Decimal(dice.randrange(10**7)) / 100,
    }


@contextmanager
def served(command: list[str], env: dict[str, str], log: Path) -> Iterator[int]:
    """A server by its command; ``{port}`` in it is filled in. Its port is given."""
    port = free_port()
    filled = [each.format(port=port) for each in command]
    process = Process(filled, log=log, env={**env, "PORT": str(port)})
    try:
        wait_until(lambda: accepts(port), "the server listens", 60)
        yield port
    finally:
        process.stop()


PRODUCT = [sys.executable, "-m", "runtime.cli.main", "web"]
BARE = [
    *(sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:{port}"),
    *("--workers", os.environ.get("WEB_CONCURRENCY", "2"), "--threads", "4"),
    "benchmarks.floor:application()",
]

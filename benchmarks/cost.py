"""`python -m benchmarks cost`: what one request costs, in numbers that a busy machine hardly moves.

Processor milliseconds of the process that answers (all its threads, the kernel's part included),
the statements its database is sent and, on PostgreSQL, the exchanges with the server: how often
something is sent and an answer waited for. The product is called in this process as gunicorn would
call it, one request after another; the network and the web server are not counted.
"""

from __future__ import annotations

import io
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask
from sqlalchemy import Engine, event
from werkzeug.test import EnvironBuilder

from benchmarks.floor import application as bare_application
from benchmarks.load import Request
from benchmarks.requests import RECORDS, get, post
from benchmarks.site import Site, build_site, fill
from runtime.app import create_app
from runtime.config import settings
from runtime.installation import open_installation
from runtime.store import engine, passwords, people
from tests.harness.postgres import fresh_database, running_postgres

ROWS = 2_000
WARM, COUNTED, ROUNDS, TIMED = 12, 10, 8, 60
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
PASSWORD = "measured with care"  # noqa: S105 - of a person who lives for some seconds


@dataclass(frozen=True, slots=True)
class Cost:
    """What one request costs. ``exchanges`` is None where there is no server to exchange with."""

    milliseconds: float
    statements: float
    exchanges: float | None
    kilobytes: float


def main() -> None:
    """Print the table for both databases."""
    print(f"{'':8} {'':28} {'processor':>10} {'statements':>11} {'exchanges':>10} {'body':>9}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        floor(folder / "floor.db")
        for number, rules in enumerate((0, 50)):
            measure("SQLite", build_site(folder / f"lite{number}", rules))
        os.environ.setdefault("DOUGONG_TEST_RUN_DIR", name)
        with running_postgres() as server:
            for number, rules in enumerate((0, 50)):
                with fresh_database(server) as url:
                    measure("Postgres", build_site(folder / f"pg{number}", rules, url))


def floor(path: Path) -> None:
    """The floor's lines: how fast this machine is just now. Ratios to them are what lasts."""
    os.environ["FLOOR_DB"] = str(path)
    app = bare_application()
    numbers = iter(range(10**9))
    for what, request in (
        ("create", lambda: post("/job", next(numbers))),
        ("list of 50", lambda: get("/job?kind=rush")),
    ):
        print(f"{'floor':8} {what:28} {milliseconds(app, request):7.2f} ms")


def measure(database: str, site: Site) -> None:
    """One site's lines: with rules on only the create, without them everything."""
    site.house.installation.engine.dispose()
    installation = open_installation(settings({**site.env, "LANG": "zh"}))
    asked = Asked(create_app(installation), installation.engine)
    rules = site.rules
    show = partial(_print, database)
    show(f"create, {rules} rules on", cost(asked, partial(post, RECORDS, token=site.token)))
    if rules == 0:
        fill(site, Path(site.env["DATA_DIR"]) / "floor.db", ROWS)
        made = asked.body(post(RECORDS, 1, token=site.token))
        record = re.search(rb'"id":"([^"]+)"', made)
        assert record is not None, made
        one = f"{RECORDS}/{record[1].decode()}"
        show("read", cost(asked, lambda _: get(one, site.token)))
        many = f"{RECORDS}?where={quote('类型 = 加急')}&sort=due&limit=50"
        show("list of 50", cost(asked, lambda _: get(many, site.token)))
        cookie = signed_in(asked)
        for what, path in (
            ("list page of 50", "/a/bench/job/?view=jobs"),
            ("form page", "/a/bench/job/new"),
        ):
            show(what, cost(asked, lambda _, path=path: ("GET", path, None, {"Cookie": cookie})))
    installation.engine.dispose()


def cost(asked: Asked, request: Callable[[int], Request]) -> Cost:
    """What a request costs, after a few that make what is made once."""
    numbers = iter(range(10**9))
    for _ in range(WARM):
        size = len(asked.body(request(next(numbers))))
    statements, exchanges = asked.counted([request(next(numbers)) for _ in range(COUNTED)])
    spent = milliseconds(asked.app, lambda: request(next(numbers)))
    return Cost(spent, statements, exchanges, size / 1000)


def milliseconds(app: Flask, request: Callable[[], Request]) -> float:
    """Processor time of one request: the best of some rounds, for what disturbs only ever adds."""
    spent = []
    for _ in range(ROUNDS):
        environs = [environ(request()) for _ in range(TIMED)]
        before = time.process_time()
        for each in environs:
            answered(app, each)
        spent.append((time.process_time() - before) * 1000 / TIMED)
    return min(spent)


def answered(app: Flask, wanted: dict[str, Any]) -> bytes:
    """The body of an answer.

    Raises:
        RuntimeError: the answer was an error; there is nothing to measure then.
    """
    said: list[str] = []
    answer = app(wanted, lambda status, *_: said.append(status))  # type: ignore[arg-type, func-returns-value]
    body = b"".join(answer)
    getattr(answer, "close", lambda: None)()
    if not said[0].startswith("2"):
        raise RuntimeError(f"{wanted['PATH_INFO']}: {said[0]} {body[:300]!r}")
    return body


class Asked:
    """The web application, asked in this process, and what its database was sent meanwhile."""

    def __init__(self, app: Flask, store: Engine) -> None:
        self.app = app
        self.store = store
        self._lines: list[Any] = []
        event.listen(store, "connect", lambda dbapi, _: self._lines.append(dbapi))

    def body(self, request: Request) -> bytes:
        """The body of the answer to a request."""
        return answered(self.app, environ(request))

    def counted(self, requests: list[Request]) -> tuple[float, float | None]:
        """Statements and exchanges of each of some requests."""
        counter = _postgres if self.store.dialect.name == "postgresql" else _sqlite
        with counter(self._lines) as count:
            for each in requests:
                self.body(each)
            statements, exchanges = count()
        return statements / len(requests), None if exchanges is None else exchanges / len(requests)


Count = Callable[[], tuple[int, int | None]]


@contextmanager
def _sqlite(lines: list[Any]) -> Iterator[Count]:
    """Count what the driver itself runs: statements, and the beginning and end of transactions."""
    told: list[str] = []
    for each in lines:
        each.set_trace_callback(told.append)
    yield lambda: (len(told), None)
    for each in lines:
        each.set_trace_callback(None)


@contextmanager
def _postgres(lines: list[Any]) -> Iterator[Count]:
    """Count in the protocol's own trace: F is sent by us, B by the server."""
    with tempfile.TemporaryFile("w+b") as trace:

        def count() -> tuple[int, int | None]:
            trace.seek(0)
            told = [line.split(b"\t") for line in trace.read().splitlines()]
            return _read([(each[1], each[3]) for each in told if len(each) > 3])

        for each in lines:
            each.pgconn.trace(trace.fileno())
        yield count
        for each in lines:
            each.pgconn.untrace()


def _read(told: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    statements = sum(way == b"F" and what in (b"Execute", b"Query") for way, what in told)
    turns = sum(
        way == b"F" and (number == 0 or told[number - 1][0] == b"B")
        for number, (way, _) in enumerate(told)
    )
    return statements, turns


def environ(request: Request) -> dict[str, Any]:
    """A request as a web server hands it on."""
    method, path, body, headers = request
    built = EnvironBuilder(
        path.partition("?")[0],
        base_url="http://127.0.0.1:8000/",
        query_string=path.partition("?")[2],
        method=method,
        headers=headers,
        input_stream=io.BytesIO(body or b""),
        content_length=len(body or b""),
    )
    made = built.get_environ()
    made.update(REMOTE_ADDR="127.0.0.1", HTTP_USER_AGENT=BROWSER)
    return made


def signed_in(asked: Asked) -> str:
    """The cookie of a session of the boss."""
    with engine.writing(asked.store) as connection:
        boss = people.find_person(connection, "boss")
        people.set_password(connection, str(boss), passwords.password_digest(PASSWORD))
    client = asked.app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = BROWSER
    form = client.get("/login", base_url="http://127.0.0.1:8000").text
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', form)
    assert token is not None, form
    sent = {"csrf_token": token[1], "login": "boss", "password": PASSWORD}
    answer = client.post("/login", data=sent, base_url="http://127.0.0.1:8000")
    assert answer.status_code == 303, answer.text
    kept = [each.partition(";")[0] for each in answer.headers.getlist("Set-Cookie")]
    return "; ".join(each for each in kept if not each.endswith("="))


def _print(database: str, what: str, found: Cost) -> None:
    exchanges = "" if found.exchanges is None else f"{found.exchanges:.1f}"
    print(
        f"{database:8} {what:28} {found.milliseconds:7.2f} ms {found.statements:11.1f} "
        f"{exchanges:>10} {found.kilobytes:6.1f} kB"
    )
    sys.stdout.flush()

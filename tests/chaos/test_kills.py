"""Killed at the worst moments, nothing acknowledged is lost and nobody is told twice.

A client writes records through the API and puts every acknowledged one into a ledger; after a
lost reply it asks again with the same key. Meanwhile web processes or workers die at one point,
round after round; the supervisor (the server's own, or this test) starts new ones.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from runtime.clock import read_instant
from runtime.commands.people import new_token
from runtime.due.tick import catch_up
from runtime.queries.inbox import inbox
from runtime.queries.records import ListRequest, list_records
from tests.harness.processes import Process, free_port, wait_until
from tests.house import START, House, app_of, build_house

pytestmark = pytest.mark.chaos

APP = """
key: shop
label: {zh: 小店, en: shop}
main: job
roles: [{key: boss, label: {zh: 老板, en: boss}}]
"""
JOB = """
key: job
label: {zh: 活儿, en: job}
title: name
fields: [{key: name, type: text, label: {zh: 名称, en: name}, required: true}]
permissions: [{role: boss, can: [create, read]}]
"""
TOLD = "key: told\nform: job\nlabel: {zh: 新活儿, en: new job}\non: true\n---\n当新建活儿后，向老板发送新活儿\n"
ROUNDS = 20
MOST_RECORDS = 400


@dataclass(slots=True)
class Site:
    """An installation whose processes are killed: its environment, port and token."""

    house: House
    folder: Path
    env: dict[str, str]
    port: int
    token: str
    ledger: list[str] = field(default_factory=list)
    deaths: int = 0

    def advance(self, seconds: float) -> None:
        """Move the clock of every process, so that leases of the dead run out."""
        clock = self.folder / "clock"
        at = read_instant(clock.read_text()) + timedelta(seconds=seconds)
        fresh = clock.with_suffix(".new")
        fresh.write_text(at.isoformat())
        fresh.replace(clock)
        self.house.clock.at = at

    def write(self, name: str) -> None:
        """Write one record, asking again with the same key until it is acknowledged."""
        body = json.dumps({"values": {"name": name}})
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": name,
        }
        for _ in range(60):
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            try:
                line.request("POST", "/api/v1/apps/shop/forms/job/records", body, headers)
                answer = line.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                self.deaths += 1
                threading.Event().wait(0.2)
                continue
            finally:
                line.close()
            if answer.status == 201:
                self.ledger.append(name)
                return
            assert answer.status == 503, answer.status
            threading.Event().wait(0.1)
        raise AssertionError(f"{name} was never acknowledged")


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Site]:
    """A shop with one rule that tells the boss of every new job."""
    folder = tmp_path / "var"
    house = build_house(database_url, folder)
    house.publish(app_of(app=APP, forms__job=JOB, rules__told=TOLD))
    house.person("boss", "boss")
    (folder / "clock").write_text(START.isoformat())
    env = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": database_url,
        "REDIS_URL": f"unix://{folder}/no-redis.sock",
        "DOUGONG_CLOCK": str(folder / "clock"),
        "WEB_CONCURRENCY": "1",
        "GUNICORN_CMD_ARGS": "--config python:tests.chaos.imported",
    }
    token = new_token(house.installation, "boss")
    yield Site(house, folder, env, free_port(), token)
    house.installation.engine.dispose()


@contextmanager
def web(site: Site, failpoint: str = "") -> Iterator[Process]:
    """The web server; its own supervisor replaces a worker that dies."""
    env = {**site.env, "PORT": str(site.port), "FAILPOINT": failpoint}
    command = [sys.executable, "-m", "runtime.cli.main", "web"]
    process = Process(command, log=site.folder / "web.log", env=env)
    try:
        wait_until(lambda: _answers(site.port), "the web server answers", 60)
        yield process
    finally:
        process.stop()


def _answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def check(site: Site) -> None:
    """Every acknowledged record is there once, and the boss heard of each record once."""
    site.advance(120)
    while catch_up(site.house.installation):
        site.advance(120)
    names: list[str] = []
    after = None
    with site.house.read("boss") as ctx:
        while True:
            page = list_records(ctx, "job", ListRequest(limit=200, after=after))
            names += [str(each.values["name"]) for each in page.records]
            ids = Counter(each.id for each in page.records)
            assert max(ids.values(), default=0) <= 1
            after = page.next
            if after is None:
                break
    assert Counter(names) == Counter(site.ledger)
    told: list[str | None] = []
    before = None
    while True:
        found = inbox(site.house.installation, site.house.people["boss"], before=before, limit=100)
        told += [each.record for each in found]
        if len(found) < 100:
            break
        before = found[-1].id
    assert max(Counter(told).values()) == 1
    assert len(told) == len(names)


@pytest.mark.parametrize("point", ["request.before_commit", "request.after_commit_before_reply"])
def test_killing_the_web_server_loses_nothing(site: Site, point: str) -> None:
    with web(site, f"{point}:kill@4"):
        for number in range(MOST_RECORDS):
            site.write(f"{point} {number}")
            if site.deaths >= ROUNDS:
                break
    assert site.deaths >= ROUNDS
    check(site)


@pytest.mark.parametrize(
    ("point", "at"), [("outbox.claimed", 1), ("outbox.after_effect_before_mark", 2)]
)
def test_killing_the_worker_loses_nothing_and_tells_nobody_twice(
    site: Site, point: str, at: int
) -> None:
    with web(site):
        for number in range(ROUNDS * 2):
            site.write(f"{point} {number}")
    command = [sys.executable, "-m", "tests.chaos.drain", str(ROUNDS)]
    env = {**site.env, "FAILPOINT": f"{point}:kill@{at}"}
    process = Process(command, log=site.folder / "worker.log", env=env, reads_stdout=True)
    deaths = int(process.stdout.read().split()[-1])
    process.stop()
    assert deaths == ROUNDS
    check(site)

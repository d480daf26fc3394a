"""Failpoints: places where tests make the process die, stop or fail, to see that nothing is lost.

``FAILPOINT=outbox.claimed:kill@3`` kills the process at the third pass of that point; ``raise``
raises, ``pause`` sleeps. Without the variable a failpoint does nothing.
"""

from __future__ import annotations

import os
import signal
import time
from collections import Counter

_PASSES: Counter[str] = Counter()
PAUSE_SECONDS = 60


def failpoint(name: str) -> None:
    """Do here what the environment asks for.

    Raises:
        OSError: for ``raise``.
    """
    wanted = os.environ.get("FAILPOINT")
    if not wanted or not wanted.startswith(f"{name}:"):
        return
    action, _, number = wanted.partition(":")[2].partition("@")
    _PASSES[name] += 1
    if _PASSES[name] != int(number or "1"):
        return
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if action == "pause":
        time.sleep(PAUSE_SECONDS)
    if action == "raise":
        raise OSError(f"failpoint {name}")

"""Drains an outbox in children that are killed, one after another: `python -m … ROUNDS`.

The parent has everything imported, so a round costs a fork. It says how many children died.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path

from runtime.catalog import catalog
from runtime.clock import read_instant
from runtime.config import settings
from runtime.due.deliver import drain
from runtime.installation import open_installation


def advance(clock: Path) -> None:
    """Two minutes on: the lease of the last child has run out."""
    at = read_instant(clock.read_text()) + timedelta(minutes=2)
    fresh = clock.with_suffix(".next")
    fresh.write_text(at.isoformat())
    fresh.replace(clock)


def main(rounds: int) -> None:
    """Fork, drain until killed, move the clock on, and again."""
    catalog()
    deaths = 0
    for _ in range(rounds):
        child = os.fork()
        if child == 0:
            drain(open_installation(settings()))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        deaths += os.WIFSIGNALED(status)
        advance(Path(os.environ["DOUGONG_CLOCK"]))
    print(deaths)


if __name__ == "__main__":
    main(int(sys.argv[1]))

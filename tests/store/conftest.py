"""A migrated database for every test of the store, on each of the two in turn.

Migrating takes longer than most tests: it is done once, and every test gets a copy.
"""

import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import Engine, make_url

from runtime.store.engine import open_engine
from runtime.store.migrations import upgrade


def _server(url: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "store.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> Iterator[str]:
    name = f"m_{uuid.uuid4().hex[:12]}"
    with _server(postgres_server) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'".encode())
    url = make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()
    yield name
    with _server(postgres_server) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def engine(database_url: str, request: pytest.FixtureRequest) -> Iterator[Engine]:
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), str(url.database))
    else:
        made = request.getfixturevalue("migrated_postgres")
        with _server(request.getfixturevalue("postgres_server")) as connection:
            connection.execute(f"DROP DATABASE {url.database}".encode())
            connection.execute(f"CREATE DATABASE {url.database} TEMPLATE {made}".encode())
    opened = open_engine(database_url)
    yield opened
    opened.dispose()

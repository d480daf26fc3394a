"""Databases with the store's tables in them: migrated once for each worker, then copied.

Migrating takes longer than most tests, and `runtime.store.migrations.upgrade` finds nothing to do.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from runtime.store.engine import open_engine
from runtime.store.migrations import upgrade
from tests.harness.postgres import fresh_database


def _migrate(url: str) -> None:
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def _migrated_sqlite(worker_folder: Path) -> Path:
    path = worker_folder / "migrated.sqlite"
    _migrate(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture(scope="session")
def _migrated_postgres(postgres_server: str) -> Iterator[str]:
    with fresh_database(postgres_server) as url:
        _migrate(url)
        yield url.rpartition("/")[2].partition("?")[0]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.pg)])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Each of the two databases in turn, fresh, with the store's tables and nothing in them."""
    if request.param == "sqlite":
        path = tmp_path / "dougong.sqlite"
        shutil.copy(request.getfixturevalue("_migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    template = request.getfixturevalue("_migrated_postgres")
    with fresh_database(request.getfixturevalue("postgres_server"), template) as url:
        yield url

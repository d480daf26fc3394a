"""The desk with its secrets, built once for the tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rights.world import World, build_world


@pytest.fixture(scope="session")
def desk(worker_folder: Path) -> Iterator[World]:
    """The desk on SQLite; nobody may change it."""
    folder = worker_folder / "rights"
    folder.mkdir(parents=True, exist_ok=True)
    made = build_world(f"sqlite:///{folder}/desk.db", folder)
    yield made
    made.house.installation.engine.dispose()

"""A house for the tests of actions, on each database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import House, build_house


@pytest.fixture
def house(migrated_url: str, tmp_path: Path) -> Iterator[House]:
    """An installation without an app."""
    built = build_house(migrated_url, tmp_path / "var")
    yield built
    built.installation.engine.dispose()

"""A migrated database for every test of the store, on each of the two in turn."""

from collections.abc import Iterator

import pytest
from sqlalchemy.engine import Engine

from runtime.store.engine import open_engine
from runtime.store.migrations import upgrade


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url)
    upgrade(opened)
    yield opened
    opened.dispose()

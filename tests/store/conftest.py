from collections.abc import Iterator

import pytest
from sqlalchemy.engine import Engine

from runtime.store.engine import open_engine


@pytest.fixture
def engine(migrated_url: str) -> Iterator[Engine]:
    """A migrated database, on each of the two in turn."""
    opened = open_engine(migrated_url)
    yield opened
    opened.dispose()

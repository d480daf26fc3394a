from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.builder.serving import with_builder
from tests.web.site import Browser, Site, make_site


@pytest.fixture(scope="session")
def built_site(worker_folder: Path) -> Iterator[Site]:
    """A site of its own: builders change apps."""
    made = make_site(worker_folder / "builder-site")
    yield made
    made.installation.engine.dispose()


@pytest.fixture
def visitor(built_site: Site) -> Callable[[str | None], Browser]:
    """A browser with somebody signed in (None: nobody), in the application with the builder."""
    app = with_builder(built_site)
    return lambda who: Browser(app.test_client(), who)

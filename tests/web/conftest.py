from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.web.site import Browser, Site, make_site


@pytest.fixture(scope="session")
def site(worker_folder: Path) -> Iterator[Site]:
    """One site for all tests of a worker; tests make their own records."""
    made = make_site(worker_folder / "web-site")
    yield made
    made.installation.engine.dispose()


@pytest.fixture
def as_person(site: Site) -> Callable[[str | None], Browser]:
    """A browser with somebody signed in (None: nobody)."""
    app = site.app()
    return lambda who: Browser(app.test_client(), who)

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from tests.harness.browser import PageFaults
from tests.web.site import PASSWORD, Site, make_site


@dataclass
class Served:
    """A site that is served on the loopback."""

    site: Site
    address: str


@pytest.fixture(scope="session")
def served(worker_folder: Path) -> Iterator[Served]:
    """The site of this worker's browser tests, in a thread of its own."""
    made = make_site(worker_folder / "browser-site")
    server = make_server("127.0.0.1", 0, made.app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Served(made, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()
    made.installation.engine.dispose()


Enter = Callable[..., Page]


@pytest.fixture
def enter(browser: Browser, served: Served, page_faults: PageFaults) -> Iterator[Enter]:
    """Open a page as somebody: ``enter("wang", "/a/leave/", width=390)``."""
    opened: list[BrowserContext] = []

    def come_in(who: str, path: str = "/", **more: object) -> Page:
        width = int(str(more.pop("width", 1360)))
        facts = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", **more}
        context = browser.new_context(
            viewport={"width": width, "height": 844 if width < 500 else 850},
            has_touch=width < 500,
            base_url=served.address,
            **facts,  # type: ignore[arg-type]
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        page = context.new_page()
        page_faults.watch(page)
        page.goto("/login")
        page.fill("#login", who)
        page.fill("#password", PASSWORD)
        page.click("button.btn-primary")
        page.wait_for_url(lambda url: "/login" not in url)
        page.goto(path)
        return page

    yield come_in
    for context in opened:
        context.close()
    assert not page_faults.outside, page_faults.outside
    assert not page_faults.errors, page_faults.errors

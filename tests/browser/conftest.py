import re
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


def sign_in(context: BrowserContext, who: str) -> None:
    """Send the login form without showing it: two pages less to draw; journeys look at it."""
    form = context.request.get("/login").text()
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', form)
    assert token is not None, form
    sent = {"csrf_token": token[1], "login": who, "password": PASSWORD}
    answer = context.request.post("/login", form=sent, max_redirects=0)
    assert answer.status == 303, answer.text()


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
        sign_in(context, who)
        page.goto(path)
        return page

    yield come_in
    for context in opened:
        context.close()
    assert not page_faults.outside, page_faults.outside
    assert not page_faults.errors, page_faults.errors

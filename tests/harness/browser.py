"""Chromium, driven by Playwright: one browser for each worker, one fresh context for each test."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)

from tests.harness.machine import chromium

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_LOCAL = {"127.0.0.1", "localhost", "::1", ""}


class PageFaults:
    """What went wrong in the pages of one test, beside what the test looked at itself."""

    def __init__(self) -> None:
        self.console: list[str] = []
        self.errors: list[str] = []
        self.outside: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda problem: self.errors.append(str(problem)))
        page.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console.append(message.text)

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in _LOCAL:
            self.outside.append(request.url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium."""
    path = chromium()
    if path is None:
        pytest.fail("Chromium is missing: `make browser` installs it or says what to install.")
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=path, headless=True, args=list(_FLAGS))
        yield running
        running.close()


@pytest.fixture
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile: Chinese, Shanghai, a desktop window, no motion to be caught in the middle."""
    context = browser.new_context(
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 1360, "height": 850},
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page_faults() -> PageFaults:
    """Console errors, uncaught errors and requests that left the machine, for a test to look at."""
    return PageFaults()


@pytest.fixture
def page(browser_context: BrowserContext, page_faults: PageFaults) -> Page:
    """A fresh page. A request that leaves this machine, or an uncaught error, fails the test."""
    opened = browser_context.new_page()
    page_faults.watch(opened)
    return opened


@pytest.fixture(autouse=True)
def _pages_behave(request: pytest.FixtureRequest) -> Iterator[None]:
    if "page" not in request.fixturenames:
        yield
        return
    faults: PageFaults = request.getfixturevalue("page_faults")
    yield
    assert not faults.outside, f"requests left this machine: {faults.outside}"
    assert not faults.errors, f"uncaught errors in the page: {faults.errors}"

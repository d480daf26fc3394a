"""What people do in the pages, by the labels they read: journeys are told in these words.

The pictures of the stations are kept where ``DOUGONG_PICTURES`` names a folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from runtime.commands.publish import Author, publish_app
from runtime.commands.setting_up import set_up
from runtime.commands.staff import Member, staff_app
from runtime.config import settings
from runtime.context import SYSTEM
from runtime.installation import Installation, open_installation
from runtime.spec.app import AppSpec
from tests.builder.serving import served as serving
from tests.harness.browser import PageFaults
from tests.web.site import Site

DESK, PHONE = {"width": 1360, "height": 850}, {"width": 390, "height": 844}
PICTURES = os.environ.get("DOUGONG_PICTURES")


def day(more: int) -> str:
    """A day from today on, where the factory is."""
    return f"{datetime.now(ZoneInfo('Asia/Shanghai')).date() + timedelta(days=more)}"


def station(page: Page, name: str) -> None:
    """Here the page is looked at: nothing runs off the side, at a desk and on a phone."""
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        assert wide <= size["width"], f"{name} is {wide} px wide at {size['width']}"
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{size['width']}.png", full_page=True)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]


def labelled(where: Page | Locator, label: str) -> Locator:
    """The field that is called so."""
    page = where if isinstance(where, Page) else where.page
    name = re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$")
    named = page.locator(".field__label", has_text=name)
    return where.locator("[data-field]", has=named)


def fill(where: Page | Locator, values: Mapping[str, str]) -> None:
    """Fill in fields by their labels, as somebody at the keyboard would."""
    for label, value in values.items():
        control = labelled(where, label)
        if control.locator(".chip-pick").count():
            control.get_by_label(value, exact=True).check()
        elif control.locator("select").count():
            control.locator("select").select_option(label=value)
        elif control.locator("[type=checkbox]").count():
            control.locator("[type=checkbox]").set_checked(value == "是")
        else:
            control.locator("input:visible, textarea:visible").first.fill(value)


def edit(page: Page, values: Mapping[str, str]) -> None:
    """Change a record through its form."""
    page.get_by_role("link", name="编辑").click()
    fill(page, values)
    page.get_by_role("button", name="保存修改").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^[A-Z]{2}-"))
    expect(page.locator(".note--ok", has_text="已保存")).to_be_visible()


def move(page: Page, label: str, values: Mapping[str, str] | None = None) -> None:
    """Press a move's button; what it asks for is filled in first."""
    actions = page.locator(".head__actions")
    if values is not None:
        actions.locator("summary", has_text=label).click()
        fill(actions, values)
    actions.get_by_role("button", name=label, exact=True).click()


def stands_at(page: Page, state: str) -> None:
    """The record's head and its bar say where it stands."""
    expect(page.locator(".head .tag").first).to_have_text(state)
    expect(page.locator(".life [aria-current=step]")).to_have_text(state)


def decide(page: Page, title: str, comment: str, button: str = "同意") -> None:
    """Answer the to-do of that name."""
    page.goto("/tasks")
    page.locator(".todo__main a", has_text=title).first.click()
    page.get_by_label("意见").fill(comment)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("heading", level=1, name="待办")).to_be_visible()


def shown(page: Page, label: str) -> Locator:
    """What the record's page shows under a label."""
    name = re.compile(rf"^\s*{re.escape(label)}\s*$")
    return page.locator(".facts > div", has=page.locator("dt", has_text=name)).locator("dd")


@dataclass
class Works:
    """An app at work: served, and the pages of those who work with it."""

    installation: Installation
    address: str
    passwords: dict[str, str]
    browser: Browser
    faults: PageFaults
    rooms: dict[str, tuple[BrowserContext, Page]] = field(default_factory=dict)

    def page(self, login: str) -> Page:
        """Somebody's own browser window; they sign in when they are needed first."""
        if login not in self.rooms:
            context = self.browser.new_context(
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                viewport=DESK,  # type: ignore[arg-type]
                base_url=self.address,
            )
            context.set_default_timeout(10_000)
            page = context.new_page()
            self.faults.watch(page)
            page.goto("/login")
            page.locator("#login").fill(login)
            page.locator("#password").fill(self.passwords[login])
            page.locator("button.btn-primary").click()
            page.wait_for_url(lambda url: "/login" not in url)
            self.rooms[login] = context, page
        return self.rooms[login][1]

    def open(self, login: str, path: str) -> Page:
        """Somebody opens an address."""
        page = self.page(login)
        page.goto(path)
        return page


@contextmanager
def at_work(
    folder: Path, spec: AppSpec, people: Sequence[Member], seen: tuple[Browser, PageFaults]
) -> Iterator[Works]:
    """A fresh installation with one app, served to its people; each gets a login."""
    chosen = settings(
        {"DATA_DIR": str(folder), "REDIS_URL": f"unix://{folder}/no.sock", "LANG": "zh"}
    )
    set_up(chosen)
    here = open_installation(chosen)
    publish_app(here, spec, Author(SYSTEM))
    words = {each.login: str(each.password) for each in staff_app(here, spec, people)}
    browser, faults = seen
    with serving(Site(here, {}, "").app()) as address:
        made = Works(here, address, words, browser, faults)
        yield made
        for context, _page in made.rooms.values():
            context.close()
    here.engine.dispose()
    assert not faults.outside, faults.outside
    assert not faults.errors, faults.errors

"""A form that is sent twice does what it says once, also where both arrive at the same moment."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from runtime.context import SYSTEM, reading
from runtime.queries.records import ListRequest, list_records
from tests.web.site import Browser, Site, make_site

NEW = "/a/leave/request/new"
VALUES = {
    "kind": "annual",
    "days": "2",
    "start": "2026-12-01",
    "end": "2026-12-02",
    "reason": "家事",
}


@pytest.fixture
def here(migrated_url: str, tmp_path: Path) -> Iterator[Site]:
    """A site of its own on each database."""
    made = make_site(tmp_path / "site", migrated_url)
    yield made
    made.installation.engine.dispose()


def browser_of(site: Site) -> Browser:
    return Browser(site.app().test_client(), "wang")


def reasons(site: Site) -> list[str]:
    with reading(site.installation, SYSTEM, "leave") as ctx:
        found = list_records(ctx, "request", ListRequest(limit=200)).records
    return sorted(str(each.values["reason"]) for each in found)


def test_one_page_sent_at_the_same_moment_makes_one_record(here: Site) -> None:
    app = here.app()
    first = Browser(app.test_client(), "wang")
    first.get(NEW)
    cookie = next(each for each in first.client._cookies.values() if each.key.startswith("sid"))
    together = Barrier(4)

    def send(_: int) -> TestResponse:
        client = app.test_client()
        client.set_cookie(cookie.key, cookie.value)
        together.wait()
        data = {"csrf_token": first.token, "once": "same", **VALUES, "reason": "同时"}
        return client.post(NEW, data=data)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert [each.status_code for each in answers] == [303] * 4
    assert len({each.headers["Location"] for each in answers}) == 1
    assert reasons(here).count("同时") == 1


def test_a_page_that_was_sent_already_asks_before_it_makes_another_record(here: Site) -> None:
    browser = browser_of(here)
    browser.get(NEW)
    assert browser.post(NEW, VALUES, once="back", reason="先").status_code == 303
    again = browser.post(NEW, VALUES, once="back", reason="后")
    assert again.status_code == 409
    assert "已经提交过一次" in again.text
    assert reasons(here) == ["先"]
    word = re.search(r'name="once" value="([^"]+)"', again.text)
    assert word is not None
    assert 'value="后"' in again.text or ">后<" in again.text
    browser.post(NEW, VALUES, once=html.unescape(word[1]), reason="后")
    assert reasons(here) == ["先", "后"]


def test_a_change_that_is_sent_twice_is_one_change_and_no_conflict(here: Site) -> None:
    browser = browser_of(here)
    record = here.leave(reason="旧")
    edit = f"/a/leave/request/{record}/edit"
    browser.get(edit)
    sent = {**VALUES, "reason": "新", "once": "edit", "version": "1"}
    assert [browser.post(edit, sent).status_code for _ in range(2)] == [303, 303]
    other = browser.post(edit, {**sent, "reason": "更新"})
    assert other.status_code == 412
    assert reasons(here) == ["新"]


def test_submitting_a_form_is_two_transactions(here: Site) -> None:
    browser = browser_of(here)
    browser.get(NEW)
    begun: list[bool] = []
    sa.event.listen(here.installation.engine, "begin", lambda _: begun.append(True))
    answer = browser.post(NEW, VALUES, once="counted")
    assert answer.status_code == 303
    assert 1 <= len(begun) <= 2
    assert "已保存" in browser.get(answer.headers["Location"]).text

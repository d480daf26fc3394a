"""The market's pages: found, opened, installed with its progress, brought as a file."""

import io
import re
import time
from pathlib import Path

import pytest

from runtime.app import create_app
from runtime.commands.first_visit import is_first_visit, offer_first_visit
from runtime.commands.people import NewAccount, add_account
from runtime.queries.apps import apps
from templates_market.bundle import read_zip, write_zip
from tests.templates_market.conftest import open_house
from tests.templates_market.test_bundle import TINY, zipped
from tests.web.site import PASSWORD, Browser


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    """An administrator before an empty site."""
    here, _ = open_house(tmp_path)
    new = NewAccount("boss", "老板", password=PASSWORD, administrator=True)
    add_account(here, new)
    add_account(here, NewAccount("clerk", "文员", password=PASSWORD))
    app = create_app(here, {"RATELIMIT_ENABLED": False})
    return Browser(app.test_client(), "boss")


def installed(browser: Browser) -> list[str]:
    """The keys of the apps that are there."""
    here = browser.client.application.extensions["dougong"]
    return [each.key for each in apps(here)]


def test_the_gallery_is_for_administrators(browser: Browser) -> None:
    assert "订单跟踪" in browser.get("/market/?q=ddgz").text
    assert "没有找到模板" in browser.get("/market/?q=火箭").text
    clerk = Browser(browser.client.application.test_client(), "clerk")
    assert clerk.get("/market/").status_code == 403
    nobody = Browser(browser.client.application.test_client())
    assert nobody.get("/market/").status_code == 303


def test_a_template_is_opened_and_nothing_is_made(browser: Browser) -> None:
    page = browser.get("/market/order_tracking").text
    for said in ("样例数据", "快速录单", "加急提醒", "一键安装", "300"):
        assert said in page
    assert browser.get("/market/no_such_thing").status_code == 404
    assert installed(browser) == []


def test_a_file_is_looked_over_shown_and_installed(browser: Browser) -> None:
    page = browser.get("/market/")
    bad = {"file": (io.BytesIO(zipped({**TINY, "../x": b""})), "bad.zip")}
    answer = browser.post("/market/file", bad)
    assert answer.status_code == 422
    assert "不允许的文件" in answer.text
    good = write_zip(read_zip(zipped(TINY)))
    answer = browser.post("/market/file", {"file": (io.BytesIO(good), "tiny.zip")})
    assert answer.status_code == 303
    where = answer.headers["Location"]
    page = browser.get(where)
    assert "tiny" in page.text
    answer = browser.post(f"{where}/install", sample="true")
    assert answer.status_code == 303
    progress = wait_for(browser, answer.headers["Location"])
    assert "已安装" in progress
    assert installed(browser) == ["tiny"]
    assert browser.get(answer.headers["Location"]).status_code == 404
    again = browser.post(f"{where}/install")
    assert again.status_code == 409
    assert "已经有一个" in again.text


def test_an_installation_shows_its_logins_once(browser: Browser) -> None:
    browser.get("/market/order_tracking")
    answer = browser.post("/market/order_tracking/install", sample="true")
    page = wait_for(browser, answer.headers["Location"], patience=240)
    found = re.search(r"<td[^>]*>sales_1</td>.*?<code>([^<]+)</code>", page, re.DOTALL)
    assert found is not None
    client = Browser(browser.client.application.test_client())
    client.get("/login")
    assert client.post("/login", login="sales_1", password=found[1]).status_code == 303
    assert "全部订单" in client.get("/a/order_tracking/").text


def wait_for(browser: Browser, where: str, patience: float = 60) -> str:
    """The page of an installation once it is done."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        page = browser.get(where).text
        if 'http-equiv="refresh"' not in page:
            return page
        time.sleep(0.2)
    raise AssertionError("the installation never ended")


def test_the_first_visit_makes_the_administrator_once(tmp_path: Path) -> None:
    here, _ = open_house(tmp_path)
    data = here.settings.data_dir
    old = offer_first_visit(data)
    word = offer_first_visit(data)
    assert (data / "first-visit").stat().st_mode & 0o077 == 0
    assert word not in (data / "first-visit").read_text(encoding="ascii")
    app = create_app(here, {"RATELIMIT_ENABLED": False})
    client = Browser(app.test_client())
    assert "一次性地址" in client.get("/login").text
    assert client.get(f"/first-visit/{old}").status_code == 404
    assert "欢迎" in client.get(f"/first-visit/{word}").text
    short = client.post(f"/first-visit/{word}", login="root", name="老板", password="short")
    assert short.status_code == 422
    assert is_first_visit(data, word)
    done = client.post(f"/first-visit/{word}", login="root", name="老板", password=PASSWORD)
    assert done.status_code == 303
    assert "老板" in client.get("/").text
    assert "模板" in client.get("/").text
    other = Browser(app.test_client())
    assert other.get(f"/first-visit/{word}").status_code == 404
    assert "一次性地址" not in other.get("/login").text

"""What stands at every door: login, CSRF, origin, headers, sizes, sentences instead of traces."""

import http.client
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.harness.processes import Process, accepts, free_port, wait_until
from tests.web.site import PASSWORD, Browser, Site

As = Callable[[str | None], Browser]
OPEN = {"login.login", "login.enter", "login.logout", "login.language", "static"}
VALUES = {
    "app": "leave",
    "form": "request",
    "record_id": "x",
    "move_key": "submit",
    "view": "board",
    "task_id": "x",
    "notice_id": "x",
    "person_id": "x",
    "file_id": "x",
    "field": "name",
    "kind": "csv",
}


def _pages(app: Flask) -> list[tuple[str, str, str]]:
    """(endpoint, method, path) of every page; the API has a test of its own."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.rule.startswith(("/api/", "/healthz", "/readyz", "/metrics")):
                continue
            if rule.arguments - VALUES.keys():
                continue
            path = app.url_map.bind("localhost").build(
                rule.endpoint, {key: VALUES[key] for key in rule.arguments}
            )
            found += [
                (rule.endpoint, method, path)
                for method in (rule.methods or ())
                if method in ("GET", "POST")
            ]
    return found


def test_every_page_wants_somebody_signed_in(site: Site) -> None:
    app = site.app()
    client = Browser(app.test_client())
    client.get("/login")
    for endpoint, method, path in _pages(app):
        if endpoint in OPEN or endpoint.partition(".")[0] not in app.blueprints:
            continue
        answer = client.get(path) if method == "GET" else client.post(path)
        assert answer.status_code in (303, 401, 403), (endpoint, answer.status_code)
        if answer.status_code == 303:
            assert "/login" in answer.headers["Location"], endpoint


def test_every_change_wants_the_token_of_a_page(site: Site) -> None:
    app = site.app()
    browser = Browser(app.test_client(), "chen")
    for endpoint, method, path in _pages(app):
        if method == "POST":
            assert browser.client.post(path).status_code == 400, endpoint
            forged = browser.client.post(path, data={"csrf_token": "x" * 40})
            assert forged.status_code == 400, endpoint


def test_a_change_from_another_site_is_refused(as_person: As) -> None:
    browser = as_person("wang")
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        data = {"csrf_token": browser.token, "theme": "dark"}
        answer = browser.client.post("/account/look", data=data, headers=headers)
        assert answer.status_code == 403


def test_no_get_changes_anything(site: Site) -> None:
    app = site.app()
    browser = Browser(app.test_client(), "chen")
    with site.installation.engine.connect() as connection:
        before = connection.exec_driver_sql("SELECT count(*), max(seq) FROM event").one()
    for _endpoint, method, path in _pages(app):
        if method == "GET":
            browser.client.get(path)
    with site.installation.engine.connect() as connection:
        after = connection.exec_driver_sql("SELECT count(*), max(seq) FROM event").one()
    assert before == after


def test_every_answer_carries_the_headers(as_person: As) -> None:
    browser = as_person("wang")
    for path in ("/", "/a/leave/request/", "/nothing/here", "/login"):
        headers = browser.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Request-Id"]


def test_no_page_has_inline_styles_or_scripts_without_the_nonce(as_person: As) -> None:
    browser = as_person("chen")
    for path in (
        "/",
        "/a/leave/request/",
        "/a/leave/request/new",
        "/a/leave/board/board",
        "/people",
    ):
        page = browser.get(path)
        assert " style=" not in page.text
        assert not re.search(r"\son[a-z]+=", page.text)
        nonce = re.search(r"'nonce-([^']+)'", page.headers["Content-Security-Policy"])
        assert nonce is not None
        for script in re.findall(r"<script[^>]*>", page.text):
            assert f'nonce="{nonce[1]}"' in script


def test_a_forged_host_is_refused(as_person: As) -> None:
    answer = as_person(None).client.get("/login", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.text


def test_an_error_is_a_sentence_and_a_number_never_a_trace(
    as_person: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    from runtime.web import inbox

    def broken(*_args: object, **_more: object) -> object:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(inbox, "news", broken)
    browser = as_person("wang")
    answer = browser.client.get("/inbox")
    assert answer.status_code == 500
    assert "出了点问题" in answer.text
    assert answer.headers["X-Request-Id"] in answer.text
    for word in ("secret inside", "Traceback", "RuntimeError", ".py"):
        assert word not in answer.text
    fragment = browser.client.get("/inbox", headers={"HX-Request": "true"})
    assert "<html" not in fragment.text
    assert fragment.headers["X-Request-Id"] in fragment.text


def test_what_is_not_there_and_what_is_not_mine_look_the_same(as_person: As) -> None:
    stranger = as_person("guest")
    for path in ("/a/leave/request/", "/a/leave/request/none", "/a/nothing/x/", "/a/leave/no/"):
        assert stranger.get(path).status_code == 404, path


def test_a_too_large_form_is_refused_with_the_limit(as_person: As) -> None:
    browser = as_person("wang")
    answer = browser.post("/account/look", theme="x" * 2_100_000)
    assert answer.status_code == 413
    assert "2 MB" in answer.text


def test_people_are_for_administrators(as_person: As) -> None:
    browser = as_person("wang")
    assert browser.get("/people").status_code == 403
    assert browser.post("/people/new", login="x", name="x", password=PASSWORD).status_code == 403


def test_who_is_still_sending_what_is_too_large_hears_so(site: Site, tmp_path: Path) -> None:
    here, port = site.installation.settings, free_port()
    env = {"DATA_DIR": str(here.data_dir), "REDIS_URL": here.redis_url, "PORT": str(port)}
    command = [sys.executable, "-m", "runtime.cli.main", "web"]
    process = Process(command, log=tmp_path / "web.log", env=env)
    try:
        wait_until(lambda: accepts(port), "the web server listens", 60)
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", "/login", b"x" * 60_000_000, kind)
        answer = line.getresponse()
        assert answer.status == 413
        assert "2 MB" in answer.read().decode()
        line.close()
    finally:
        process.stop()

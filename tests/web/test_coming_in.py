"""Coming in, going out, and what a session is worth."""

from collections.abc import Callable, Iterator
from itertools import count, repeat
from pathlib import Path

import pytest
from flask import Flask

from runtime.commands.people import NewAccount, add_account, set_active
from tests.web.site import PASSWORD, Browser, Site, make_site

As = Callable[[str | None], Browser]


def test_a_person_comes_in_and_goes_out(as_person: As) -> None:
    browser = as_person("wang")
    assert "王磊" in browser.get("/").text
    assert browser.post("/logout").headers["Location"] == "/login"
    assert browser.get("/").headers["Location"].startswith("/login")


def test_the_session_cookie_is_for_the_server_alone_and_a_new_one_at_login(as_person: As) -> None:
    browser = as_person(None)
    browser.get("/login")
    answer = browser.post("/login", login="wang", password=PASSWORD)
    cookies = answer.headers.getlist("Set-Cookie")
    session = next(each for each in cookies if each.startswith("sid-"))
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session
    assert "Path=/" in session
    assert "Secure" not in session  # plain http on a factory's network


def test_over_https_the_cookie_is_bound_to_the_host(as_person: As) -> None:
    browser = as_person(None)
    client = browser.client
    page = client.get("/login", base_url="https://localhost")
    browser.token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post(
        "/login",
        base_url="https://localhost",
        data={"csrf_token": browser.token, "login": "wang", "password": PASSWORD},
    )
    cookies = answer.headers.getlist("Set-Cookie")
    assert any(c.startswith("__Host-sid-") and "Secure" in c for c in cookies), answer.text
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_a_session_outlives_another_address_another_browser_and_the_site_next_door(
    as_person: As, worker_folder: Path
) -> None:
    browser = as_person("wang")
    moved = {"REMOTE_ADDR": "::1"}, {"User-Agent": "Mobile after an update"}
    assert "王磊" in browser.get("/", environ_overrides=moved[0], headers=moved[1]).text
    assert "王磊" in browser.get("/").text
    other = make_site(worker_folder / "next-door")
    there = Browser(other.app().test_client())
    for cookie in browser.client._cookies.values():
        there.client.set_cookie(cookie.key, cookie.value)
    there.get("/login")
    there.post("/login", login="li", password=PASSWORD)
    for cookie in there.client._cookies.values():
        browser.client.set_cookie(cookie.key, cookie.value)
    assert "王磊" in browser.get("/").text
    assert "李敏" in there.get("/").text
    other.installation.engine.dispose()


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(as_person: As) -> None:
    browser = as_person(None)
    browser.get("/login")
    wrong_word = browser.post("/login", login="wang", password="not the one")
    wrong_name = browser.post("/login", login="nobody", password="not the one")
    assert wrong_word.status_code == wrong_name.status_code == 422
    assert "用户名或密码不正确" in wrong_word.text
    assert wrong_name.text.replace("nobody", "wang").count("用户名或密码不正确") == 1


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nX: y", "javascript:x"],
)
def test_login_never_leads_to_another_site(as_person: As, target: str) -> None:
    browser = as_person(None)
    browser.get("/login")
    answer = browser.post("/login", login="wang", password=PASSWORD, next=target)
    assert answer.headers["Location"] == "/"


def test_login_leads_back_to_the_page_that_was_asked_for(as_person: As) -> None:
    browser = as_person(None)
    asked = browser.get("/a/leave/request/?sort=-start")
    assert asked.status_code == 303
    page = browser.get(asked.headers["Location"])
    assert 'name="next" value="/a/leave/request/?sort=-start"' in page.text


def test_too_many_tries_are_stopped_with_a_sentence(site: Site) -> None:
    app = site.app(RATELIMIT_ENABLED=True, RATELIMIT_SHARED=False)
    browser = Browser(app.test_client())
    browser.get("/login")
    answers = [browser.post("/login", login="tries", password="x").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    stopped = browser.post("/login", login="tries", password="x")
    assert "尝试次数太多" in stopped.text


def _guessed(browsers: Iterator[Browser], login: str) -> list[int]:
    """The answers to guesses of a login's password, four from each address."""
    answers = []
    for number in range(36):
        browser, where = next(browsers), {"REMOTE_ADDR": f"10.0.0.{number // 4}"}
        browser.get("/login", environ_overrides=where)
        sent = {"csrf_token": browser.token, "login": login, "password": "guess"}
        answers.append(
            browser.client.post("/login", data=sent, environ_overrides=where).status_code
        )
    return answers


def _out_again(app: Flask, who: str) -> Browser:
    """A browser from which somebody was signed in."""
    browser = Browser(app.test_client(), who)
    browser.get("/account")
    browser.post("/logout")
    return browser


def test_guesses_from_elsewhere_stop_and_lock_nobody_out(site: Site) -> None:
    app = site.app(RATELIMIT_ENABLED=True, RATELIMIT_SHARED=False)
    person = _out_again(app, "li")
    answers = _guessed((Browser(app.test_client()) for _ in count()), "li")
    assert answers.count(422) <= 30
    assert answers[-1] == 429
    person.get("/login")
    assert person.post("/login", login="li", password=PASSWORD).status_code == 303


def test_a_device_is_known_for_its_own_login_alone(site: Site) -> None:
    app = site.app(RATELIMIT_ENABLED=True, RATELIMIT_SHARED=False)
    assert _guessed(repeat(_out_again(app, "wang")), "zhao")[-1] == 429


def test_a_disabled_person_is_out_at_once(site: Site, as_person: As) -> None:
    added = add_account(site.installation, NewAccount("leaver", "离职的人", password=PASSWORD))
    browser = as_person("leaver")
    assert browser.get("/").status_code == 200
    set_active(site.installation, added.person.id, active=False)
    assert browser.get("/").status_code == 303


def test_a_new_password_ends_every_other_session(site: Site, as_person: As) -> None:
    add_account(site.installation, NewAccount("changer", "换密码的人", password=PASSWORD))
    here, elsewhere = as_person("changer"), as_person("changer")
    here.get("/account")
    wrong = here.post("/account/password", current="nope", new="another long password")
    assert "当前密码不正确" in wrong.text
    short = here.post("/account/password", current=PASSWORD, new="short")
    assert short.status_code == 422
    answer = here.post("/account/password", current=PASSWORD, new="another long password")
    assert answer.status_code == 303
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303


def test_language_theme_and_density_are_kept_for_the_person(as_person: As) -> None:
    browser = as_person("zhao")
    browser.get("/account")
    browser.post("/account/look", lang="en", theme="dark", density="compact", next="//evil.example")
    page = browser.get("/").text
    assert '<html lang="en" data-bs-theme="dark" data-density="compact">' in page
    assert "Waiting for me" in page
    assert as_person("zhao").get("/").text.count('data-bs-theme="dark"') == 1
    browser.post("/account/look", lang="zh", theme="auto", density="standard")

"""The servers that tests rely on are real and empty, and mails and requests arrive."""

import smtplib
from email.message import EmailMessage

import httpx
import psycopg
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, inspect, text

from tests.harness.redis import RedisServer
from tests.harness.sink import HttpSink
from tests.harness.smtp import MailServer


@pytest.mark.parametrize("_round", [1, 2])
def test_a_database_is_fresh_for_each_test(database_url: str, _round: int) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
        connection.execute(text("CREATE TABLE mark (n INTEGER)"))
    engine.dispose()


def test_postgres_speaks_unicode(postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT length('斗拱')").fetchone() == (2,)


def test_redis_starts_empty_and_survives_being_killed(redis_server: RedisServer) -> None:
    with redis_server.client() as client:
        assert client.dbsize() == 0
        client.set("a", "b")
    redis_server.kill()
    redis_server.start()
    with redis_server.client() as client:
        assert client.get("a") is None


def test_a_mail_arrives(smtp_server: MailServer) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "加急", "a@example.com", "b@example.com"
    mail.set_content("到了")
    with smtplib.SMTP(smtp_server.host, smtp_server.port) as client:
        client.send_message(mail)
    (arrived,) = smtp_server.wait_for(1)
    assert arrived["Subject"] == "加急"
    assert arrived["X-Envelope-To"] == "b@example.com"


def test_a_request_is_written_down_and_answered_as_told(http_sink: HttpSink) -> None:
    http_sink.answer({"status": 503, "headers": {"Retry-After": "1"}}, {"status": 200})
    replies = [
        httpx.post(f"{http_sink.url}/hook", json={"n": n}, headers={"Idempotency-Key": "k"})
        for n in range(3)
    ]
    assert [reply.status_code for reply in replies] == [503, 200, 200]
    first = http_sink.wait_for(3)[0]
    assert (first.path, first.headers["idempotency-key"], first.json()) == ("/hook", "k", {"n": 0})


def test_a_page_shows_chinese(page: Page, http_sink: HttpSink) -> None:
    html = "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><h1>斗拱</h1>"
    http_sink.answer({"body": html, "headers": {"Content-Type": "text/html; charset=utf-8"}})
    page.goto(http_sink.url)
    expect(page.get_by_role("heading", name="斗拱")).to_be_visible()

"""E-mail leaves through a real SMTP server: once, after the commit, and again when it was away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from runtime.commands.submit import submit_record
from runtime.due.deliver import drain
from runtime.errors import Refusal
from runtime.post import SmtpPost
from runtime.spec.app import RuleSpec
from runtime.store import deliveries, engine
from tests.commands.conftest import ASKED
from tests.harness.smtp import MailServer
from tests.house import House, app_in, build_house

MAILED = RuleSpec(
    key="mailed",
    form="request",
    labels={"zh": "新申请", "en": "new request"},
    text="当新建请假单后，向人事邮件发送“新的请假申请”",
)


def house_with_mail(url: str, folder: Path, server: MailServer) -> House:
    house = build_house(url, folder)
    post = SmtpPost(urlsplit(f"smtp://{server.host}:{server.port}"), "dougong@example.org")
    ports = replace(house.installation.ports, post=post)
    house.installation = replace(house.installation, ports=ports)
    leave = app_in("apps/leave")
    house.publish(replace(leave, rules=(*leave.rules, MAILED)))
    house.person("hr", "hr", name="王人事", email="hr@example.org")
    house.person("zhang", "employee", name="张三")
    return house


def ask(house: House) -> None:
    with house.write("zhang") as ctx:
        submit_record(ctx, "request", ASKED)


def test_a_rule_sends_a_letter_once(
    sqlite_url: str, tmp_path: Path, smtp_server: MailServer
) -> None:
    house = house_with_mail(sqlite_url, tmp_path / "var", smtp_server)
    ask(house)
    while drain(house.installation):
        pass
    (mail,) = smtp_server.wait_for(1)
    assert "hr@example.org" in str(mail["To"])
    assert "新的请假申请" in str(mail["Subject"])
    assert house.inbox("hr") == ["新的请假申请"]
    house.later(hours=1)
    assert len(smtp_server.mails()) == 1
    house.installation.engine.dispose()


def test_a_letter_waits_for_a_server_that_is_away_and_is_not_lost(
    sqlite_url: str, tmp_path: Path, smtp_server: MailServer
) -> None:
    house = house_with_mail(sqlite_url, tmp_path / "var", smtp_server)
    smtp_server.refuse()
    ask(house)
    drain(house.installation)
    drain(house.installation)
    assert smtp_server.mails() == []
    with engine.reading(house.installation.engine) as connection:
        assert deliveries.waiting(connection) == 1
    smtp_server.accept()
    house.clock.at += timedelta(minutes=5)
    drain(house.installation)
    assert len(smtp_server.wait_for(1)) == 1
    house.installation.engine.dispose()


def test_what_was_rolled_back_sends_nothing(
    sqlite_url: str, tmp_path: Path, smtp_server: MailServer
) -> None:
    house = house_with_mail(sqlite_url, tmp_path / "var", smtp_server)
    try:
        with house.write("zhang") as ctx:
            submit_record(ctx, "request", ASKED)
            raise Refusal("blocked", 422, reason="no")
    except Refusal:
        pass
    while drain(house.installation):
        pass
    assert smtp_server.mails() == []
    house.installation.engine.dispose()

"""The security log: what is in it, who sees it, and that touching it shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from runtime.app import create_app
from runtime.commands.people import (
    Change,
    NewAccount,
    add_account,
    change_password,
    new_token,
    save_account,
)
from runtime.commands.security_log import forget_old_entries, log_security_now
from runtime.errors import LANGUAGES
from runtime.queries.security_log import KINDS, security_entries, verify_audit
from runtime.store import engine
from runtime.store.schema.security import security_event
from tests.house import House, app_in, build_house
from tests.rights.world import Visitor

PASSWORD = "a long enough word"  # worth nothing


@pytest.fixture
def house(migrated_url: str, tmp_path: Path) -> Iterator[House]:
    built = build_house(migrated_url, tmp_path / "var")
    built.publish(app_in("apps/leave"))
    yield built
    built.installation.engine.dispose()


def kinds(house: House) -> list[str]:
    """The kinds of entries, oldest first."""
    return [each.kind for each in reversed(security_entries(house.installation, limit=200))]


def test_rights_given_and_taken_are_noted_with_what_they_are(house: House) -> None:
    added = add_account(
        house.installation, NewAccount("ann", "Ann", (("leave", "hr"),), password=PASSWORD)
    ).person
    new_token(house.installation, "ann")
    change_password(house.installation, added.id, "another long enough word")
    save_account(
        house.installation,
        added.id,
        Change(facts={"administrator": True}, roles={"leave": ["manager"]}, active=False),
    )
    assert kinds(house) == [
        "published",
        "person_added",
        "token_made",
        "password_changed",
        "person_changed",
        "roles_changed",
        "person_disabled",
    ]
    said = [each.said("en") for each in security_entries(house.installation)]
    assert "ann holds in the app leave from now on: manager" in said
    assert not any(PASSWORD in each or "dg_" in each for each in said)


def test_doors_note_who_came_in_and_who_was_refused_and_from_where(house: House) -> None:
    add_account(house.installation, NewAccount("ann", "Ann", (("leave", "hr"),), password=PASSWORD))
    app = create_app(house.installation, {"RATELIMIT_ENABLED": False})
    before = len(kinds(house))
    stranger = app.test_client()
    token = stranger.get("/login").get_data(as_text=True).split('csrf_token" value="')[1][:120]
    wrong = {"login": "ann", "password": "not the word", "csrf_token": token.split('"')[0]}
    for _ in range(3):  # the same from the same place within a minute is one entry
        assert stranger.post("/login", data=wrong).status_code == 422
    visitor = Visitor(app.test_client(), None, None)
    visitor.who = "ann"
    assert visitor.send("POST", "/login", {"login": "ann", "password": PASSWORD}).status_code == 303
    assert visitor.get("/people").status_code == 403
    assert visitor.get("/security").status_code == 403
    assert visitor.get("/a/leave/request/export.csv").status_code == 200
    bad = {"Authorization": "Bearer dg_nothing"}
    assert app.test_client().get("/api/v1/tasks", headers=bad).status_code == 401
    found = [
        (each.kind, each.door, each.address, each.name)
        for each in reversed(security_entries(house.installation))
    ][before:]
    assert found == [
        ("sign_in_failed", "form", "127.0.0.1", ""),
        ("signed_in", "form", "127.0.0.1", "Ann"),
        ("refused", "form", "127.0.0.1", "Ann"),
        ("refused", "form", "127.0.0.1", "Ann"),
        ("exported", "form", "127.0.0.1", "Ann"),
        ("token_wrong", "api", "127.0.0.1", ""),
    ]


def test_a_changed_or_missing_entry_is_found_and_named(house: House) -> None:
    for number in range(4):
        log_security_now(house.installation, "refused", path=f"/{number}")
    assert verify_audit(house.installation).broken == ()
    seqs = [each.seq for each in reversed(security_entries(house.installation))]
    with (
        pytest.raises(Exception, match="never changed"),
        engine.writing(house.installation.engine) as connection,
    ):
        connection.execute(sa.update(security_event).values(address="elsewhere"))
    with engine.writing(house.installation.engine) as connection:
        connection.execute(sa.delete(security_event).where(security_event.c.seq == seqs[2]))
    assert verify_audit(house.installation).broken == (f"security_event {seqs[3]}",)


def test_entries_go_when_their_time_is_over_and_the_rest_is_whole(house: House) -> None:
    log_security_now(house.installation, "refused", path="/old")
    house.clock.at += timedelta(days=house.installation.settings.security_log_days - 1)
    log_security_now(house.installation, "refused", path="/new")
    assert forget_old_entries(house.installation) == 0
    house.clock.at += timedelta(days=2)
    assert forget_old_entries(house.installation) == 2
    assert [each.about for each in security_entries(house.installation)] == [{"path": "/new"}]
    assert verify_audit(house.installation).broken == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_has_its_sentence(house: House, lang: str) -> None:
    for kind in KINDS:
        log_security_now(house.installation, kind)
    for each in security_entries(house.installation):
        assert "security_" not in each.said(lang)

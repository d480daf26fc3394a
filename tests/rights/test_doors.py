"""What stands before every change: a page's token, and that opening a page changes nothing."""

from __future__ import annotations

import pytest

from tests.rights.conftest import RoundOf
from tests.rights.routes import addresses
from tests.rights.snapshots import snapshot
from tests.rights.world import PEOPLE, World

API = "/api/"


@pytest.mark.parametrize("token", [None, "", "x" * 40, "stranger's"])
def test_no_page_is_changed_without_its_own_token(desk: World, token: str | None) -> None:
    boss, stranger = desk.visitor("boss"), desk.visitor("olga")
    stranger.get("/account")
    sent = stranger.csrf if token == "stranger's" else token
    before, called = snapshot(desk), 0
    for rule in desk.app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.rule.startswith(API):
            continue
        for path in addresses(desk, rule):
            data = {} if sent is None else {"csrf_token": sent}
            found = boss.client.post(path, data=data)
            assert found.status_code in (400, 403), path
            called += 1
    assert called > 20
    assert snapshot(desk) == before


def test_a_cookie_opens_nothing_of_the_api(desk: World) -> None:
    boss, before = desk.visitor("boss"), snapshot(desk)
    for rule in desk.app.url_map.iter_rules():
        if rule.rule.startswith(API):
            for path in addresses(desk, rule):
                for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                    assert boss.client.open(path, method=method).status_code == 401, path
    assert snapshot(desk) == before


def test_no_other_method_slips_in_through_a_header_or_a_question(desk: World) -> None:
    boss, before = desk.visitor("boss"), snapshot(desk)
    one = f"/api/v1/apps/desk/forms/job/records/{desk.ids['j2']}"
    token = {"Authorization": f"Bearer {boss.token}"}
    for path, status in (
        (one, 200),
        (f"{one}?_method=DELETE", 422),  # the API refuses parameters that it does not know
        (f"/a/desk/job/{desk.ids['j2']}?_method=DELETE", 200),
    ):
        headers = {**token, "X-HTTP-Method-Override": "DELETE", "X-HTTP-Method": "DELETE"}
        assert boss.client.get(path, headers=headers).status_code == status
    plain = boss.client.post(one.rsplit("/", 1)[0], data=b'{"values":{"memo":"x"}}', headers=token)
    assert plain.status_code == 415
    assert snapshot(desk) == before


@pytest.mark.parametrize("who", PEOPLE)
def test_no_get_changes_anything(round_of: RoundOf, who: str) -> None:
    made = round_of(who)
    count, changed = len(made.seen), made.changed
    assert count > 100
    assert changed == ()

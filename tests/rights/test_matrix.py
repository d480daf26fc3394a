"""Every route that shows something, for every actor: nothing hidden is in any answer."""

from __future__ import annotations

import pytest

from tests.rights.conftest import RoundOf
from tests.rights.looking import answers_differ, is_closed, leaks_in, unnamed
from tests.rights.routes import ADMINS, is_building, unlisted
from tests.rights.world import ACTORS, World, plain

GUESSES = (
    "/api/v1/apps/desk/forms/job/records?search={guess}",
    "/api/v1/apps/desk/forms/job/records?where=密注甲 %3D '{guess}'",
    "/api/v1/apps/desk/forms/job/records?where=印号 %3D '{guess}'",
    "/api/v1/apps/desk/forms/job/records?where=客户的名称 %3D '{guess}'",
    "/api/v1/apps/desk/forms/job/records?where=存在案件满足(密注甲 %3D '{guess}')",
    "/a/desk/job/?q={guess}",
    "/a/desk/job/?f.secret={guess}",
    "/a/desk/job/?f.stamp={guess}",
    "/a/desk/job/?f.client={guess}",
    "/a/desk/job/export.csv?f.secret={guess}",
    "/a/desk/job/export.csv?q={guess}",
    "/a/desk/job/new?client={guess}",
    "/a/desk/job/suggest/client?q={guess}",
    "/find?q={guess}",
    "/palette?q={guess}",
)
DOORS = {
    "views.list": "secret 2",
    "views.board": "secret 2",
    "record.detail": "secret 2",
    "entry.edit": "secret 2",
    "exchange.export": "secret 2",
    "exchange.imports": "column of an import",
    "entry.suggest": "client 2 name",
    "finding.find": "client 2 name",
    "finding.palette": "client 2 name",
    "files.download": "paper 2",
    "records.trash": "memo 3",
    "inbox.inbox": "old secret 2",
    "api_records.index": "secret 2",
    "api_records.show": "secret 2",
    "api_records.history": "old secret 2",
    "api_tasks.notices": "old secret 2",
    "api_tasks.cases": "said 2",
    "api_imports.show": "column of an import",
}


def test_every_route_is_listed(desk: World) -> None:
    found = unlisted(desk.app)
    assert found == []


@pytest.mark.parametrize("who", ACTORS)
def test_nobody_sees_what_is_hidden_and_everybody_what_is_not(
    desk: World, round_of: RoundOf, who: str | None
) -> None:
    seen = round_of(who).seen
    found = leaks_in(desk, seen)
    broken = [each.path for each in seen if each.status >= 500 and "/readyz" not in each.path]
    assert (found, broken) == ([], [])
    missing = [
        canary.name
        for canary in desk.canaries
        if who in canary.who - {"jude"} and not any(canary.text in each.text for each in seen)
    ]
    assert missing == []


def test_every_door_shows_what_is_behind_it(desk: World, round_of: RoundOf) -> None:
    for endpoint, name in DOORS.items():
        told = [each.text for each in round_of("boss").seen if each.endpoint == endpoint]
        assert any(plain(desk.value(name)) in text for text in told), endpoint


@pytest.mark.parametrize("who", [each for each in ACTORS if each != "admin"])
def test_the_rooms_of_administrators_are_closed(
    desk: World, round_of: RoundOf, who: str | None
) -> None:
    rules = desk.app.url_map.iter_rules()
    rooms = {r.endpoint for r in rules if is_building(r) or r.endpoint.startswith(ADMINS)}
    asked = [each for each in round_of(who).seen if each.endpoint in rooms]
    found = [each.path for each in asked if not is_closed(each)]
    assert (len(asked) > 10, found) == (True, [])


def test_without_a_login_only_the_front_door_is_open(round_of: RoundOf) -> None:
    front = {"login.login", "static", "health.alive", "health.ready", "health.metrics"}
    shut = [each for each in round_of(None).seen if each.endpoint not in front]
    found = [each.path for each in shut if not is_closed(each)]
    assert (len(shut) > 100, found) == (True, [])


def test_who_has_no_role_does_not_learn_that_there_is_an_app(desk: World) -> None:
    guest = desk.visitor("guest")
    for path in ("", "job/", "job/new", "board/lanes", f"job/{desk.ids['j1']}", "job/import"):
        there, nowhere = guest.get(f"/a/desk/{path}"), guest.get(f"/a/none/{path}")
        assert there.status_code == nowhere.status_code == 404, path
        assert "案台" not in there.text, path
    for path in ("job/records", f"job/records/{desk.ids['j1']}/timeline"):
        bodies = []
        for app in ("desk", "none"):
            body = guest.get(f"/api/v1/apps/{app}/forms/{path}").get_json()
            body.pop("request_id")
            bodies.append(body)
        assert bodies[0] == bodies[1], path


@pytest.mark.parametrize("name", ["secret 2", "stamp 2", "client 2 name"])
def test_no_filter_sort_or_search_tells_a_right_guess_from_a_wrong_one(
    desk: World, name: str
) -> None:
    guess = desk.value(name)
    for who in ("olga", "theo", "cleo", "guest"):
        told = [path for path in GUESSES if answers_differ(desk, who, path, guess)]
        assert told == [], who
    assert any(answers_differ(desk, "boss", path, guess) for path in GUESSES)


def test_an_unreadable_name_is_answered_like_one_that_is_not_there(desk: World) -> None:
    cleo = desk.visitor("cleo")
    base = "/api/v1/apps/desk/forms/job/records"
    for question in ("sort={}", "sort=-{}", "fields={}", "fields=memo,{}"):
        bodies = []
        for name in ("secret", "secrex"):
            body = cleo.get(f"{base}?{question.format(name)}").get_json()
            problems = unnamed(body["problems"], name)
            title = body["title"].replace(name, "")
            bodies.append({**body, "request_id": "", "title": title, "problems": problems})
            bodies[-1]["facts"] = ""
        assert bodies[0] == bodies[1], question
    for field in ("secret", "secrex", "parts"):
        assert cleo.get(f"/a/desk/job/suggest/{field}").status_code == 404


def test_a_link_is_named_only_to_who_may_read_its_record(desk: World, round_of: RoundOf) -> None:
    named = desk.value("client 2 name")
    for who, is_told in (("boss", True), ("cleo", False)):
        seen = [each for each in round_of(who).seen if named not in each.path]
        told = any(named in each.text for each in seen)
        assert told is is_told, who


def test_counts_are_of_what_one_may_see(desk: World) -> None:
    for who, jobs, clients in (("boss", 3, 2), ("olga", 1, 1), ("theo", 1, None), ("cleo", 3, 0)):
        for form, count in (("job", jobs), ("client", clients)):
            path = f"/api/v1/apps/desk/forms/{form}/records?count=exact&limit=1"
            found = desk.visitor(who).get(path)
            assert found.get_json().get("total") == count, (who, form)
    for who, cards in (("boss", 3), ("olga", 1), ("theo", 1), ("dora", 2), ("cleo", 3)):
        board = desk.visitor(who).get("/a/desk/board/lanes").get_data(as_text=True)
        shown = [job for job in ("j1", "j2", "j3", "j4") if desk.ids[job] in board]
        assert len(shown) == cards, who


def test_what_may_be_read_but_not_exported_is_not_exported(desk: World) -> None:
    for who, status in (("boss", 200), ("theo", 200), ("cleo", 200), ("olga", 403), ("guest", 404)):
        for kind in ("csv", "xlsx"):
            found = desk.visitor(who).get(f"/a/desk/job/export.{kind}")
            assert found.status_code == status, (who, kind)
    dora = desk.visitor("dora")
    listed = dora.get("/a/desk/job/").get_data(as_text=True)
    sheet = dora.get("/a/desk/job/export.csv").get_data(as_text=True)
    assert desk.value("memo 1") in listed
    assert desk.value("memo 4") in listed
    assert desk.value("memo 1") in sheet
    assert desk.value("memo 4") not in sheet


def test_an_inbox_holds_only_its_own_notices(desk: World) -> None:
    for who in ("guest", "theo"):
        assert desk.visitor(who).get("/api/v1/inbox").get_json()["notices"] == []
    told = desk.visitor("jude").get("/api/v1/inbox").get_json()["notices"]
    assert "costly" not in {each["rule"] for each in told}  # who may see no job is told of none

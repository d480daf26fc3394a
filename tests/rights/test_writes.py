"""Every route that changes something, for every actor: what is forbidden changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.rights.looking import unnamed
from tests.rights.routes import POSTS, addresses
from tests.rights.snapshots import snapshot
from tests.rights.world import (
    World,
    build_world,
    submit,
    upload,
    version_of,
)

JOBS = "/api/v1/apps/desk/forms/job/records"
CLIENTS = "/api/v1/apps/desk/forms/client/records"


@pytest.fixture(scope="module")
def world(worker_folder: Path) -> Iterator[World]:
    """A desk of this module's own, which may be changed."""
    folder = worker_folder / "rights-writes"
    folder.mkdir(parents=True, exist_ok=True)
    made = build_world(f"sqlite:///{folder}/desk.db", folder)
    yield made
    made.house.installation.engine.dispose()


def call(world: World, who: str | None, method: str, path: str, body: Any = None) -> Any:
    """Change something through the API; the answer."""
    headers = {"If_Match": '"1"'} if method in ("PATCH", "DELETE") else {}
    return world.visitor(who).send(method, path, body, **headers)


def bodies(world: World) -> dict[str, Any]:
    """What to send to a route, by endpoint, so that only the right is missing."""
    return {
        "record.move": {"note": "x"},
        "record.delete": {"version": "1"},
        "entry.create": {"memo": "x", "secret": "x", "name": "x"},
        "entry.change": {"memo": "x", "name": "x", "version": "1"},
        "entry.live": {"memo": "x"},
        "boards.put": {"kind": "rush", "version": "1"},
        "exchange.confirm": {"job": world.ids["job"], "skip": "1"},
        "tasks.decide": {"decision": "approve", "record_hash": "x"},
        "api_records.create": {"values": {"memo": "x"}},
        "api_records.change": {"values": {"memo": "x"}},
        "api_imports.upload": "memo\nx\n",
        "api_tasks.decide": {"decision": "approve", "record_hash": "x"},
        "people.add": {"login": "eve", "name": "Eve", "password": "twelve letters"},
        "people.change": {"name": "Eve", "administrator": "true"},
        "departments.add": {"name": "Eve's"},
        "departments.change": {"name": "Eve's"},
    }


@pytest.mark.parametrize("who", ["guest", None])
def test_who_has_no_role_changes_nothing_at_any_route(world: World, who: str | None) -> None:
    before, sent = snapshot(world), bodies(world)
    for rule in world.app.url_map.iter_rules():
        if POSTS.get(rule.endpoint) is None or POSTS[rule.endpoint].what not in (
            "record",
            "people",
        ):
            continue
        for path in addresses(world, rule):
            for method in (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}:
                headers = {"If_Match": '"1"'} if path.startswith("/api/") else {}
                found = world.visitor(who).send(method, path, sent.get(rule.endpoint), **headers)
                is_shut = found.status_code in (401, 403, 404) or (
                    found.status_code == 303 and "/login" in found.headers["Location"]
                )
                assert is_shut, (method, path, found.status_code)
    assert snapshot(world) == before


FORBIDDEN: tuple[tuple[str, str, str, Any], ...] = (
    ("olga", "PATCH", f"{JOBS}/{{j2}}", {"values": {"memo": "x"}}),
    ("olga", "DELETE", f"{JOBS}/{{j1}}", None),
    ("olga", "DELETE", f"{JOBS}/{{j2}}", None),
    ("olga", "POST", f"{JOBS}/{{j3}}/restore", {}),
    ("olga", "POST", f"{JOBS}/{{j1}}/moves/shelve", {}),
    ("olga", "POST", f"{JOBS}/{{j2}}/moves/send", {}),
    ("olga", "POST", f"{JOBS}:import", "memo\nx\n"),
    ("theo", "POST", f"{JOBS}:import", "memo\nx\n"),
    ("olga", "POST", CLIENTS, {"values": {"name": "x"}}),
    ("olga", "PATCH", f"{CLIENTS}/{{c2}}", {"values": {"level": "x"}}),
    ("theo", "PATCH", f"{JOBS}/{{j1}}", {"values": {"memo": "x"}}),
    ("theo", "POST", JOBS, {"values": {"memo": "x"}}),
    ("theo", "DELETE", f"{JOBS}/{{j2}}", None),
    ("theo", "POST", f"{JOBS}/{{j1}}/moves/send", {}),
    ("theo", "PATCH", f"{CLIENTS}/{{c1}}", {"values": {"level": "x"}}),
    ("cleo", "DELETE", f"{JOBS}/{{j2}}", None),
    ("cleo", "POST", f"{JOBS}/{{j1}}/moves/send", {}),
    ("cleo", "POST", f"{JOBS}/{{j3}}/restore", {}),
    ("cleo", "PATCH", f"{CLIENTS}/{{c1}}", {"values": {"level": "x"}}),
    ("jude", "PATCH", f"{JOBS}/{{j1}}", {"values": {"memo": "x"}}),
    ("cleo", "POST", "/api/v1/jobs/{job}/confirm", {"skip": True}),
    ("cleo", "POST", "/api/v1/tasks/{task-j1}/decisions", {"decision": "approve"}),
    ("theo", "POST", "/api/v1/tasks/{task-j2}/decisions", {"decision": "comment", "comment": "x"}),
    ("olga", "POST", "/api/v1/tasks/{task-j2}/decisions", {"decision": "transfer", "to": "x"}),
    ("olga", "POST", "/api/v1/cases/{case-j2}/withdraw", {}),
    ("cleo", "POST", "/api/v1/cases/{case-j2}/withdraw", {}),
)


@pytest.mark.parametrize(("who", "method", "path", "body"), FORBIDDEN)
def test_what_a_role_does_not_allow_changes_nothing(
    world: World, who: str, method: str, path: str, body: Any
) -> None:
    before = snapshot(world)
    for name, value in world.ids.items():
        path = path.replace(f"{{{name}}}", value)
    found = call(world, who, method, path, body)
    assert found.status_code in (403, 404), found.get_data(as_text=True)
    assert snapshot(world) == before


UNKNOWN = ("nothing", "__class__", "id", "version", "created_by", "deleted_at")


@pytest.mark.parametrize("key", ["secret", "fee", "parts", "paper", "stamp", *UNKNOWN])
def test_a_hidden_key_is_as_unknown_as_one_that_is_not_there(world: World, key: str) -> None:
    before = snapshot(world)
    told = []
    for name in (key, "nothing"):
        values = {"memo": "x", name: "x"}
        for method, path in (("POST", JOBS), ("PATCH", f"{JOBS}/{world.ids['j2']}")):
            version = version_of(world, "job", world.ids["j2"])
            sent = world.visitor("cleo").send(
                method, path, {"values": values}, If_Match=f'"{version}"'
            )
            assert sent.status_code == 422
            body = sent.get_json()
            told.append(str([body["title"], unnamed(body["problems"], name)]))
    assert told[:2] == told[2:]
    assert snapshot(world) == before


@pytest.mark.parametrize("who", ["boss", "olga", "cleo", "admin"])
def test_no_door_sets_the_state_or_the_number(world: World, who: str) -> None:
    before, job = snapshot(world), world.ids["j1"]
    version = str(version_of(world, "job", job))
    for key, value in (("status", "sent"), ("number", "AJ-9999")):
        found = call(world, who, "POST", JOBS, {"values": {"memo": "x", key: value}})
        assert found.status_code == 422, (who, key)
        found = world.visitor(who).send(
            "PATCH", f"{JOBS}/{job}", {"values": {key: value}}, If_Match=f'"{version}"'
        )
        assert found.status_code == 422, (who, key)
        pages = world.visitor(who)
        put = pages.send("POST", f"/a/desk/job/{job}/put", {key: value, "version": version})
        assert put.status_code in (403, 422), (who, key)
    assert snapshot(world) == before


def test_a_read_only_field_is_refused_by_its_name(world: World) -> None:
    before = snapshot(world)
    for who, key in (("cleo", "remark"), ("cleo", "marks"), ("olga", "fee")):
        found = call(world, who, "POST", JOBS, {"values": {"memo": "x", key: "5"}})
        problem = found.get_json()["problems"][0]
        assert (found.status_code, problem["code"], problem["field"]) == (422, "read_only", key)
    assert snapshot(world) == before


def test_a_row_that_would_not_be_ones_own_is_refused(world: World) -> None:
    before, boss = snapshot(world), world.house.people["boss"]
    found = call(world, "olga", "POST", JOBS, {"values": {"memo": "x", "owner": boss}})
    assert found.status_code == 422
    job = world.ids["j1"]
    given_away = world.visitor("olga").send(
        "PATCH",
        f"{JOBS}/{job}",
        {"values": {"owner": boss}},
        If_Match=f'"{version_of(world, "job", job)}"',
    )
    assert given_away.status_code == 422
    assert snapshot(world) == before


def test_a_link_to_an_invisible_record_is_answered_like_one_to_nothing(world: World) -> None:
    before = snapshot(world)
    guesses = (world.ids["c2"], world.value("client 2 name"), "0" * 26, "no such client")
    told = set()
    for guess in guesses:
        found = call(world, "olga", "POST", JOBS, {"values": {"memo": "x", "client": guess}})
        told.add(str(found.get_json()["problems"]).replace(guess[:40], "?"))
        told.add(str(found.status_code))
        page = world.visitor("olga").send("POST", "/a/desk/job/new", {"memo": "", "client": guess})
        assert page.status_code == 422
        if guess != world.value("client 2 name"):
            assert world.value("client 2 name") not in page.get_data(as_text=True)
    assert len(told) == 2, told
    assert snapshot(world) == before


def test_a_file_of_others_cannot_be_taken_into_a_record(world: World) -> None:
    loose = upload(world, "boss", "loose.txt", "content")
    before, told = snapshot(world), set()
    for file in (world.ids["f2"], world.ids["f1"], loose, "0" * 26):
        found = call(world, "olga", "POST", JOBS, {"values": {"memo": "x", "paper": [file]}})
        assert found.status_code == 422, file
        told.add(str(found.get_json()["problems"]).replace(file, "?"))
    assert len(told) == 1, told
    assert snapshot(world) == before
    own = upload(world, "olga", "own.txt", "content")
    job = submit(world, "olga", "job", {"memo": "mine", "paper": [own]})
    assert world.visitor("olga").get(f"/a/desk/job/{job}/file/{own}").status_code == 200
    again = call(world, "olga", "POST", JOBS, {"values": {"memo": "x", "paper": [own]}})
    assert again.status_code == 422
    for who in ("cleo", "theo", "guest"):
        expected = 200 if who == "theo" else 404
        assert world.visitor(who).get(f"/a/desk/job/{job}/file/{own}").status_code == expected


def test_forged_ids_are_not_there(world: World) -> None:
    for who in ("guest", "theo", "cleo", "olga"):
        for path in (
            f"/tasks/{world.ids['task-j2']}",
            "/tasks/none",
            f"/api/v1/jobs/{world.ids['job']}",
            f"/a/desk/job/{world.ids['j1']}/file/{world.ids['f2']}",
        ):
            assert world.visitor(who).get(path).status_code == 404, (who, path)
    notice = world.visitor("boss").get("/api/v1/inbox").get_json()["notices"][0]["id"]
    for who in ("guest", "olga"):
        opened = world.visitor(who).send("POST", f"/inbox/{notice}/open")
        assert opened.status_code == 404, who
        before = snapshot(world)
        assert call(world, who, "POST", "/api/v1/inbox/read", {"ids": [notice]}).status_code == 200
        assert snapshot(world) == before


def test_an_import_takes_no_field_that_its_owner_may_not_write(world: World) -> None:
    told = {}
    for name in ("密注甲", "没有的列"):
        found = call(world, "cleo", "POST", f"{JOBS}:import", f"事由,{name}\nx,y\n")
        told[name] = str(found.get_json()["problems"]).replace(name, "?")
    assert told["密注甲"] == told["没有的列"]


def test_a_refused_move_names_nothing_hidden(world: World) -> None:
    made = call(world, "cleo", "POST", JOBS, {"values": {"memo": "to be closed"}}).get_json()["id"]
    for who, is_told in (("cleo", False), ("admin", True)):
        for move, status, label in (("close", 409, "密注甲"), ("bill", 422, "费用")):
            found = call(world, who, "POST", f"{JOBS}/{made}/moves/{move}", {})
            assert found.status_code == status
            assert (label in found.get_data(as_text=True)) is is_told, (who, move)
    assert "密注甲" not in world.visitor("cleo").get(f"/a/desk/job/{made}").get_data(as_text=True)


def test_a_forged_input_of_a_page_is_never_stored(world: World) -> None:
    cleo, forged = world.visitor("cleo"), {"secret": "forged", "fee": "77", "status": "sent"}
    made = cleo.send("POST", "/a/desk/job/new", {"memo": "by page", **forged, "id": "x"})
    assert made.status_code == 303
    job = made.headers["Location"].rsplit("/", 1)[1]
    sent = {"memo": "again", "version": version_of(world, "job", job), **forged}
    assert cleo.send("POST", f"/a/desk/job/{job}/edit", sent).status_code == 303
    values = world.visitor("boss").get(f"{JOBS}/{job}").get_json()["values"]
    found = [values[key] for key in ("memo", "secret", "fee", "status")]
    assert found == ["again", None, None, "open"]


def test_what_is_allowed_is_done(world: World) -> None:
    for who in ("boss", "olga", "cleo", "admin"):
        made = call(world, who, "POST", JOBS, {"values": {"memo": f"by {who}"}})
        assert made.status_code == 201, who
        one = f"{JOBS}/{made.get_json()['id']}"
        changed = call(world, who, "PATCH", one, {"values": {"memo": f"again {who}"}})
        assert changed.status_code == 200, who

"""Nothing anybody sends ends in a fault of the product: hostile texts in every place of a request."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import pytest

from tests.rights.routes import GETS, addresses, is_building
from tests.rights.world import World, build_world

HOSTILE = (
    "\x00",
    "a\x00b",
    "9" * 30,
    "-1",
    "99999999999999999999",
    "1e999",
    "１２３",
    "²",
    "0000-00-00",
    "10000-01-01",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "%ff",
    "\ufffd",
    "x" * 3000,
    "((((((((((((((",
    "'; --",
    "../../etc",
    "\u202e",
    "NaN",
)
ASKED = (
    *("q", "view", "unread", "show", "record", "parent", "next", "move", "limit", "go", "job"),
    *("fields", "before", "after", "where", "sort", "count", "search", "trash", "cols"),
    *("f.fee.from", "f.fee.to", "f.client", "f.stamp", "f.owner", "f.memo", "group"),
)
RAW = ("%00", "%ff%fe", "%ed%a0%80", "a%00b", "%2e%2e%2f", "9" * 25, "-9" * 20)
"""Parts of addresses as they travel: bytes that are no text, numbers beyond 64 bits."""
SENT = (*map(quote, HOSTILE), *RAW)
T = TypeVar("T")


@pytest.fixture(scope="module")
def desk(worker_folder: Path) -> Iterator[World]:
    """A desk of this module's own, which may be changed."""
    folder = worker_folder / "rights-hostile"
    folder.mkdir(parents=True, exist_ok=True)
    made = build_world(f"sqlite:///{folder}/desk.db", folder)
    yield made
    made.house.installation.engine.dispose()


def routes(world: World) -> Iterator[str]:
    """One address of every route that shows something."""
    for rule in world.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and (rule.endpoint in GETS or is_building(rule)):
            yield next(addresses(world, rule), "")


def faults(world: World, paths: list[str]) -> list[tuple[str, int]]:
    visitor = world.visitor("admin")
    found = ((path, visitor.get(path).status_code) for path in paths)
    return [(path, status) for path, status in found if status >= 500 and "readyz" not in path]


def some(values: Sequence[T], turn: int, count: int, *, is_long: bool) -> Sequence[T]:
    """All of the values in a long run; else a few, others at each turn."""
    if is_long:
        return values
    return [values[(turn * count + step * 7) % len(values)] for step in range(count)]


def test_no_part_of_an_address_breaks_a_page(desk: World, chaos_is_long: bool) -> None:
    paths = [
        "/".join([*parts[:place], bad, *parts[place + 1 :]])
        for turn, path in enumerate(filter(None, routes(desk)))
        for parts in [path.split("/")]
        for place in range(1, len(parts))
        for bad in some(RAW, turn + place, 2, is_long=chaos_is_long)
    ]
    assert faults(desk, sorted(set(paths))) == []


def test_no_question_breaks_a_page(desk: World, chaos_is_long: bool) -> None:
    paths = [path for path in routes(desk) if path and "static" not in path]
    asked = [
        f"{path}?{name}={bad}"
        for turn, path in enumerate(paths)
        for name in some(ASKED, turn, 4, is_long=chaos_is_long)
        for bad in some(SENT, turn, 2, is_long=chaos_is_long)
    ]
    asked += [
        f"{path}?{name}={bad}"
        for path in ("/api/v1/apps/desk/forms/job/records", "/a/desk/job")
        for turn, name in enumerate(ASKED)
        for bad in some(SENT, turn, 6, is_long=chaos_is_long)
    ]
    assert faults(desk, sorted(set(asked))) == []


VALUES = (
    *HOSTILE,
    10**30,
    -(10**19),
    1.5e308,
    True,
    None,
    [],
    {},
    [[]],
    [{"id": "x" * 200}],
    {"a": {"b": []}},
    [None],
    ["\x00"],
    [10**40],
    "9" * 5000,
    "\U0010ffff",
)


def test_no_value_breaks_a_write(desk: World, chaos_is_long: bool) -> None:
    visitor = desk.visitor("admin")
    job, found = desk.ids["j4"], []
    records = "/api/v1/apps/desk/forms/job/records"
    for turn, key in enumerate((*_fields(desk), "id", "version", "nonsense", "\x00")):
        for bad in some(VALUES, turn, 6, is_long=chaos_is_long):
            for method, path in (("POST", records), ("PATCH", f"{records}/{job}")):
                answer = visitor.send(method, path, {"values": {key: bad}}, If_Match="1")
                if answer.status_code >= 500:
                    found.append((method, key, repr(bad)[:40]))
    assert found == []


def _fields(world: World) -> list[str]:
    with world.house.read("admin") as ctx:
        return list(ctx.app.forms["job"].fields)


BODIES = (
    b"\x00",
    b"\xff\xfe",
    b"null",
    b"[]",
    b'"x"',
    b"{",
    b'{"values": {"memo": "a", "memo": "b"}}',
    b'{"values": {"memo": "a"}, "values": {"memo": "b"}}',
    b'{"values": {"memo": "\\ud800"}}',
    b'{"values": {"memo": "\\u0000"}}',
    b'{"values": NaN}',
    b'{"values": {"fee": 1e400}}',
    b'{"values": {"fee": 1E+999999999}}',
    b'{"values": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    b'{"values": ' + b"9" * 10000 + b"}",
    json.dumps({"values": {f"k{n}": n for n in range(5000)}}).encode(),
    json.dumps({"values": {"x": 1}, "extra": 1}).encode(),
)


@pytest.mark.parametrize("body", BODIES, ids=lambda b: repr(b)[:24])
def test_no_body_breaks_the_api(desk: World, body: bytes) -> None:
    client, token = desk.app.test_client(), desk.tokens["admin"]
    named = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    job, task = desk.ids["j4"], desk.ids["task-j1"]
    for method, path in (
        ("POST", "/api/v1/apps/desk/forms/job/records"),
        ("PATCH", f"/api/v1/apps/desk/forms/job/records/{job}"),
        ("POST", f"/api/v1/apps/desk/forms/job/records/{job}/moves/send"),
        ("POST", f"/api/v1/tasks/{task}/decisions"),
    ):
        answer = client.open(path, method=method, data=body, headers={**named, "If-Match": "1"})
        assert 400 <= answer.status_code < 500, (method, path, answer.status_code)


@pytest.mark.parametrize(
    "named",
    [
        "If-Match",
        "Idempotency-Key",
        "Authorization",
        "Accept-Language",
        "Cookie",
        "Content-Type",
        "X-Forwarded-For",
    ],
)
def test_no_header_breaks_the_api(desk: World, named: str) -> None:
    client, token = desk.app.test_client(), desk.tokens["admin"]
    job = desk.ids["j4"]
    for bad in ("\x7f", "9" * 40, "ÿ", '"', "-1", 'W/"1"', "x" * 5000, "Bearer", "*"):
        headers = {"Authorization": f"Bearer {token}", "If-Match": "1", named: bad}
        answer = client.patch(
            f"/api/v1/apps/desk/forms/job/records/{job}",
            json={"values": {"memo": "\x00"}},
            headers=headers,
        )
        assert answer.status_code < 500, (named, bad)


def test_what_stands_twice_is_refused(desk: World) -> None:
    visitor = desk.visitor("admin")
    answer = visitor.get("/api/v1/apps/desk/forms/job/records?limit=1&limit=2")
    assert (answer.status_code, "limit" in answer.get_json()["title"]) == (400, True)
    client, token = desk.app.test_client(), desk.tokens["admin"]
    named = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    for body in (
        b'{"values": {"memo": "a:b", "memo": "c"}}',
        b'{"values": {"parts": [{"part": "x", "part": "y"}]}}',
    ):
        answer = client.post("/api/v1/apps/desk/forms/job/records", data=body, headers=named)
        assert answer.status_code == 400
    body = b'{"values": {"memo": "a:\\"b\\": {c: d}", "remark": "e:"}}'
    answer = client.post("/api/v1/apps/desk/forms/job/records", data=body, headers=named)
    assert answer.status_code == 201

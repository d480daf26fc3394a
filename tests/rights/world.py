"""A desk with secrets: every value a canary, and who may see it.

Two records each of two linked forms, one in the trash, approvals under way, notices, files. What
each actor may see is written down here by hand, never asked of the product.
"""

from __future__ import annotations

import io
import re
import secrets
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from runtime.app import create_app
from runtime.commands.change import change_record
from runtime.commands.decide import decide_task
from runtime.commands.move import move_record
from runtime.commands.people import new_token
from runtime.commands.submit import submit_record
from runtime.commands.trash import trash_record
from runtime.due.deliver import drain
from runtime.queries.tasks import my_tasks
from runtime.store import engine, passwords, people
from tests.house import House, app_in, build_house
from tests.imports.sending import sent

PASSWORD = "a long enough word"  # worth nothing
PEOPLE = ("admin", "boss", "olga", "theo", "dora", "cleo", "jude", "guest")
ACTORS: tuple[str | None, ...] = (*PEOPLE, None)

READ_1 = frozenset({"admin", "boss", "olga", "theo", "dora", "cleo"})
ALL_1 = READ_1 - {"cleo"}
READ_2 = frozenset({"admin", "boss", "cleo"})
ALL_2 = READ_2 - {"cleo"}
IN_TRASH = frozenset({"admin", "boss", "theo", "dora"})
READ_4 = frozenset({"admin", "boss", "dora", "cleo"})
CLIENT_1 = frozenset({"admin", "boss", "olga"})
CLIENT_2 = frozenset({"admin", "boss"})
HEARD_1 = READ_1 | {"jude"}


@dataclass(frozen=True, slots=True)
class Canary:
    """A value that only some may see; ``name`` says what it is."""

    name: str
    text: str
    who: frozenset[str]


@dataclass(slots=True)
class World:
    """The desk, its web application, the ids of what is in it, and the canaries."""

    house: House
    app: Flask
    ids: dict[str, str] = field(default_factory=dict)
    canaries: list[Canary] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    browsers: dict[str | None, Visitor] = field(default_factory=dict)

    def seal(self, name: str, who: frozenset[str]) -> str:
        """A new canary."""
        text = f"zq{secrets.token_hex(7)}"
        self.canaries.append(Canary(name, text, who))
        return text

    def number(self, name: str, who: frozenset[str]) -> str:
        """A new canary that is a number of money."""
        text = str(secrets.randbelow(9 * 10**9) + 10**9)
        self.canaries.append(Canary(name, text, who))
        return f"{text}.00"

    def value(self, name: str) -> str:
        """The text of a canary."""
        return next(each.text for each in self.canaries if each.name == name)

    def visitor(self, who: str | None) -> Visitor:
        """The browser of an actor, signed in."""
        if who not in self.browsers:
            self.browsers[who] = Visitor(self.app.test_client(), who, self.tokens.get(who or ""))
        return self.browsers[who]


class Visitor:
    """Somebody at the doors: a session for pages, a token for the API."""

    def __init__(self, client: FlaskClient, who: str | None, token: str | None) -> None:
        self.client, self.who, self.token = client, who, token
        self.csrf = ""
        self.get("/login")
        if who is not None:
            sent = {"login": who, "password": PASSWORD, "csrf_token": self.csrf}
            assert self.client.post("/login", data=sent).status_code == 303
            self.get("/account")

    def get(self, path: str) -> TestResponse:
        """Open an address."""
        found = self.client.get(path, headers=self._headers(path), buffered=True)
        token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', shown(found))
        if token:
            self.csrf = token[1]
        return found

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Send a form to a page, or JSON to the API."""
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        if path.startswith("/api/"):
            named = {**self._headers(path), **named}
            if isinstance(body, str):
                named["Content-Type"] = "text/csv"
                return self.client.open(path, method=method, data=body.encode(), headers=named)
            return self.client.open(path, method=method, json=body, headers=named)
        sent = {"csrf_token": self.csrf, **(body or {})}
        return self.client.open(path, method=method, data=sent, headers=named)

    def _headers(self, path: str) -> dict[str, str]:
        if path.startswith("/api/") and self.token:
            return {"Authorization": f"Bearer {self.token}", "Accept-Language": "zh"}
        return {}


def shown(answer: TestResponse) -> str:
    """Everything an answer says: headers and body, a sheet unpacked."""
    body = answer.get_data()
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as sheet:
            body = b"\n".join(sheet.read(name) for name in sheet.namelist())
    told = [f"{name}: {value}" for name, value in answer.headers.items() if name != "Set-Cookie"]
    return "\n".join([*told, body.decode("utf-8", "replace")])


def plain(text: str) -> str:
    """A text without what stands between the digits of a number."""
    return re.sub(r"(?<=\d)[, ](?=\d{3})", "", text)


def build_world(database_url: str, folder: Path) -> World:
    """The desk, with its people and everything that happened on it."""
    house = build_house(database_url, folder / "var")
    house.publish(app_in("tests/rights/app"))
    for login, roles, room in (
        ("boss", "boss", "west"),
        ("olga", "doer", "east"),
        ("theo", "team", "east"),
        ("dora", "doer team", "east"),
        ("cleo", "clerk", "west"),
        ("jude", "judge", "west"),
        ("guest", "", "west"),
    ):
        house.person(login, *roles.split(), name=f"{login} name", department=room)
    digest = passwords.password_digest(PASSWORD)
    with engine.writing(house.installation.engine) as connection:
        for each in people.people(connection):
            house.people[each.login] = each.id
            people.set_password(connection, each.id, digest)
    app = create_app(house.installation, {"RATELIMIT_ENABLED": False})
    world = World(house, app)
    world.tokens = {login: new_token(house.installation, login) for login in PEOPLE}
    _clients(world)
    _jobs(world)
    _approvals(world)
    sheet = f"事由,{world.seal('column of an import', frozenset({'boss'}))}\nx,y\n"
    world.ids["job"] = sent(house, "boss", "job", ("x.csv", sheet.encode())).id
    drain(house.installation)
    return world


def submit(world: World, who: str, form: str, values: Mapping[str, Any]) -> str:
    """Submit a record; its id."""
    with world.house.write(who) as ctx:
        return submit_record(ctx, form, values).id


def upload(world: World, who: str, name: str, content: str) -> str:
    """Keep an upload; its id."""
    files = world.app.extensions["dougong.files"]
    kept: str = files.keep(world.house.people[who], io.BytesIO(content.encode()), name)
    return kept


def version_of(world: World, form: str, record: str) -> int:
    """The version a record has now."""
    with world.house.read("admin") as ctx:
        table = ctx.app.tables.form(form)
        found: int = (
            ctx.connection.execute(table.select().where(table.c.id == record)).one().version
        )
    return found


def _clients(world: World) -> None:
    for number, keeper, who in (("1", "olga", CLIENT_1), ("2", "boss", CLIENT_2)):
        values = {
            "name": world.seal(f"client {number} name", who),
            "level": world.seal(f"client {number} level", who),
            "keeper": world.house.people[keeper],
        }
        world.ids[f"c{number}"] = submit(world, "boss", "client", values)


def _job(world: World, number: str, who: frozenset[str], full: frozenset[str]) -> dict[str, Any]:
    """The values of a job, each a canary."""
    name = f"{world.seal(f'paper {number} name', full)}.txt"
    world.ids[f"f{number}"] = upload(world, "boss", name, world.seal(f"paper {number}", full))
    return {
        "client": world.ids[f"c{number}"],
        "kind": "plain",
        "memo": world.seal(f"memo {number}", who),
        "secret": world.seal(f"secret {number}", full),
        "stamp": world.seal(f"stamp {number}", full),
        "remark": world.seal(f"remark {number}", who),
        "fee": world.number(f"fee {number}", full),
        "paper": [world.ids[f"f{number}"]],
        "parts": [
            {
                "part": world.seal(f"part {number}", full),
                "price": world.number(f"price {number}", full),
            }
        ],
        "marks": [world.seal(f"mark {number}", who)],
    }


def _jobs(world: World) -> None:
    at = world.house.people
    with world.house.read("admin") as ctx:
        rooms = people.bound_departments(ctx.connection, "desk")
    world.ids["east"] = rooms["east"]
    first = {**_job(world, "1", READ_1, ALL_1), "owner": at["olga"], "room": rooms["east"]}
    second = {**_job(world, "2", READ_2, ALL_2), "owner": at["boss"], "room": rooms["west"]}
    world.ids["j1"] = submit(world, "boss", "job", first)
    older = {**second, "memo": world.seal("old memo 2", READ_2)}
    older["secret"] = world.seal("old secret 2", ALL_2)
    world.ids["j2"] = submit(world, "boss", "job", older)
    third = {"memo": world.seal("memo 3", IN_TRASH), "owner": at["olga"], "room": rooms["east"]}
    world.ids["j3"] = submit(world, "boss", "job", third)
    fourth = {"memo": world.seal("memo 4", READ_4), "owner": at["dora"], "room": rooms["west"]}
    world.ids["j4"] = submit(world, "boss", "job", fourth)
    with world.house.write("boss") as ctx:
        change_record(ctx, "job", world.ids["j2"], 1, {k: second[k] for k in ("memo", "secret")})
        trash_record(ctx, "job", world.ids["j3"])
    with world.house.write("boss") as ctx:
        change_record(ctx, "client", world.ids["c2"], 1, {"latest": world.ids["j2"]})
        change_record(ctx, "client", world.ids["c1"], 1, {"latest": world.ids["j1"]})


def _approvals(world: World) -> None:
    """Both jobs wait for the judge, who said something about the first."""
    for who, job in (("olga", "j1"), ("boss", "j2")):
        with world.house.write(who) as ctx:
            world.ids[f"case-{job}"] = str(move_record(ctx, "job", world.ids[job], "send").case)
    found = my_tasks(world.house.installation, world.house.people["jude"])
    for job in ("j1", "j2"):
        task = next(each for each in found if each.record == world.ids[job])
        world.ids[f"task-{job}"] = task.id
    with world.house.write("jude") as ctx:
        decide_task(ctx, world.ids["task-j1"], "comment", world.seal("said 1", HEARD_1))
    with world.house.write("boss") as ctx:
        decide_task(ctx, world.ids["task-j2"], "comment", world.seal("said 2", READ_2 | {"jude"}))

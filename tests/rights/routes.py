"""Every route of the product: how to call it, and for whom it is.

`test_matrix` walks the real URL map; a route that is not listed here fails it. A new route is
listed with the questions that bring its data out, and then holds for every actor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from tests.rights.world import World

RECORD_GETS = ("", "?before=999999")
LIST_GETS = (
    "",
    "?sort=-memo",
    "?sort=secret",
    "?sort=-fee&q={memo 2}",
    "?q={secret 2}",
    "?f.secret={secret 2}",
    "?f.fee.from=1",
    "?f.client={c2}",
    "?f.client={client 2 name}",
    "?cols=secret&cols=fee&cols=parts&cols=paper&cols=memo&cols=client&cols=marks&cols=remark",
    "?view=jobs",
)
API_LIST_GETS = (
    "",
    "?trash=true",
    "?count=exact&limit=1",
    "?sort=secret",
    "?sort=-stamp",
    "?fields=secret,fee",
    "?search={secret 2}",
    "?search={memo 2}",
    "?where=密注甲 %3D '{secret 2}'",
    "?where=客户的名称 %3D '{client 2 name}'",
    "?where=客户的等级 不为空",
    "?where=存在案件满足(密注甲 不为空)",
)
TYPED = ("?q={client 2 name}", "?q=", "?q={memo 2}", "?q={secret 2}")


@dataclass(frozen=True, slots=True)
class Get:
    """A route that shows something: ``ask`` are question marks, filled from the world."""

    ask: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class Post:
    """A route that changes something, and what: records, what is one's own, people, nothing."""

    what: str


BUILDING, OWN, OPEN = Post("people"), Post("own"), Post("open")
RECORD = Post("record")

GETS: Mapping[str, Get] = {
    "home.home": Get(),
    "home.app_home": Get(),
    "views.list": Get(LIST_GETS),
    "views.board": Get(),
    "views.form": Get(("", "?view=quick", "?secret={secret 2}&client={c2}&paper={f2}")),
    "record.detail": Get(RECORD_GETS),
    "records.trash": Get(("", "?cols=memo&cols=secret")),
    "entry.new": Get(("", "?client={c2}&paper={f2}", "?client={client 2 name}")),
    "entry.edit": Get(),
    "entry.suggest": Get(TYPED),
    "exchange.export": Get(("", "?view=jobs", "?q={memo 2}", "?cols=secret&cols=fee")),
    "exchange.imports": Get(("", "?job={job}")),
    "files.download": Get(),
    "finding.find": Get((*TYPED, "?q=AJ-0002&go=1")),
    "finding.palette": Get(TYPED),
    "finding.scan": Get(),
    "queues.show": Get(),
    "tasks.tasks": Get(),
    "tasks.task": Get(),
    "inbox.inbox": Get(("", "?show=unread")),
    "inbox.count": Get(),
    "account.account": Get(),
    "reference.index": Get(),
    "reference.shown": Get(),
    "people.people": Get(),
    "people.person": Get(),
    "people.new": Get(),
    "departments.departments": Get(),
    "departments.department": Get(),
    "departments.new": Get(),
    "incidents.incidents": Get(),
    "security.security": Get(("", "?kind=exported", "?before=2")),
    "login.login": Get(),
    "static": Get(),
    "health.alive": Get(),
    "health.ready": Get(),
    "health.metrics": Get(),
    "api_records.index": Get(API_LIST_GETS),
    "api_records.show": Get(),
    "api_records.history": Get(("", "?limit=200")),
    "api_tasks.tasks": Get(("", "?limit=1")),
    "api_tasks.notices": Get(("", "?unread=true")),
    "api_tasks.cases": Get(),
    "api_imports.show": Get(),
    "api_openapi.describe": Get(),
}
"""Routes with GET, by endpoint. A room's own ones (builder, market) are taken by prefix."""

POSTS: Mapping[str, Post] = {
    "login.enter": OPEN,
    "login.logout": OPEN,
    "login.language": OPEN,
    "account.look": OWN,
    "account.password": OWN,
    "inbox.open_notice": OWN,
    "inbox.read": OWN,
    "inbox.read_all": OWN,
    "people.add": BUILDING,
    "people.change": BUILDING,
    "people.toggle": BUILDING,
    "departments.add": BUILDING,
    "departments.change": BUILDING,
    "departments.toggle": BUILDING,
    "incidents.retry": BUILDING,
    "incidents.close": BUILDING,
    "record.move": RECORD,
    "record.press": RECORD,
    "queues.act": RECORD,
    "finding.scanned": OWN,
    "record.delete": RECORD,
    "records.restore": RECORD,
    "entry.create": RECORD,
    "entry.change": RECORD,
    "entry.live": RECORD,
    "boards.put": RECORD,
    "exchange.check": RECORD,
    "exchange.confirm": RECORD,
    "tasks.decide": RECORD,
    "api_records.create": RECORD,
    "api_records.change": RECORD,
    "api_records.trash": RECORD,
    "api_records.restore": RECORD,
    "api_records.move": RECORD,
    "api_records.press": RECORD,
    "api_imports.upload": RECORD,
    "api_imports.confirm": RECORD,
    "api_tasks.decide": RECORD,
    "api_tasks.withdraw": RECORD,
    "api_tasks.read": OWN,
}
ADMINS = ("people.", "departments.", "incidents.", "security.")
"""How the endpoints of the rooms of administrators begin."""
BUILDING_ROOMS = ("/build", "/market")
"""Where rooms for administrators alone begin; whatever they hold is theirs."""
STRANGERS = "/first-visit/"
"""A room whose door is a secret word in the address."""


def is_building(rule: Rule) -> bool:
    """Whether a route is in a room for administrators alone."""
    return rule.rule.startswith(BUILDING_ROOMS)


def unlisted(app: Flask) -> list[str]:
    """Routes of the map that nobody has listed: each must get its line above."""
    found = []
    for rule in app.url_map.iter_rules():
        if is_building(rule) or rule.rule.startswith(STRANGERS):
            continue
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if "GET" in methods and rule.endpoint not in GETS:
            found.append(f"GET {rule}")
        if methods - {"GET"} and rule.endpoint not in POSTS:
            found.append(f"{methods} {rule}")
    return found


def addresses(world: World, rule: Rule, ask: tuple[str, ...] = ("",)) -> Iterator[str]:
    """The addresses a route is called by, over every record, view, task … of the world."""
    names = sorted(rule.arguments)
    for values in product(*(_values(world, rule, name) for name in names)):
        given = dict(zip(names, values, strict=True))
        if not _belongs(world, given):
            continue
        adapter = world.app.url_map.bind("localhost")
        path = adapter.build(rule.endpoint, given, append_unknown=False)
        for question in ask:
            yield path + filled(world, question)


def filled(world: World, text: str) -> str:
    """A text with its ``{…}`` replaced by ids and canaries."""
    known = {**{each.name: each.text for each in world.canaries}, **world.ids}
    for name, value in known.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _values(world: World, rule: Rule, name: str) -> tuple[Any, ...]:
    ids = world.ids
    records = tuple(ids[each] for each in ("j1", "j2", "j3", "j4", "c1", "c2"))
    if is_building(rule):
        return {"form": ("job",), "view": ("jobs",), "rule": ("costly",)}.get(name, ("desk",))
    return {
        "app": ("desk",),
        "form": ("job", "client"),
        "record_id": records,
        "record": records,
        "file_id": (ids["f1"], ids["f2"]),
        "view": ("lanes", "jobs", "quick"),
        "kind": ("csv", "xlsx"),
        "field": ("client", "owner", "room", "latest", "secret"),
        "task_id": (ids["task-j1"], ids["task-j2"]),
        "task": (ids["task-j1"], ids["task-j2"]),
        "case": (ids["case-j1"], ids["case-j2"]),
        "notice_id": ("x",),
        "person_id": (world.house.people["boss"],),
        "department_id": (world.ids["east"],),
        "job": (ids["job"],),
        "move": ("send", "shelve", "resume"),
        "move_key": ("send", "shelve", "resume"),
        "rule": ("costly",),
        "filename": ("no.css",),
        "folder": ("constructs",),
        "key": ("between", "nothing"),
    }.get(name, ("x",))


def _belongs(world: World, given: Mapping[str, str]) -> bool:
    """Whether a record is asked for in its own form."""
    record = given.get("record_id") or given.get("record")
    if record is None or "form" not in given:
        return True
    clients = (world.ids["c1"], world.ids["c2"])
    return (record in clients) == (given["form"] == "client")

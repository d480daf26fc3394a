"""A small site for tests of the web: two published apps, five people, a client that signs in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from runtime.app import create_app
from runtime.catalog import catalog
from runtime.commands.move import move_record
from runtime.commands.people import NewAccount, add_account, change_account
from runtime.commands.publish import Author, publish_app
from runtime.commands.setting_up import set_up
from runtime.commands.submit import submit_record
from runtime.config import settings
from runtime.context import SYSTEM, writing
from runtime.installation import Installation, open_installation
from runtime.queries.people import departments
from runtime.spec.load import load_app
from runtime.store import engine, incidents

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "correct horse battery"  # a test site's, worth nothing


@dataclass
class Site:
    """An installation and its people by login."""

    installation: Installation
    people: dict[str, str]
    workshop: str

    def app(self, **config: Any) -> Flask:
        """The runtime's web application alone; tries are not limited unless asked for."""
        usual = {"RATELIMIT_ENABLED": False, "WITHOUT_ROOMS": True}
        return create_app(self.installation, {**usual, **config})

    def submit(self, who: str, form: str, values: Mapping[str, Any]) -> str:
        """Submit a record; its id."""
        app, _dot, key = form.partition(".")
        with writing(self.installation, self.people[who], app, "form", "zh") as ctx:
            return submit_record(ctx, key, values).id

    def leave(self, who: str = "wang", **values: str) -> str:
        """Submit a leave request."""
        usual = {"kind": "annual", "days": "2", "start": "2026-12-01", "end": "2026-12-02"}
        return self.submit(who, "leave.request", {**usual, "reason": "回老家", **values})

    def move(self, who: str, form: str, record: str, move: str) -> None:
        """Make a move."""
        app, _dot, key = form.partition(".")
        with writing(self.installation, self.people[who], app, "form", "zh") as ctx:
            move_record(ctx, key, record, move)


def make_site(folder: Path, database_url: str | None = None) -> Site:
    """A site in a folder, without Redis; on SQLite where no other database is given."""
    facts = {"DATA_DIR": str(folder), "REDIS_URL": f"unix://{folder}/no.sock"}
    chosen = settings({**facts, **({"DATABASE_URL": database_url} if database_url else {})})
    set_up(replace(chosen, lang="zh"))
    here = open_installation(replace(chosen, lang="zh"))
    for key in ("leave", "repair"):
        spec, problems = load_app(ROOT / "apps" / key, catalog().blocks)
        assert spec is not None, problems
        publish_app(here, spec, Author(SYSTEM))
    rooms = {each.name: each.id for each in departments(here)}
    workshop = rooms["生产部"]
    people = {}
    for login, name, roles, is_admin in (
        ("li", "李敏", ("leave:manager", "leave:employee"), False),
        ("wang", "王磊", ("leave:employee", "repair:operator"), False),
        ("zhao", "赵静", ("leave:hr",), False),
        ("chen", "陈工", (), True),
        ("guest", "周客", (), False),
    ):
        pairs = tuple(tuple(role.split(":")) for role in roles)
        new = NewAccount(login, name, pairs, workshop, password=PASSWORD, administrator=is_admin)  # type: ignore[arg-type]
        people[login] = add_account(here, new).person.id
    change_account(here, people["wang"], {"manager": people["li"]})
    return Site(here, people, workshop)


def fail_a_rule(site: Site, record: str, reason: str) -> None:
    """An incident: a rule that could not act on a leave request."""
    detail = {
        "kind": "rule_failed",
        "rule": "long_leave",
        "form": "request",
        "record": record,
        "reason": {"zh": reason, "en": f"{reason} in English"},
    }
    with engine.writing(site.installation.engine) as connection:
        place = ("leave", None, None)
        incidents.open_incident(connection, place, reason, detail, datetime.now(UTC))


class Browser:
    """A client that keeps its cookie and sends the token of the last page with every form."""

    def __init__(self, client: FlaskClient, who: str | None = None) -> None:
        self.client = client
        self.token = ""
        if who is not None:
            self.get("/login")
            answer = self.post("/login", login=who, password=PASSWORD)
            assert answer.status_code == 303, answer.text
            self.get("/")

    def get(self, path: str, **more: Any) -> TestResponse:
        """Open a page."""
        answer = self.client.get(path, **more)
        found_token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', _text(answer))
        if found_token:
            self.token = found_token[1]
        return answer

    def post(self, path: str, data: Mapping[str, Any] | None = None, **fields: Any) -> TestResponse:
        """Send a form."""
        sent = {"csrf_token": self.token, **(data or {}), **fields}
        return self.client.post(path, data=sent)


def _text(answer: TestResponse) -> str:
    is_text = answer.mimetype.startswith("text/") or answer.mimetype.endswith("json")
    return answer.text if is_text else ""

"""A house to test in: an installation with an app, people and a clock that can be set."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from runtime.catalog import catalog
from runtime.commands.publish import Author, publish_app
from runtime.commands.setting_up import set_up
from runtime.config import settings
from runtime.context import Context, Door, reading, writing
from runtime.due.deliver import drain
from runtime.due.tick import Ticked, tick
from runtime.installation import Installation, open_installation
from runtime.ports import Letter
from runtime.queries.inbox import inbox
from runtime.spec.app import AppSpec
from runtime.spec.load import load_app, load_files
from runtime.store import engine, people

ROOT = Path(__file__).parent.parent
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # a Monday, nine o'clock in Shanghai


@dataclass(slots=True)
class HandClock:
    """A clock that stands until it is moved."""

    at: datetime = START

    def now(self) -> datetime:
        return self.at


class DeafBell:
    """A doorbell nobody hears: tests drain by hand."""

    def ring(self) -> None:
        """Do nothing."""


class Letters:
    """A post that keeps letters."""

    def __init__(self) -> None:
        self.sent: list[Letter] = []

    def send(self, letter: Letter) -> None:
        self.sent.append(letter)


@dataclass(slots=True)
class House:
    """An installation in a test, the clock it reads, and its people by login."""

    installation: Installation
    clock: HandClock
    letters: Letters
    people: dict[str, str]
    app: str = ""

    def publish(self, spec: AppSpec) -> int:
        """Publish an app; it is the one at hand from now on."""
        self.app = spec.key
        return publish_app(self.installation, spec, Author("system")).revision

    def person(self, login: str, *roles: str, manager: str | None = None, **facts: Any) -> str:
        """Add a person with roles in the app at hand (without a password: hashing takes long)."""
        with engine.writing(self.installation.engine) as connection:
            room = facts.pop("department", None)
            new = people.NewPerson(
                login,
                facts.pop("name", login),
                department=people.bound_departments(connection, self.app).get(room, room),
                manager=None if manager is None else self.people[manager],
                **facts,
            )
            added = people.create_person(connection, new, self.clock.at).id
            people.set_roles(connection, added, self.app, roles)
        self.people[login] = added
        return added

    def write(self, login: str, door: Door = "api") -> AbstractContextManager[Context]:
        """A write context of a person in the app at hand."""
        return writing(self.installation, self.people.get(login, login), self.app, door, "zh")

    def read(self, login: str, door: Door = "api") -> AbstractContextManager[Context]:
        """A read context of a person in the app at hand."""
        return reading(self.installation, self.people.get(login, login), self.app, door, "zh")

    def later(self, **spans: float) -> Ticked:
        """Move the clock on and tick."""
        self.clock.at += timedelta(**spans)
        return tick(self.installation)

    def inbox(self, login: str) -> list[str]:
        """The titles of a person's notices, oldest first, once the outbox is empty."""
        drain(self.installation)
        found = inbox(self.installation, self.people[login])
        return [notice.title["zh"] for notice in reversed(found)]


def build_house(database_url: str, folder: Path) -> House:
    """A fresh installation in a folder."""
    chosen = settings({"DATA_DIR": str(folder), "DATABASE_URL": database_url, "LANG": "zh"})
    set_up(chosen)
    opened = open_installation(chosen)
    clock, letters = HandClock(), Letters()
    ports = replace(opened.ports, clock=clock, doorbell=DeafBell(), post=letters)
    return House(replace(opened, ports=ports), clock, letters, {})


def app_in(folder: str) -> AppSpec:
    """An app of this repository by its folder, sound."""
    spec, problems = load_app(ROOT / folder, catalog().blocks)
    errors = [each.message("en") for each in problems if each.severity == "error"]
    assert not errors, errors
    assert spec is not None
    return spec


def app_of(**files: str) -> AppSpec:
    """An app made of texts by path (``forms__order`` stands for ``forms/order.yaml``), sound."""
    contents = {_path(name): text.encode() for name, text in files.items()}
    spec, problems = load_files(contents, catalog().blocks)
    errors = [f"{p.at}: {p.message('en')}" for p in problems if p.severity == "error"]
    assert not errors, errors
    assert spec is not None
    return spec


def _path(name: str) -> str:
    return name.replace("__", "/") + (".rule" if name.startswith("rules") else ".yaml")

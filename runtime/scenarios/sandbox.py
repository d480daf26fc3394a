"""A sandbox: an installation of its own in a temporary folder, with a clock that is moved by hand.

An app is published in it and everybody its scenarios name is there. Nothing leaves it: no mail is
sent, no doorbell rung. The same stage is played on many times: each play gets a copy.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from runtime.commands.publish import Author, publish_app
from runtime.commands.setting_up import set_up
from runtime.commands.staff import Member, staff_app
from runtime.config import Settings
from runtime.context import SYSTEM
from runtime.installation import Installation, open_installation
from runtime.ports import Ports
from runtime.spec.app import AppSpec, NameSpec, ScenarioSpec, label

START = (2026, 11, 23, 9, 0)
"""A Monday at nine, in the app's zone: what depends on today comes out the same every day."""

LEADER = "manager"
"""The role that leads a department whose app does not say who does."""

_LOGIN = re.compile(r"([a-z][a-z0-9_]*)_[0-9]+")


@dataclass(slots=True)
class MovableClock:
    """A clock that stands until it is moved."""

    at: datetime

    def now(self) -> datetime:
        """The moment it stands at."""
        return self.at

    def forward(self, span: timedelta) -> None:
        """Move it on."""
        self.at += span


class SilentDoorbell:
    """Rings nobody: a sandbox does its own work."""

    def ring(self) -> None:
        """Nothing happens."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """An app in an installation that nobody else sees."""

    installation: Installation
    app: str
    clock: MovableClock
    zone: ZoneInfo


@contextmanager
def stage(
    spec: AppSpec, members: Sequence[Member] = (), database_url: str | None = None
) -> Iterator[Path]:
    """A folder with a store in which an app is published and its people are there.

    ``members`` are those of its template; everybody else the scenarios name is added.
    """
    with tempfile.TemporaryDirectory(prefix="dougong-stage-") as name:
        folder = Path(name)
        settings = _settings(folder, database_url)
        set_up(settings)
        sandbox = _open(settings, spec)
        try:
            publish_app(sandbox.installation, _led(spec), Author(SYSTEM))
            staff_app(sandbox.installation, _led(spec), cast(spec, members))
        finally:
            sandbox.installation.engine.dispose()
        yield folder


@contextmanager
def play(stage_folder: Path, spec: AppSpec, database_url: str | None = None) -> Iterator[Sandbox]:
    """A sandbox on a copy of the stage; on another database the stage itself is played on."""
    with tempfile.TemporaryDirectory(prefix="dougong-play-") as name:
        folder = Path(name) / "data"
        shutil.copytree(stage_folder, folder)
        sandbox = _open(_settings(folder, database_url), spec)
        try:
            yield sandbox
        finally:
            sandbox.installation.engine.dispose()


def cast(spec: AppSpec, members: Sequence[Member] = ()) -> tuple[Member, ...]:
    """Everybody the scenarios name: ``operator_1`` holds the role operator."""
    roles = {role.key: role for role in spec.named("role")}
    first = next((each.key for each in spec.named("department")), None)
    there = {member.login for member in members}
    named = {login for scenario in spec.scenarios for login in _logins(scenario)}
    named |= {f"{leader}_1" for leader in _leaders(spec)}
    added = []
    for login in sorted(named - there):
        match = _LOGIN.fullmatch(login)
        if match is not None and match[1] in roles:
            name = f"{label(roles[match[1]].labels, 'zh')} {login.rpartition('_')[2]}"
            added.append(Member(login, name, (match[1],), first))
    return (*members, *added)


def _settings(folder: Path, database_url: str | None) -> Settings:
    url = database_url or f"sqlite:///{folder / 'sandbox.db'}"
    return Settings(data_dir=folder, database_url=url, redis_url="")


def _open(settings: Settings, spec: AppSpec) -> Sandbox:
    zone = ZoneInfo(spec.timezone)
    clock = MovableClock(datetime(*START, tzinfo=zone))
    opened = open_installation(settings)
    ports = Ports(clock=clock, doorbell=SilentDoorbell(), post=None, files=opened.ports.files)
    return Sandbox(replace(opened, ports=ports), spec.key, clock, zone)


def _led(spec: AppSpec) -> AppSpec:
    """The app, each of its departments with a role that leads it."""
    if all(role.key != LEADER for role in spec.named("role")):
        return spec
    departments = tuple(_with_leader(each) for each in spec.named("department"))
    return replace(spec, names={**spec.names, "department": departments})


def _with_leader(department: NameSpec) -> NameSpec:
    return replace(department, facts={"manager": LEADER, **department.facts})


def _leaders(spec: AppSpec) -> Iterator[str]:
    for each in _led(spec).named("department"):
        if "manager" in each.facts:
            yield each.facts["manager"]


def _logins(scenario: ScenarioSpec) -> Iterator[str]:
    """Every text of a scenario that looks like a login."""
    stack: list[Any] = [dict(step) for step in scenario.steps]
    while stack:
        value = stack.pop()
        if isinstance(value, str):
            if _LOGIN.fullmatch(value):
                yield value
        elif isinstance(value, dict):
            stack.extend(value.values())
        elif isinstance(value, list | tuple):
            stack.extend(value)

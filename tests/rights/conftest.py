"""The desk with its secrets, built once for the tests that only read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.rights.looking import Seen, look
from tests.rights.snapshots import snapshot
from tests.rights.world import World, build_world


@dataclass(frozen=True, slots=True)
class Round:
    """Everything one actor got at every address, and whether that changed anything."""

    seen: tuple[Seen, ...]
    changed: tuple[str, ...]


RoundOf = Callable[[str | None], Round]


@pytest.fixture(scope="session")
def desk(worker_folder: Path) -> Iterator[World]:
    """The desk on SQLite; nobody may change it."""
    folder = worker_folder / "rights"
    folder.mkdir(parents=True, exist_ok=True)
    made = build_world(f"sqlite:///{folder}/desk.db", folder)
    yield made
    made.house.installation.engine.dispose()


@pytest.fixture(scope="session")
def round_of(desk: World) -> RoundOf:
    """The round of an actor, made once."""

    @cache
    def made(who: str | None) -> Round:
        desk.visitor(who)
        before = snapshot(desk)
        seen = tuple(look(desk, who))
        after = snapshot(desk)
        return Round(seen, tuple(name for name in after if after[name] != before.get(name)))

    return made

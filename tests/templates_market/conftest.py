import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from runtime.commands.setting_up import set_up
from runtime.config import settings
from runtime.installation import Installation, open_installation
from templates_market.install import Installed, install
from tests.house import DeafBell, HandClock


@dataclass(frozen=True)
class Market:
    """An installation with the flagship template in it, and the clock it reads."""

    installation: Installation
    clock: HandClock
    done: Installed


def open_house(folder: Path, database_url: str = "") -> tuple[Installation, HandClock]:
    """A fresh installation whose clock is set by hand."""
    facts = {"DATA_DIR": str(folder), "LANG": "zh", "REDIS_URL": f"unix://{folder}/no.sock"}
    chosen = settings({**facts, **({"DATABASE_URL": database_url} if database_url else {})})
    set_up(chosen)
    opened = open_installation(chosen)
    clock = HandClock()
    ports = replace(opened.ports, clock=clock, doorbell=DeafBell(), post=None)
    return replace(opened, ports=ports), clock


@pytest.fixture
def market_of_my_own(market: Market, tmp_path: Path) -> Iterator[Market]:
    """A copy of the market's installation that a test may change."""
    folder = tmp_path / "copy"
    source = market.installation.settings.data_dir / "dougong.db"
    with (
        closing(sqlite3.connect(source)) as old,
        closing(sqlite3.connect(tmp_path / "copy.db")) as new,
    ):
        old.backup(new)
    shutil.copytree(market.installation.settings.data_dir / "keys", folder / "keys")
    installation, clock = open_house(folder, f"sqlite:///{tmp_path / 'copy.db'}")
    yield Market(installation, clock, market.done)
    installation.engine.dispose()


@pytest.fixture(scope="session")
def market(worker_folder: Path) -> Iterator[Market]:
    """The flagship template, installed once with its sample records. Tests do not change it."""
    installation, clock = open_house(worker_folder / "market")
    done = install(installation, "order_tracking")
    yield Market(installation, clock, done)
    installation.engine.dispose()

"""Houses with the leave app and its people, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import House, app_in, build_house


@pytest.fixture
def house(migrated_url: str, tmp_path: Path) -> Iterator[House]:
    """An installation without an app."""
    built = build_house(migrated_url, tmp_path / "var")
    yield built
    built.installation.engine.dispose()


@pytest.fixture
def leave(house: House) -> House:
    """The leave app: two employees under a manager, and HR."""
    house.publish(app_in("apps/leave"))
    house.person("lead", "manager", name="李经理", department="workshop")
    house.person("hr", "hr", name="王人事", department="office", email="hr@example.org")
    house.person("zhang", "employee", name="张三", department="workshop", manager="lead")
    house.person("chen", "employee", name="陈四", department="office", manager="lead")
    house.person("guest", name="路人")
    return house


ASKED = {
    "kind": "personal",
    "days": "4",
    "start": "2026-12-01",
    "end": "2026-12-04",
    "reason": "搬家",
}

"""R08: a publish whose process is killed anywhere is wholly there or not at all."""

import os
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from runtime.store import revisions
from runtime.store.engine import reading
from tests.store.kinds import add, published
from tests.store.pictures import pictured
from tests.store.publisher import after, before

ROOT = Path(__file__).resolve().parents[2]
POINTS = ("publish.validated", "publish.ddl", "publish.version_row")


def _publish(url: str, failpoint: str = "") -> int:
    """Publish in a process of its own; its exit status."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.store.publisher", url],
        cwd=ROOT,
        env={**os.environ, "FAILPOINT": failpoint},
        capture_output=True,
        timeout=60,
    )
    return done.returncode


def _picture(engine: Engine) -> object:
    with reading(engine) as connection:
        return pictured(connection, "t_", "app", "revision", "form_")


@pytest.mark.chaos
def test_a_publish_that_is_killed_leaves_the_old_revision_whole(
    engine: Engine, migrated_url: str, chaos_is_long: bool
) -> None:
    add(engine, published(engine, before()), "order", title="a", price=Decimal("1.25"))
    was = _picture(engine)
    passes = {"publish.ddl": range(1, 9) if chaos_is_long else (2, 7)}
    for point in POINTS:
        for number in passes.get(point, (1,)):
            assert _publish(migrated_url, f"{point}:kill@{number}") == -signal.SIGKILL, point
            assert _picture(engine) == was, f"{point} {number}"
    assert _publish(migrated_url) == 0
    with reading(engine) as connection:
        found = revisions.current(connection, "shop")
    assert found is not None
    assert (found.number, found.checksum) == (2, revisions.checksum(after()))

"""What is left over is removed; what is young, needed or held stays."""

from __future__ import annotations

import io
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.due.leftovers import remove_leftovers
from runtime.imports import job as import_job
from runtime.imports.job import run_imports
from runtime.imports.upload import folder, held, take_in
from runtime.queries.jobs import job_of
from runtime.store import files, sessions
from runtime.worker import tidy_up
from tests.house import House, build_house
from tests.imports.depot import open_depot
from tests.imports.sending import sent

FILE = ("x.csv", "名称,图号,存量,废品率\n轴,C-1,4,2%\n".encode())


@pytest.fixture
def house(migrated_url: str, tmp_path: Path) -> Iterator[House]:
    built = build_house(migrated_url, tmp_path / "var")
    yield built
    built.installation.engine.dispose()


def _aged(path: Path, hours: float = 25) -> Path:
    path.touch()
    then = time.time() - hours * 3600
    os.utime(path, (then, then))
    return path


def test_what_imports_left_is_removed_after_a_day(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_depot(house)
    monkeypatch.setattr(import_job, "AT_ONCE", 1)
    waiting = sent(house, "kim", "part", FILE)
    here = folder(house.installation.settings)
    needed = _aged(here / waiting.id)
    left = [
        _aged(take_in(house.installation.settings, io.BytesIO(b"half"))),  # its process died
        _aged(here / "no-such-job"),
        _aged(here / "no-such-job.lock"),
    ]
    young = [
        take_in(house.installation.settings, io.BytesIO(b"coming")),
        _aged(here / "other.lock", hours=20),
    ]
    with held(house.installation.settings, "busy"):
        busy = _aged(here / "busy.lock")
        assert remove_leftovers(house.installation) == len(left)
        assert sorted(here.iterdir()) == sorted([needed, busy, *young])
    run_imports(house.installation)  # its file was still there
    assert job_of(house.installation, waiting.id).status == "checked"
    _aged(busy)
    _aged(here / f"{waiting.id}.lock")
    assert remove_leftovers(house.installation) == 2  # its lock, and the one that was held
    assert sorted(here.iterdir()) == sorted(young)


def test_a_lock_that_was_removed_while_somebody_waited_for_it_holds_nobody(house: House) -> None:
    chosen = house.installation.settings
    path = folder(chosen) / "j.lock"
    entered, leave = threading.Event(), threading.Event()

    def next_one() -> None:
        with held(chosen, "j", wait=True) as is_mine:
            assert is_mine
            entered.set()
            leave.wait(30)

    with held(chosen, "j"):
        waiting = threading.Thread(target=next_one)
        waiting.start()
        path.unlink()
    assert entered.wait(30)
    with held(chosen, "j") as is_mine:
        assert not is_mine  # both would work on the job otherwise
    leave.set()
    waiting.join()


def test_the_worker_removes_bytes_without_a_row_and_sessions_that_ran_out(house: House) -> None:
    person = house.person("zhang")
    place = house.installation.ports.files
    digest = files.take_in(place, io.BytesIO(b"orphan"), "a.txt").sha256
    kept = files.take_in(place, io.BytesIO(b"kept"), "b.txt")
    with house.installation.engine.begin() as connection:
        files.add_file(connection, kept, person, house.clock.at)
        sessions.begin(connection, person, house.clock.at)
    for each in (digest, kept.sha256):
        _aged(place / each[:2] / each[2:], hours=2)
    house.clock.at += sessions.ABSOLUTE
    stop = threading.Event()
    worker = threading.Thread(target=tidy_up, args=(house.installation, stop, 0.01))
    worker.start()
    try:
        limit = time.monotonic() + 30
        while (place / digest[:2] / digest[2:]).exists() and time.monotonic() < limit:
            time.sleep(0.02)
    finally:
        stop.set()
        worker.join()
    assert not (place / digest[:2] / digest[2:]).exists()
    with files.open_file(place, kept.sha256) as stream:
        assert stream.read() == b"kept"
    with house.installation.engine.begin() as connection:
        left = connection.exec_driver_sql("SELECT count(*) FROM web_session").scalar_one()
    assert left == 0

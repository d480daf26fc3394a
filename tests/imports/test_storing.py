"""Storing what was checked: large files by the worker, what others changed meanwhile, what fails."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from runtime.commands.submit import submit_record
from runtime.imports import job as import_job
from runtime.imports import store as import_store
from runtime.imports.job import confirm_import, run_imports
from runtime.queries.incidents import troubles
from runtime.queries.jobs import job_of
from runtime.queries.records import ListRequest, list_records
from runtime.queries.timeline import timeline
from tests.house import House
from tests.imports.depot import open_depot, values
from tests.imports.sending import sent, stored

ROWS = 1_300
RULE = """
key: few
form: part
label: {zh: 缺货, en: few}
on: true
---
如果存量<2，则将备注改为'要补'
"""


@pytest.fixture
def depot(house: House) -> House:
    open_depot(house, rules__few=RULE)
    return house


def _file(rows: int = ROWS) -> tuple[str, bytes]:
    lines = "".join(f"件{at},C-{at:05},{at % 50 + 1},{at % 7}%\n" for at in range(rows))
    return "x.csv", f"名称,图号,存量,废品率\n{lines}".encode()


def test_a_large_file_is_checked_and_stored_by_the_worker(
    depot: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_job, "AT_ONCE", 1000)
    waiting = sent(depot, "kim", "part", _file())
    assert (waiting.status, waiting.content["stage"]) == ("waiting", "check")
    run_imports(depot.installation)
    checked = job_of(depot.installation, waiting.id)
    assert (checked.status, checked.total, checked.problems) == ("checked", ROWS, [])
    assert stored(depot, "kim", checked).done == ROWS
    with depot.read("kim") as ctx:
        events = ctx.connection.exec_driver_sql("SELECT count(*) FROM event").scalar_one()
    assert events >= ROWS
    found = values(depot, "part", "name", "stock", "scrap", "memo")
    assert found[0] == ("件1100", Decimal(1), Decimal("0.01"), "要补")
    assert found[1] == ("件1101", Decimal(2), Decimal("0.02"), None)
    assert [each[3] for each in found].count("要补") == 4  # of 200 rows, each fiftieth


def test_what_the_check_is_told_to_confirm_is_stored_in_one_go(
    depot: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_job, "AT_ONCE", 1000)
    waiting = sent(depot, "kim", "part", _file(200), confirm=True)
    assert run_imports(depot.installation) == 200
    assert job_of(depot.installation, waiting.id).status == "done"


def test_each_record_has_its_event_by_the_importer(depot: House) -> None:
    stored(depot, "kim", sent(depot, "kim", "slip", ("s.csv", "事由\n一\n二\n三\n".encode())))
    assert values(depot, "slip", "number", "title") == [
        ("LL-0001", "一"),
        ("LL-0002", "二"),
        ("LL-0003", "三"),
    ]
    with depot.read("kim", "form") as ctx:
        (record, *_) = list_records(ctx, "slip", ListRequest(limit=1)).records
        (entry,) = timeline(ctx, "slip", record.id)
    assert entry.actor == depot.people["kim"]


def test_what_somebody_took_meanwhile_is_told_at_its_row(depot: House) -> None:
    job = sent(depot, "kim", "part", _file(600))
    with depot.write("kim") as ctx:
        submit_record(ctx, "part", {"name": "早来的", "code": "C-00450"})
    done = stored(depot, "kim", job)
    assert [(each["row"], each["code"]) for each in done.problems] == [(452, "not_unique")]
    assert done.done == 600


def test_a_job_that_runs_into_something_ends_there_and_the_next_is_done(
    depot: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [
        sent(depot, "kim", "part", ("a.csv", "名称,存量\n甲,5\n炸,5\n丙,5\n".encode())),
        sent(depot, "kim", "part", ("b.csv", "名称,存量\n丁,5\n".encode())),
    ]
    usual = import_store.prepared

    def breaks(way: Any, row: Any) -> Any:
        if row.values["name"] == "炸":
            raise ZeroDivisionError
        return usual(way, row)

    monkeypatch.setattr(import_store, "prepared", breaks)
    with depot.write("kim") as ctx:
        for each in jobs:
            confirm_import(ctx, each.id)
    run_imports(depot.installation)
    first, second = (job_of(depot.installation, each.id) for each in jobs)
    assert (first.status, second.status) == ("failed", "done")
    (problem,) = first.problems
    assert problem["row"] == 3
    assert values(depot, "part", "name") == [("甲",), ("丁",)]
    (told,) = troubles(depot.installation, "zh")
    assert "a.csv" in told.said
    assert "3" in told.said

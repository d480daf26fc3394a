"""Cases as rows: what the database itself holds on to, history, incidents, the inbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from runtime.approvals.case import CaseEvent
from runtime.approvals.case_commands import Comment, Retry, Transfer
from runtime.errors import Refusal
from runtime.store import cases, engine
from runtime.store.cases import Stamp
from runtime.store.ids import new_id
from runtime.store.schema.cases import (
    approval_case,
    case_step,
    delegation,
    incident,
    record_state,
    record_version,
    task,
)
from tests.approvals.rows import NOW, StoredCase, StoredWorld, opened
from tests.approvals.world import chain_of


@pytest.fixture
def database(migrated_url: str) -> Iterator[Engine]:
    with opened(migrated_url) as found:
        yield found


def world(**changes: Any) -> StoredWorld:
    return StoredWorld(roles={"two": ("a", "b"), "one": ("c",), "empty": ()}, **changes)


def started(database: Engine, *asks: str, record: str = "r1", **changes: Any) -> StoredCase:
    case = StoredCase(database, chain_of(*asks), world(**changes), record=record)
    assert case.start() is not None
    return case


def test_what_is_written_is_what_is_read(database: Engine) -> None:
    case = started(database, "all of role:two within 2 hours", "role:one")
    before = case.snapshot()
    outcome = case.vote("a")()
    assert outcome.before == before
    after = case.snapshot()
    assert after.steps == outcome.after.steps
    assert set(after.tasks) == set(outcome.after.tasks)
    assert (after.case.version, after.case.status) == (2, "running")
    assert after.tasks[0].due_at == NOW + timedelta(hours=2)


def test_history_is_gapless_and_every_change_of_it_shows(database: Engine) -> None:
    case = started(database, "role:one")
    case.vote("c")()
    assert case.events() == [
        "case_started",
        "step_opened",
        "task_approved",
        "step_passed",
        "case_approved",
    ]
    assert _broken_after(database, case, "UPDATE event SET actor = 'x' WHERE case_seq = 3") == 3
    assert _broken_after(database, case, "UPDATE event SET payload = '{}' WHERE case_seq = 2") == 2
    assert _broken_after(database, case, "DELETE FROM event WHERE case_seq = 5") == 5
    assert _broken_after(database, case, "DELETE FROM event WHERE case_seq = 1") == 1


def _broken_after(database: Engine, case: StoredCase, statement: str) -> int | None:
    """Where the chain breaks after somebody changed it behind our back (taken back afterwards)."""
    with database.connect() as connection, connection.begin() as transaction:
        for trigger in ("event_unchanged", "event_kept"):
            on = " ON event" if connection.dialect.name == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger}{on}")
        connection.exec_driver_sql(statement)
        found = cases.broken_at(connection, case.id)
        transaction.rollback()
    return found


def test_history_never_goes_back_in_time(database: Engine) -> None:
    case = started(database, "role:one")
    case.do(Comment("c", "hm", case.snapshot().tasks[0].id), "c", NOW - timedelta(minutes=5))
    with engine.reading(database) as connection:
        times = [each.at for each in cases.history(connection, case.id)]
    assert times == sorted(times) == [NOW] * 3


def test_a_note_joins_the_chain(database: Engine) -> None:
    case = started(database, "role:one")
    with engine.writing(database) as connection:
        cases.note(connection, case.id, CaseEvent("move_blocked"), Stamp("x", "api", 1, NOW))
    assert case.events()[-1] == "move_blocked"
    case.vote("c")()
    case.events()


def _violates(database: Engine, statement: sa.Executable) -> None:
    with (
        pytest.raises((IntegrityError, DBAPIError)),
        database.connect() as connection,
        connection.begin(),
    ):
        connection.execute(statement)


def test_the_database_itself_allows_one_vote_a_seat(database: Engine) -> None:
    case = started(database, "all of role:two")
    case.vote("a")()
    done = next(t for t in case.snapshot().tasks if t.status == "done")
    other = next(t for t in case.snapshot().tasks if t.status == "open")
    vote = {"status": "done", "decision": "approve", "seat": done.seat}
    _violates(database, sa.update(task).where(task.c.id == other.id).values(vote))
    uncounted = sa.update(task).where(task.c.id == other.id).values({**vote, "counts": False})
    with engine.writing(database) as connection:
        connection.execute(uncounted)


def test_the_database_itself_refuses_what_no_case_can_be(database: Engine) -> None:
    started(database, "all of role:two")
    for statement in (
        sa.update(task).values(status="done"),
        sa.update(task).values(decision="approve"),
        sa.update(task).values(status="lost"),
        sa.update(task).values(source="nowhere"),
        sa.update(task).values(assignee="a"),
        sa.update(approval_case).values(status="approved"),
        sa.update(approval_case).values(ended_at=NOW),
        sa.update(case_step).values(status="odd"),
    ):
        _violates(database, statement)


def test_a_pending_move_has_a_case(database: Engine) -> None:
    row = {
        "app": "app",
        "form": "f",
        "record": "r",
        "revision": 1,
        "lifecycle": "l",
        "state": "s",
        "since": NOW,
    }
    _violates(database, sa.insert(record_state).values(**row, pending_move="m"))


def test_approved_content_cannot_change(database: Engine) -> None:
    row = {
        "app": "app",
        "form": "f",
        "record": "r",
        "version": 1,
        "status": "draft",
        "body": {"a": 1},
        "content_hash": "x",
        "created_by": "p",
        "created_at": NOW,
    }
    with engine.writing(database) as connection:
        connection.execute(sa.insert(record_version).values(row))
        connection.execute(sa.update(record_version).values(body={"a": 2}))
        connection.execute(sa.update(record_version).values(status="current"))
    _violates(database, sa.update(record_version).values(body={"a": 3}))
    _violates(database, sa.delete(record_version))
    _violates(
        database, sa.insert(record_version).values({**row, "version": 2, "status": "current"})
    )
    with engine.writing(database) as connection:
        connection.execute(sa.update(record_version).values(status="superseded"))


def test_one_case_of_a_purpose_on_a_record(database: Engine) -> None:
    case = started(database, "role:one")
    again = StoredCase(database, case.chain, case.world)
    assert again.start() is None
    case.vote("c")()
    assert again.start() is not None


def test_a_change_without_the_lock_is_refused(database: Engine) -> None:
    case = started(database, "all of role:two")
    with engine.writing(database) as connection:
        stale = cases.load(connection, case.id)
    assert stale is not None
    outcome = case.vote("a")()
    with pytest.raises((Refusal, IntegrityError)), engine.writing(database) as connection:
        cases.write(connection, outcome, Stamp("a", "api", 1, NOW))


def test_a_blocked_step_is_one_incident_until_somebody_is_found(database: Engine) -> None:
    case = started(database, "role:empty", administrators=())
    assert case.status == "running"
    case.do(Retry("x"), "x")
    with engine.reading(database) as connection:
        open_ = sa.select(incident.c.kind).where(incident.c.resolved_at.is_(None))
        assert connection.execute(open_).scalars().all() == ["step_blocked"]
    case.world.administrators = ("boss",)
    case.do(Retry("boss"), "boss")
    with engine.reading(database) as connection:
        assert connection.execute(open_).scalars().all() == []
    case.vote("boss")()
    assert case.status == "approved"


def test_the_inbox_is_by_deadline_and_goes_by_pages(database: Engine) -> None:
    for number, within in enumerate(["", " within 5 hours", "", " within 2 hours"]):
        started(database, f"role:one{within}", record=f"r{number}")
    with engine.reading(database) as connection:
        rows = cases.inbox(connection, "c")
        assert [row.record for row in rows] == ["r3", "r1", "r0", "r2"]
        assert cases.open_count(connection, "c") == 4
        first = cases.inbox(connection, "c", limit=2)
        second = cases.inbox(connection, "c", limit=2, after=first[-1].id)
        third = cases.inbox(connection, "c", limit=2, after=second[-1].id)
        assert [row.record for row in (*first, *second, *third)] == ["r3", "r1", "r0", "r2"]
        assert cases.inbox(connection, "nobody") == []


def test_a_transfer_moves_the_todo(database: Engine) -> None:
    case = started(database, "role:one")
    case.do(Transfer(case.snapshot().tasks[0].id, "c", "z"), "c")
    with engine.reading(database) as connection:
        assert cases.open_count(connection, "c") == 0
        assert [row.seat_owner for row in cases.inbox(connection, "z")] == ["c"]
        found = cases.case_of_task(connection, case.snapshot().tasks[-1].id)
        assert found is not None
        assert found.id == case.id
        assert cases.case_of_task(connection, "nothing") is None


def test_delegations_have_a_window_and_a_scope(database: Engine) -> None:
    def insert(delegate: str, scope: str, start: int, end: int, revoked: bool = False) -> None:
        with engine.writing(database) as connection:
            connection.execute(
                sa.insert(delegation).values(
                    id=new_id(),
                    delegator="c",
                    delegate=delegate,
                    scope=scope,
                    starts_at=NOW + timedelta(hours=start),
                    ends_at=NOW + timedelta(hours=end),
                    kind="leave",
                    revoked_at=NOW if revoked else None,
                )
            )

    insert("past", "*", -5, 0)
    insert("off", "*", -5, 5, revoked=True)
    insert("other", "app/other", -5, 5)
    with engine.reading(database) as connection:
        assert cases.delegate_of(connection, "c", NOW, "app/chain") is None
    insert("all", "*", -1, 1)
    insert("just", "app/chain", -1, 1)
    with engine.reading(database) as connection:
        assert cases.delegate_of(connection, "c", NOW, "app/chain") == "just"
        assert cases.delegate_of(connection, "c", NOW, "app/third") == "all"

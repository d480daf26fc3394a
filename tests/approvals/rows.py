"""Cases on a real database, without an app: answers from a small world, rows from the store."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Engine

from runtime.approvals.advance import advance
from runtime.approvals.case import Case, Outcome, Snapshot
from runtime.approvals.case_commands import Command, Decide, Start
from runtime.approvals.chain import Chain
from runtime.errors import Refusal
from runtime.store import cases, engine, migrations
from runtime.store.cases import Stamp
from runtime.store.ids import new_id
from runtime.store.schema.apps import app, revision
from tests.approvals.world import HASH, World

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class StoredWorld(World):
    """Answers with real ids."""

    def new_id(self) -> str:
        return new_id()


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """A migrated database with one published revision of an app."""
    database = engine.open_engine(url)
    migrations.upgrade(database)
    with engine.writing(database) as connection:
        connection.execute(sa.insert(app).values(key="app", labels={}, revision=1, created_at=NOW))
        connection.execute(
            sa.insert(revision).values(
                app="app", number=1, spec={}, checksum="x", author="a", published_at=NOW
            )
        )
    yield database
    database.dispose()


@dataclass
class StoredCase:
    """One case of a chain, moved by commands in transactions of their own."""

    database: Engine
    chain: Chain
    world: World
    id: str = ""
    record: str = "r1"

    def start(self) -> Outcome | None:
        """Start it; None where one is under way already."""
        case = Case(
            id=new_id(),
            app="app",
            revision=1,
            chain=self.chain.key,
            form="form",
            record=self.record,
            record_version=1,
            record_hash=HASH,
            purpose="move:submit",
            initiator=self.world.submitter,
            started_at=NOW,
        )
        with engine.writing(self.database) as connection:
            if not cases.insert(connection, case):
                return None
            self.id = case.id
            outcome = advance(self.chain, Snapshot(case), Start(), NOW, self.world)
            cases.write(connection, outcome, Stamp(case.initiator, "api", 1, NOW))
            return outcome

    def do(self, command: Command, actor: str, at: datetime = NOW) -> Outcome:
        """Lock, advance, write, commit."""
        with engine.writing(self.database) as connection:
            snapshot = cases.lock(connection, self.id)
            assert snapshot is not None
            outcome = advance(self.chain, snapshot, command, at, self.world)
            cases.write(connection, outcome, Stamp(actor, "api", 1, at))
            return outcome

    def vote(self, actor: str, decision: str = "approve") -> Callable[[], Outcome]:
        """A click, prepared on a page that was opened now."""
        task = next(t for t in self.snapshot().tasks if t.assignee == actor)
        command = Decide(task.id, actor, decision, HASH, 1, HASH, "so")  # type: ignore[arg-type]
        return lambda: self.do(command, actor, NOW + timedelta(minutes=1))

    def snapshot(self) -> Snapshot:
        with engine.reading(self.database) as connection:
            found = cases.load(connection, self.id)
        assert found is not None
        return found

    @property
    def status(self) -> str:
        return self.snapshot().case.status

    def events(self) -> list[str]:
        with engine.reading(self.database) as connection:
            found = cases.history(connection, self.id)
            assert [each.case_seq for each in found] == list(range(1, len(found) + 1))
            assert cases.broken_at(connection, self.id) is None
        return [each.type for each in found]


def at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Do all of it at the same instant, each in its own thread; what each gave or refused.

    Who finds the database busy (nothing was changed then) tries again, as a client does.
    """
    gate = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(index: int) -> None:
        gate.wait()
        while results[index] is None or refusals([results[index]]) == ["busy"]:
            try:
                results[index] = acts[index]()
            except Refusal as no:
                results[index] = no

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert None not in results
    return results


def refusals(results: Sequence[object]) -> list[str]:
    """The codes of what was refused."""
    return [each.code for each in results if isinstance(each, Refusal)]

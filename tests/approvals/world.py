"""A small organisation and record, as frozen answers; and a case to move in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from runtime.approvals.advance import advance
from runtime.approvals.case import Case, Outcome, Snapshot, Task
from runtime.approvals.case_commands import Command, Decide, Start
from runtime.approvals.chain import Chain, Duration, Who
from runtime.approvals.compile_chain import compile_chain
from runtime.spec.app import ApprovalSpec, StepSpec

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HASH = "h1"
HOURS = {"minute": 1 / 60, "hour": 1, "day": 24}


@dataclass
class World:
    """Answers without a database."""

    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    managers: Mapping[str, str] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)
    disabled: set[str] = field(default_factory=set)
    delegates: Mapping[str, str] = field(default_factory=dict)
    administrators: tuple[str, ...] = ("admin",)
    true: set[str] = field(default_factory=set)
    submitter: str = "sub"
    _ids: count[int] = field(default_factory=lambda: count(1))

    def holds(self, condition: str) -> bool:
        return condition in self.true

    def people(self, who: Who) -> tuple[str, ...]:
        match who.kind:
            case "role":
                return self.roles.get(who.key or "", ())
            case "user":
                return (who.key or "",)
            case "submitter":
                return (self.submitter,)
            case "manager":
                found = self.managers.get(self.submitter)
                return (found,) if found else ()
            case "managers":
                line: list[str] = []
                person = self.managers.get(self.submitter)
                while person and person not in line and len(line) < (who.at_most or 9):
                    line.append(person)
                    person = self.managers.get(person)
                return tuple(line)
        raise AssertionError(who)

    def admins(self) -> tuple[str, ...]:
        return self.administrators

    def is_active(self, person: str) -> bool:
        return person not in self.disabled

    def manager(self, person: str) -> str | None:
        return self.managers.get(person)

    def department_head(self, person: str) -> str | None:
        return self.heads.get(person)

    def delegate(self, person: str) -> str | None:
        return self.delegates.get(person)

    def due(self, start: datetime, duration: Duration) -> datetime:
        return start + timedelta(hours=duration.n * HOURS[duration.unit])

    def name(self, person: str) -> str:
        return person.title()

    def new_id(self) -> str:
        return f"id{next(self._ids):06}"


def chain_of(*asks: str | StepSpec, **facts: object) -> Chain:
    """A chain of these sentences."""
    steps = tuple(
        each if isinstance(each, StepSpec) else StepSpec(key=f"s{number}", ask=each)
        for number, each in enumerate(asks, 1)
    )
    return compile_chain(ApprovalSpec("chain", "form", {"en": "chain"}, steps, facts=facts))


def step_of(ask: str, **facts: object) -> StepSpec:
    """One step with its optional keys; ``key`` and ``when`` are its own."""
    key = str(facts.pop("key", "s1"))
    when = facts.pop("when", None)
    return StepSpec(key=key, ask=ask, when=None if when is None else str(when), facts=facts)


@dataclass
class Running:
    """A case under way."""

    chain: Chain
    world: World
    snapshot: Snapshot
    outcomes: list[Outcome] = field(default_factory=list)
    now: datetime = NOW

    def do(self, command: Command) -> Outcome:
        self.now += timedelta(seconds=1)
        outcome = advance(self.chain, self.snapshot, command, self.now, self.world)
        self.snapshot = outcome.after
        self.outcomes.append(outcome)
        return outcome

    def decide(self, who: str, decision: str, comment: str = "because") -> Outcome:
        task = self.task_of(who)
        return self.do(Decide(task.id, who, decision, HASH, 1, HASH, comment))  # type: ignore[arg-type]

    def task_of(self, who: str) -> Task:
        """The person's newest task, open ones first."""
        own = [task for task in self.snapshot.tasks if task.assignee == who]
        assert own, f"{who} was never asked"
        return next((task for task in own if task.status == "open"), own[-1])

    def asked(self) -> list[str]:
        """Who has an open task."""
        return [task.assignee for task in self.snapshot.tasks if task.status == "open"]

    @property
    def status(self) -> str:
        return self.snapshot.case.status

    def types(self) -> list[str]:
        """The types of all events so far."""
        return [event.type for outcome in self.outcomes for event in outcome.events]


def start(chain: Chain, world: World) -> Running:
    """A started case."""
    case = Case(
        id="case",
        app="app",
        revision=1,
        chain=chain.key,
        form=chain.form,
        record="record",
        record_version=1,
        record_hash=HASH,
        purpose="move:submit",
        initiator=world.submitter,
        started_at=NOW,
    )
    running = Running(chain, world, Snapshot(case))
    running.do(Start())
    return running

"""The nouns of a running case: the case, its steps, its tasks, and what one command writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

CaseStatus = Literal[
    "running", "suspended", "approved", "rejected", "withdrawn", "terminated", "invalidated"
]
StepStatus = Literal["active", "blocked", "passed", "rejected", "returned", "skipped", "cancelled"]
TaskStatus = Literal["waiting", "open", "done", "moved", "cancelled", "recalled"]
Source = Literal[
    "rule",
    "transfer",
    "delegate",
    "add_before",
    "add_after",
    "add_parallel",
    "escalate",
    "empty_rule",
    "admin",
]
VoteKind = Literal["approve", "reject", "return", "complete", "auto_approve", "auto_reject"]

YES: frozenset[str] = frozenset({"approve", "auto_approve", "complete"})
NO: frozenset[str] = frozenset({"reject", "auto_reject"})
PENDING: frozenset[str] = frozenset({"waiting", "open"})


@dataclass(frozen=True, slots=True)
class Case:
    """One running instance of a chain over one record. ``version`` counts its changes."""

    id: str
    app: str
    revision: int
    chain: str
    form: str
    record: str
    record_version: int
    record_hash: str
    purpose: str
    initiator: str
    started_at: datetime
    initiator_department: str | None = None
    status: CaseStatus = "running"
    end_reason: str | None = None
    version: int = 0
    last_seq: int = 0
    last_hash: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    ended_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        """Whether it has not ended."""
        return self.status in {"running", "suspended"}

    @property
    def ended(self) -> CaseStatus | None:
        """How it ended; None while it has not."""
        return None if self.is_active else self.status


@dataclass(frozen=True, slots=True)
class Step:
    """One opening of one step of the chain."""

    id: str
    node: str
    round: int
    mode: str
    reject_rule: str
    seats: int
    need: int
    status: StepStatus
    opened_at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    closed_at: datetime | None = None
    close_reason: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody."""
        return self.status in {"active", "blocked"}


@dataclass(frozen=True, slots=True)
class Task:
    """One person's to-do. The vote belongs to the seat: transfer and delegation stay on it."""

    id: str
    step: str
    seat: str
    seat_no: int
    seat_owner: str
    assignee: str
    source: Source
    status: TaskStatus
    counts: bool = True
    parent: str | None = None
    decision: VoteKind | None = None
    decided_by: str | None = None
    on_behalf_of: str | None = None
    decided_at: datetime | None = None
    comment: str | None = None
    signature: str | None = None
    record_version: int | None = None
    record_hash: str | None = None
    opened_at: datetime | None = None
    due_at: datetime | None = None

    @property
    def is_pending(self) -> bool:
        """Whether it may still be decided."""
        return self.status in PENDING

    @property
    def is_vote(self) -> bool:
        """Whether it is a counted decision."""
        return self.status == "done" and self.counts


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A case as it lies in the database, read under its lock."""

    case: Case
    steps: tuple[Step, ...] = ()
    tasks: tuple[Task, ...] = ()

    def task(self, task_id: str) -> Task | None:
        """The task with that id, or None."""
        return next((each for each in self.tasks if each.id == task_id), None)


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """A past-tense fact of the case's history."""

    type: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class CaseNotice:
    """People to tell: ``what`` names the sentence, ``event`` the position of its event."""

    what: str
    to: tuple[str, ...]
    event: int
    step: str | None = None


@dataclass(frozen=True, slots=True)
class CaseIncident:
    """Something that needs a person: kept open once per key."""

    kind: str
    step: str
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command leads to: the snapshot after it, and what is to be written and told."""

    before: Snapshot
    after: Snapshot
    events: tuple[CaseEvent, ...]
    notices: tuple[CaseNotice, ...] = ()
    incidents: tuple[CaseIncident, ...] = ()
    resolved: tuple[str, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether this command ended the case."""
        return self.before.case.is_active and not self.after.case.is_active

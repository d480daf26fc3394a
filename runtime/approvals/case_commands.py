"""What can be asked of a case, and the answers about the world that deciding needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from runtime.approvals.chain import Duration, Who


@dataclass(frozen=True, slots=True)
class Start:
    """Open the first step. The snapshot holds the new case and nothing else."""


@dataclass(frozen=True, slots=True)
class Decide:
    """One person's answer to their task, bound to the content they saw.

    ``seen_hash`` is what the page showed; the record's own version and hash are the current ones.
    """

    task: str
    actor: str
    decision: Literal["approve", "reject", "complete"]
    seen_hash: str
    record_version: int
    record_hash: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """Say something; ``asks`` makes it a question to the submitter. No vote."""

    actor: str
    text: str
    task: str | None = None
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The submitter takes the request back."""

    actor: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Hand a task to another person; the seat stays. ``as_admin`` may move anybody's task."""

    task: str
    actor: str
    to: str
    comment: str = ""
    as_admin: bool = False


@dataclass(frozen=True, slots=True)
class Retry:
    """Try a blocked step again: somebody was found, or is appointed now."""

    actor: str


@dataclass(frozen=True, slots=True)
class AskAnew:
    """Look for people for steps that nobody active can decide, as those asked have left."""


@dataclass(frozen=True, slots=True)
class Invalidate:
    """End the case from outside: its content was edited, or its move is no longer wanted."""

    actor: str
    reason: str


Command = Start | Decide | Comment | Withdraw | Transfer | Retry | AskAnew | Invalidate


class Answers(Protocol):
    """What the command layer knows: the record, today's organisation, the calendar.

    Every method is a question without side effect, answered inside the deciding transaction.
    """

    def holds(self, condition: str) -> bool:
        """Whether a condition of the rule language is true of the record."""

    def people(self, who: Who) -> tuple[str, ...]:
        """The people a WHO names today, in order; empty when there is nobody."""

    def admins(self) -> tuple[str, ...]:
        """Who stands in when a chain names no admins: the installation's administrators."""

    def is_active(self, person: str) -> bool:
        """Whether that person may act at all."""

    def manager(self, person: str) -> str | None:
        """That person's manager."""

    def department_head(self, person: str) -> str | None:
        """The head of that person's department."""

    def delegate(self, person: str) -> str | None:
        """Whom that person lets act for them now."""

    def due(self, start: datetime, duration: Duration) -> datetime:
        """The moment a duration after ``start``, in the chain's calendar."""

    def name(self, person: str) -> str:
        """That person's name, for sentences."""

    def new_id(self) -> str:
        """A fresh id."""

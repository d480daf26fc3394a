"""The nouns of a published chain: who is asked, how votes add up, by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from runtime.spec.app import Labels

Mode = Literal["any", "all", "each", "sequence", "count", "ratio", "tell"]
RejectRule = Literal["veto", "when_impossible", "wait_all"]
Unit = Literal["minute", "hour", "day"]
LateAction = Literal["remind", "share", "transfer", "approve", "reject", "return", "incident"]

WhoKind = Literal[
    "role",
    "user",
    "group",
    "field",
    "expr",
    "manager",
    "managers",
    "head",
    "submitter",
    "followers",
    "binding_owners",
    "submitter_picks",
    "previous_picks",
]


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody to find when a step opens.

    ``key`` is the role, person, department, field or expression; ``of`` whose manager or head
    ("submitter", "assignee"); ``within`` the record field a role is scoped by; ``up_to`` and
    ``at_most`` bound the line of managers.
    """

    kind: WhoKind
    key: str | None = None
    of: str | None = None
    within: str | None = None
    up_to: Who | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time; ``working`` counts in the chain's calendar."""

    n: int
    unit: Unit
    working: bool = False


@dataclass(frozen=True, slots=True)
class Late:
    """What happens when a step is not decided in time."""

    action: LateAction
    who: Who | None = None
    step: str | None = None


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One step. Mode "tell" asks nobody and never blocks.

    ``number`` is the count or the percentage of those modes.
    """

    key: str
    mode: Mode
    who: tuple[Who, ...]
    labels: Labels = field(default_factory=dict)
    when: str | None = None
    number: int | None = None
    base: Literal["at_start", "live"] = "at_start"
    reject: RejectRule = "veto"
    due: Duration | None = None
    late: Late | None = None
    actions: frozenset[str] = frozenset(
        {"approve", "reject", "transfer", "ask", "comment"},
    )
    comment: str = "on_reject"
    nobody_found: str = "admin"
    submitter_is_approver: str = "to_manager"
    same_person_again: str = "ask"


@dataclass(frozen=True, slots=True)
class Chain:
    """A published chain: a revision is immutable, and so is this."""

    key: str
    form: str
    labels: Labels
    steps: tuple[ChainStep, ...]
    rejected: str = "to_submitter"
    withdraw: str = "until_first_decision"
    record_edited: str = "invalidate"
    admins: tuple[Who, ...] = ()

    def step(self, key: str) -> ChainStep | None:
        """The step with that key, or None."""
        return next((each for each in self.steps if each.key == key), None)


@dataclass(frozen=True, slots=True)
class ChainNames:
    """What a chain may name: label or key, folded, to the key; None: not checked."""

    roles: Mapping[str, str]
    departments: Mapping[str, str]
    fields: Mapping[str, str]

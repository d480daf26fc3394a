"""How votes add up, in whole numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from runtime.approvals.case import NO, YES, Step, Task


@dataclass(frozen=True, slots=True)
class Tally:
    """Counted votes of a step; ``left`` are seats that have not voted."""

    yes: int
    no: int
    left: int


def needed(mode: str, number: int | None, seats: int) -> int:
    """How many seats must say yes: 7 % of 100 is 7, and 50 % of 5 is 3."""
    match mode:
        case "any":
            return 1
        case "count":
            return number or 0
        case "ratio":
            return -(-(number or 0) * seats // 100)
        case _:
            return seats


def tally(step: Step, tasks: Iterable[Task]) -> Tally:
    """The votes of one step: one for each seat, whoever sits on it."""
    votes = [each for each in tasks if each.step == step.id and each.is_vote]
    yes = sum(each.decision in YES for each in votes)
    no = sum(each.decision in NO for each in votes)
    return Tally(yes, no, step.seats - yes - no)


def verdict(step: Step, votes: Tally) -> Literal["passed", "rejected"] | None:
    """Whether the step is decided: yes on reaching the need, no by its reject rule."""
    if votes.yes >= step.need:
        return "passed"
    match step.reject_rule:
        case "wait_all":
            is_lost = votes.left == 0
        case "when_impossible":
            is_lost = votes.no > step.seats - step.need
        case _:
            is_lost = votes.no > 0
    return "rejected" if is_lost else None

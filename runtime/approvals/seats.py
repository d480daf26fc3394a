"""Who sits on a step when it opens.

The order is fixed and documented: resolve WHO on today's organisation, drop disabled and
duplicate people, nobody found, submitter is approver, (same person again,) delegation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from runtime.approvals.case import Source
from runtime.approvals.case_commands import Answers
from runtime.approvals.chain import Chain, ChainStep, Who
from runtime.approvals.votes import needed

HOPS = 3
"""How many delegations are followed one after the other."""


@dataclass(frozen=True, slots=True)
class Place:
    """One person asked, and for whom they sit there."""

    person: str
    owner: str
    source: Source


@dataclass(frozen=True, slots=True)
class Seat:
    """One vote, and the people any of whom may cast it."""

    people: tuple[str, ...]
    source: Source = "rule"


@dataclass(frozen=True, slots=True)
class Seating:
    """What opening a step finds: its seats, or the result that needs none.

    ``reason`` says why there is a result, or why somebody else sits there than declared.
    """

    seats: tuple[Seat, ...] = ()
    need: int = 0
    result: Literal["passed", "rejected", "blocked"] | None = None
    reason: str | None = None


def seating(chain: Chain, step: ChainStep, initiator: str, answers: Answers) -> Seating:
    """The seats of a step that opens now."""
    return _Finding(chain, step, initiator, answers).seating()


class _Finding:
    """The search for the people of one step."""

    def __init__(self, chain: Chain, step: ChainStep, initiator: str, answers: Answers) -> None:
        self.chain = chain
        self.step = step
        self.initiator = initiator
        self.answers = answers
        self.reasons: list[str] = []
        self.result: Literal["passed", "rejected", "blocked"] | None = None

    def seating(self) -> Seating:
        seats = self._without_submitter(self._filled(self._declared()))
        reason = ", ".join(dict.fromkeys(self.reasons)) or None
        if self.result:
            return Seating(result=self.result, reason=reason)
        if not seats:
            return Seating(result="passed", reason=reason)
        is_stand_in = any(seat.source == "empty_rule" for seat in seats)
        mode = "all" if is_stand_in and self.step.mode in {"count", "ratio"} else self.step.mode
        need = needed(mode, self.step.number, len(seats))
        if need > len(seats):
            return Seating(result="blocked", reason="too_few_people")
        return Seating(tuple(seats), need, reason=reason)

    def _declared(self) -> list[Seat]:
        """The seats as the sentence says, each with the people found today."""
        groups = [self._active(self.answers.people(who)) for who in self.step.who]
        if self.step.mode == "each":
            return [Seat(people) for people in spread(groups)]
        pool = tuple(dict.fromkeys(person for group in groups for person in group))
        return [Seat((person,)) for person in pool] or [Seat(())]

    def _active(self, people: Iterable[str]) -> tuple[str, ...]:
        return tuple(p for p in dict.fromkeys(people) if self.answers.is_active(p))

    def _filled(self, seats: list[Seat], without: str | None = None) -> list[Seat]:
        """Empty seats filled by the rule for nobody found."""
        filled: list[Seat] = []
        for seat in seats:
            if seat.people:
                filled.append(seat)
                continue
            taken = {person for other in (*seats, *filled) for person in other.people}
            found = self._stand_in(taken | ({without} if without else set()))
            if found is not None:
                filled.append(found)
        return filled

    def _stand_in(self, taken: set[str]) -> Seat | None:
        """Who sits where nobody was found. None: the seat is not needed, or there is a result."""
        rule = self.step.nobody_found
        self.reasons.append(f"nobody_found:{rule}")
        if rule == "pass":
            return None
        if rule == "reject":
            self.result = "rejected"
            return None
        found: tuple[str, ...] = ()
        if rule == "admin":
            found = self._admins()
        elif rule.startswith("user:"):
            found = self.answers.people(Who("user", rule.removeprefix("user:")))
        found = tuple(p for p in self._active(found) if p not in taken)
        if not found:
            self.result = self.result or "blocked"
            return None
        return Seat(found, "empty_rule")

    def _admins(self) -> tuple[str, ...]:
        if not self.chain.admins:
            return self.answers.admins()
        return tuple(p for who in self.chain.admins for p in self.answers.people(who))

    def _without_submitter(self, seats: list[Seat]) -> list[Seat]:
        """The seats after the rule for a submitter who would decide about themself."""
        rule = self.step.submitter_is_approver
        if rule == "ask" or not any(self.initiator in seat.people for seat in seats):
            return seats
        self.reasons.append(f"submitter_is_approver:{rule}")
        substitute = self._substitute(rule)
        changed = [self._replaced(seat, substitute) for seat in seats]
        changed = _one_seat_each(changed)
        occupied = [seat for seat in changed if seat.people]
        if rule == "skip" or (occupied and self.step.mode != "each"):
            return occupied
        if not occupied and self.step.mode != "each":
            changed = [Seat(())]
        return self._filled(changed, without=self.initiator)

    def _substitute(self, rule: str) -> str | None:
        found = None
        if rule == "to_manager":
            found = self.answers.manager(self.initiator)
        elif rule == "to_dept_head":
            found = self.answers.department_head(self.initiator)
        if found is None or found == self.initiator or not self.answers.is_active(found):
            return None
        return found

    def _replaced(self, seat: Seat, substitute: str | None) -> Seat:
        if self.initiator not in seat.people:
            return seat
        people = [p for p in seat.people if p != self.initiator]
        if substitute is not None:
            people.append(substitute)
        return replace(seat, people=tuple(dict.fromkeys(people)))


def _one_seat_each(seats: list[Seat]) -> list[Seat]:
    """Nobody sits twice: a person stays on the first of their seats."""
    taken: set[str] = set()
    kept: list[Seat] = []
    for seat in seats:
        people = tuple(p for p in seat.people if p not in taken)
        taken.update(people)
        kept.append(replace(seat, people=people))
    return kept


def spread(groups: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Each person on one seat only: who is in several groups goes where fewest sit so far."""
    seats: list[list[str]] = [[] for _ in groups]
    member_of: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        for person in group:
            member_of.setdefault(person, []).append(index)
    for person, indexes in sorted(member_of.items(), key=lambda item: len(item[1])):
        emptiest = min(indexes, key=lambda i: (len(seats[i]), len(groups[i]), i))
        seats[emptiest].append(person)
    return [tuple(seat) for seat in seats]


def places(seats: Iterable[Seat], initiator: str, answers: Answers) -> list[list[Place]]:
    """Who is asked on each seat, after delegation."""
    seats = tuple(seats)
    asked = {person for seat in seats for person in seat.people}
    found: list[list[Place]] = []
    for seat in seats:
        row: list[Place] = []
        for owner in seat.people:
            person = _delegated(owner, answers)
            if person != owner and (person == initiator or person in asked):
                person = owner
            asked.add(person)
            row.append(Place(person, owner, "delegate" if person != owner else seat.source))
        found.append(row)
    return found


def _delegated(owner: str, answers: Answers) -> str:
    """Who acts for that person, over at most three hops; a circle stays with the owner."""
    seen, person = {owner}, owner
    for _ in range(HOPS):
        following = answers.delegate(person)
        if following is None or not answers.is_active(following):
            return person
        if following in seen:
            return owner
        seen.add(following)
        person = following
    return person

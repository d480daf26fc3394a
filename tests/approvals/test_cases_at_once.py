"""Several people at the same instant, on both databases: nothing stuck, nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import cast

import pytest
from sqlalchemy import Engine

from runtime.approvals.case_commands import Withdraw
from runtime.errors import Refusal
from tests.approvals.rows import StoredCase, StoredWorld, at_once, opened, refusals
from tests.approvals.world import chain_of, step_of

TRIALS = 12


@pytest.fixture
def database(migrated_url: str) -> Iterator[Engine]:
    with opened(migrated_url) as found:
        yield found


def started(database: Engine, *asks: object, record: str = "r1") -> StoredCase:
    world = StoredWorld(
        roles={"two": ("a", "b"), "board": tuple(f"p{number:02}" for number in range(20))}
    )
    case = StoredCase(database, chain_of(*asks), world, record=record)  # type: ignore[arg-type]
    assert case.start() is not None
    return case


def test_a_double_click_is_one_vote(database: Engine) -> None:
    case = started(database, "all of role:two")
    results = at_once([case.vote("a")] * 4)
    assert refusals(results) == ["task_decided"] * 3
    assert case.events().count("task_approved") == 1
    assert case.status == "running"


def test_any_of_two_approve_and_reject_exactly_one_wins(database: Engine) -> None:
    for trial in range(TRIALS):
        case = started(database, "any of role:two", record=f"r{trial}")
        results = at_once([case.vote("a", "approve"), case.vote("b", "reject")])
        lost = [each for each in results if isinstance(each, Refusal)]
        assert [(each.code, each.status) for each in lost] == [("task_decided", 409)]
        winner = "A" if isinstance(results[1], Refusal) else "B"
        assert lost[0].facts["who"] == winner
        ends = [kind for kind in case.events() if kind in ("case_approved", "case_rejected")]
        assert len(ends) == 1
        assert case.status == ("approved" if winner == "A" else "rejected")


def test_all_of_two_at_the_same_instant_is_approved(database: Engine) -> None:
    for trial in range(TRIALS):
        case = started(database, "all of role:two", record=f"r{trial}")
        assert refusals(at_once([case.vote("a"), case.vote("b")])) == []
        assert case.status == "approved", "all voted, still running"
        assert case.events().count("case_approved") == 1


def test_twenty_voters_at_once_stop_at_twelve_or_nine(database: Engine) -> None:
    for noes in (0, 9, 13, 20):
        chain = step_of("60% of role:board", reject="when_impossible")
        case = started(database, chain, record=f"r{noes}")
        acts = [
            case.vote(f"p{number:02}", "reject" if number < noes else "approve")
            for number in range(20)
        ]
        assert set(refusals(at_once(acts))) <= {"task_decided"}
        votes = Counter(str(task.decision) for task in case.snapshot().tasks)
        ends = {("approved", 12): "approve", ("rejected", 9): "reject"}
        assert any((case.status, votes[vote]) == end for end, vote in ends.items())
        assert {task.status for task in case.snapshot().tasks} <= {"done", "cancelled"}
        case.events()


def test_withdraw_and_the_last_approval_exactly_one_wins(database: Engine) -> None:
    case = started(database, "any of role:two")
    results = at_once([lambda: case.do(Withdraw("sub"), "sub"), case.vote("a")])
    assert len(refusals(results)) == 1
    assert case.status in ("withdrawn", "approved")


def test_the_same_record_is_submitted_twice_at_once_one_case(database: Engine) -> None:
    world = StoredWorld(roles={"two": ("a", "b")})
    twice = [StoredCase(database, chain_of("any of role:two"), world) for _ in range(4)]
    results = at_once([lambda each=each: each.start() or "already" for each in twice])  # type: ignore[misc]
    assert Counter(cast("str", each) == "already" for each in results) == {True: 3, False: 1}

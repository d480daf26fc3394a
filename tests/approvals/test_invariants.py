"""Thousands of random cases: whatever people do, a case keeps what approvals.md promises."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from runtime.approvals.case import Outcome, Snapshot
from runtime.approvals.case_commands import (
    Command,
    Comment,
    Decide,
    Invalidate,
    Retry,
    Transfer,
    Withdraw,
)
from runtime.approvals.chain import Chain
from runtime.approvals.votes import tally
from runtime.errors import Refusal
from runtime.spec.app import StepSpec
from tests.approvals.world import HASH, Running, World, chain_of, start

PEOPLE = [f"p{number}" for number in range(8)] + ["sub", "admin"]
SENTENCES = [
    "any of role:a, role:b",
    "all of role:a, role:b",
    "one from each of role:a, role:b, role:c",
    "one by one role:a, role:c",
    "2 of role:b",
    "60% of role:a, role:b, role:c",
    "manager",
    "one by one managers of submitter at most 3",
    "tell role:a",
    "user:sub",
]


def _world(dice: random.Random) -> World:
    return World(
        roles={role: tuple(dice.sample(PEOPLE, dice.randint(0, 5))) for role in ("a", "b", "c")},
        managers={person: dice.choice(PEOPLE) for person in PEOPLE if dice.random() < 0.7},
        heads={person: dice.choice(PEOPLE) for person in PEOPLE if dice.random() < 0.7},
        disabled={person for person in PEOPLE if dice.random() < 0.1},
        delegates={person: dice.choice(PEOPLE) for person in PEOPLE if dice.random() < 0.15},
        administrators=("admin",) if dice.random() < 0.8 else (),
        true={"x"} if dice.random() < 0.5 else set(),
    )


def _chain(dice: random.Random) -> Chain:
    steps = [
        StepSpec(
            key=f"s{number}",
            ask=dice.choice(SENTENCES),
            when=dice.choice([None, None, "x"]),
            facts={"reject": dice.choice(["veto", "when_impossible", "wait_all"])},
        )
        for number in range(dice.randint(1, 4))
    ]
    return chain_of(
        *steps,
        nobody_found=dice.choice(["admin", "pass", "reject", "block", "user:p3"]),
        submitter_is_approver=dice.choice(["ask", "skip", "to_manager", "to_dept_head", "forbid"]),
        same_person_again=dice.choice(["ask", "pass_if_consecutive", "pass_if_earlier"]),
        withdraw=dice.choice(["never", "until_first_decision", "until_end"]),
    )


def _command(dice: random.Random, running: Running) -> Command:
    tasks = running.snapshot.tasks
    actor = dice.choice(PEOPLE)
    if not tasks or dice.random() < 0.1:
        outside: list[Command] = [Withdraw(actor), Retry(actor), Comment(actor, "hm")]
        return dice.choice([*outside, Invalidate(actor, "edited")])
    task = dice.choice(tasks)
    actor = task.assignee if dice.random() < 0.9 else actor
    if dice.random() < 0.15:
        return Transfer(task.id, actor, dice.choice(PEOPLE), as_admin=dice.random() < 0.3)
    decision = dice.choice(["approve", "approve", "reject"])
    return Decide(task.id, actor, decision, HASH, 1, HASH, "so")  # type: ignore[arg-type]


def _check(before: Snapshot, outcome: Outcome, world: World) -> None:
    after = outcome.after
    _check_case(after)
    _check_steps(after)
    _check_tasks(after, world)
    kept = {task.id: task for task in after.tasks}
    for task in before.tasks:
        now = kept[task.id]
        assert (now.seat, now.assignee, now.seat_owner) == (
            task.seat,
            task.assignee,
            task.seat_owner,
        )
        if not task.is_pending:
            assert now == task, "what is decided or dropped never changes"
    ends = [event for event in outcome.events if event.type.startswith("case_")]
    ends = [event for event in ends if event.type != "case_started"]
    assert len(ends) == (1 if outcome.ended or not after.case.is_active else 0)
    assert after.case.version == before.case.version + 1


def _check_case(after: Snapshot) -> None:
    case = after.case
    assert (case.ended_at is None) == case.is_active
    is_open = any(step.is_open for step in after.steps)
    assert is_open == case.is_active, "an active case waits for somebody, an ended one for nobody"
    if case.status == "approved":
        assert all(step.status in {"passed", "skipped"} for step in after.steps)


def _check_steps(after: Snapshot) -> None:
    assert max(Counter((s.node, s.round) for s in after.steps).values(), default=1) == 1
    assert max(Counter(s.node for s in after.steps if s.is_open).values(), default=1) == 1
    for step in after.steps:
        assert (step.closed_at is None) == step.is_open
        votes = tally(step, after.tasks)
        pending = [task for task in after.tasks if task.step == step.id and task.is_pending]
        if step.status == "active":
            assert votes.left == len({task.seat for task in pending}) > 0, (
                "all voted, still running"
            )
            assert any(task.status == "open" for task in pending)
            assert votes.yes < step.need
        else:
            assert not pending
        if step.need and step.status == "passed":
            assert votes.yes == step.need, "a step stops at just the votes it needs"


def _check_tasks(after: Snapshot, world: World) -> None:
    for task in after.tasks:
        assert (task.status == "done") == (task.decision is not None)
        if task.status == "open":
            assert task.opened_at is not None
    votes = Counter(task.seat for task in after.tasks if task.is_vote)
    assert max(votes.values(), default=0) <= 1, "one counted vote per seat"
    asked = Counter((task.step, task.assignee) for task in after.tasks if task.is_pending)
    assert max(asked.values(), default=0) <= 1, "one open task per person and step"
    found = [task for task in after.tasks if task.source in {"rule", "empty_rule", "delegate"}]
    assert not {task.seat_owner for task in found} & world.disabled


@pytest.mark.parametrize("seed", range(25))
def test_random_cases_keep_their_invariants(seed: int) -> None:
    dice = random.Random(seed)
    reasons: list[Refusal] = []
    for _ in range(100):
        world = _world(dice)
        running = start(_chain(dice), world)
        _check(running.outcomes[0].before, running.outcomes[0], world)
        for _ in range(25):
            before = running.snapshot
            try:
                outcome = running.do(_command(dice, running))
            except Refusal as refusal:
                reasons.append(refusal)
                assert running.snapshot == before, "a refusal changes nothing"
            else:
                _check(before, outcome, world)
    assert all(no.message("zh") and no.message("en") for no in reasons)


def test_the_same_answers_lead_to_the_same_rows() -> None:
    def ran() -> list[Outcome]:
        dice = random.Random(7)
        running = start(_chain(dice), _world(dice))
        for _ in range(10):
            try:
                running.do(_command(dice, running))
            except Refusal:
                continue
        return running.outcomes

    assert ran() == ran()

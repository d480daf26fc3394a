"""Moves one case by one command, purely: the same answers always lead to the same rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from runtime.approvals.case import CaseStatus, Outcome, Snapshot, Task
from runtime.approvals.case_commands import (
    Answers,
    AskAnew,
    Command,
    Comment,
    Decide,
    Invalidate,
    Retry,
    Start,
    Transfer,
    Withdraw,
)
from runtime.approvals.chain import Chain
from runtime.approvals.refuse import (
    check_active,
    check_comment,
    check_decision,
    check_transfer,
    check_withdraw,
)
from runtime.approvals.reseat import reseat, retry
from runtime.approvals.walk import Walk
from runtime.errors import Refusal


def advance(
    chain: Chain, snapshot: Snapshot, command: Command, now: datetime, answers: Answers
) -> Outcome:
    """What the command leads to. Raises :class:`Refusal` where it is not possible (any more)."""
    walk = Walk(chain, snapshot, now, answers)
    match command:
        case Start():
            _start(walk)
        case Decide():
            _decide(walk, command)
        case Comment():
            _comment(walk, command)
        case Withdraw():
            _withdraw(walk, command)
        case Transfer():
            _transfer(walk, command)
        case Retry():
            _retry(walk)
        case AskAnew():
            reseat(walk)
        case Invalidate():
            _invalidate(walk, command)
    return walk.outcome()


def _start(walk: Walk) -> None:
    case = walk.case
    payload = {"chain": case.chain, "purpose": case.purpose}
    walk.record("case_started", version=case.record_version, hash=case.record_hash, **payload)
    walk.go_on()


def _decide(walk: Walk, command: Decide) -> None:
    task = check_decision(walk, command)
    person = command.actor
    decided = replace(
        task,
        status="done",
        decision=command.decision,
        decided_by=person,
        on_behalf_of=None if person == task.seat_owner else task.seat_owner,
        decided_at=walk.now,
        comment=command.comment or None,
        record_version=command.record_version,
        record_hash=command.record_hash,
    )
    walk.tasks[task.id] = decided
    walk.case = replace(
        walk.case, record_version=command.record_version, record_hash=command.record_hash
    )
    types = {"approve": "task_approved", "reject": "task_rejected", "complete": "task_completed"}
    walk.record(
        types[command.decision],
        on_behalf_of=decided.on_behalf_of,
        task=task.id,
        step=walk.steps[task.step].node,
        comment=command.comment,
        version=command.record_version,
        hash=command.record_hash,
    )
    walk.drop_tasks(each.id for each in walk.pending(task.step) if each.seat == task.seat)
    walk.settle(task.step)


def _comment(walk: Walk, command: Comment) -> None:
    check_comment(walk, command)
    task = walk.tasks.get(command.task) if command.task else None
    step = walk.steps[task.step].node if task else None
    kind = "question_asked" if command.asks else "comment_added"
    walk.record(kind, text=command.text, step=step)
    told = {walk.case.initiator, *(t.assignee for t in walk.tasks.values() if t.status == "open")}
    to = [walk.case.initiator] if command.asks else sorted(told - {command.actor})
    walk.tell("asked" if command.asks else "commented", to)


def _withdraw(walk: Walk, command: Withdraw) -> None:
    check_withdraw(walk, command)
    _end_from_outside(walk, "withdrawn", command.comment)


def _invalidate(walk: Walk, command: Invalidate) -> None:
    check_active(walk)
    _end_from_outside(walk, "invalidated", command.reason)


def _end_from_outside(walk: Walk, status: CaseStatus, reason: str) -> None:
    asked = sorted({each.assignee for each in walk.tasks.values() if each.status == "open"})
    for step in walk.open_steps():
        walk.close(step.id, "cancelled", status)
    walk.end(status, reason)
    walk.tell(status, [person for person in asked if person != walk.case.initiator])
    if status == "invalidated":
        walk.tell(status, [walk.case.initiator])


def _transfer(walk: Walk, command: Transfer) -> None:
    task = check_transfer(walk, command)
    walk.tasks[task.id] = replace(task, status="moved")
    moved = Task(
        id=walk.answers.new_id(),
        step=task.step,
        seat=task.seat,
        seat_no=task.seat_no,
        seat_owner=task.seat_owner,
        assignee=command.to,
        source="admin" if command.as_admin else "transfer",
        status=task.status,
        parent=task.id,
        opened_at=walk.now if task.status == "open" else None,
        due_at=task.due_at,
    )
    walk.tasks[moved.id] = moved
    node = walk.steps[task.step].node
    walk.record(
        "task_transferred",
        task=task.id,
        step=node,
        source=task.assignee,
        target=command.to,
        comment=command.comment,
    )
    if moved.status == "open":
        walk.tell("task_opened", [command.to], node)


def _retry(walk: Walk) -> None:
    check_active(walk)
    for step in walk.open_steps():
        if step.status == "blocked":
            retry(walk, step)
            return
    raise Refusal("nothing_blocked", 409)

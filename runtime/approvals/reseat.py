"""Who is asked instead, where those who were asked have left.

A step is looked at as if it opened today; votes that were cast and people who can still decide stay.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from runtime.approvals.case import Step, Task
from runtime.approvals.chain import ChainStep
from runtime.approvals.seats import Seat, Seating, places, seating
from runtime.approvals.votes import needed, tally
from runtime.approvals.walk import Walk


@dataclass(frozen=True, slots=True)
class _Filling:
    """The seats to add to a step in which some sit already, and what it then needs."""

    new: tuple[Seat, ...]
    total: int
    need: int
    found: Seating

    @property
    def suffices(self) -> bool:
        """Whether the step can be decided with them."""
        return self.found.result is None and self.need <= self.total


def reseat(walk: Walk) -> None:
    """Find people for every open step that nobody active can decide, or that waits for nobody.

    Where that is not so, nothing changes.
    """
    for step in walk.open_steps():
        declared = walk.chain.step(step.node)
        if declared is None or not walk.case.is_active:
            continue
        found = seating(walk.chain, declared, walk.case.initiator, walk.answers)
        if step.status == "blocked":
            is_ready = _filling(walk, step, declared, found).suffices
            if is_ready or (found.result != "blocked" and not _kept(walk, step)):
                retry(walk, step)
        elif _is_stuck(walk, step) or (_stands_in(walk, step) and not _is_stand_in(found)):
            _ask_anew(walk, step, declared, found)


def retry(walk: Walk, blocked: Step) -> None:
    """Look for the people of a blocked step again.

    Raises:
        LookupError: the chain has no such step.
    """
    declared = walk.chain.step(blocked.node)
    if declared is None:
        raise LookupError(f"chain {walk.chain.key} has no step {blocked.node}")
    walk.record("step_retried", step=blocked.node)
    walk.resolved.append(blocked.node)
    step = replace(blocked, status="active")
    if _kept(walk, step):
        found = seating(walk.chain, declared, walk.case.initiator, walk.answers)
        _fill(walk, step, declared, found)
    else:
        walk.seat(step, declared)
        walk.go_on()


def _is_stuck(walk: Walk, step: Step) -> bool:
    """Whether too few of those who may still decide are active."""
    open_seats = {task.seat for task in walk.pending(step.id) if _is_here(walk, task)}
    return tally(step, walk.tasks.values()).yes + len(open_seats) < step.need


def _stands_in(walk: Walk, step: Step) -> bool:
    """Whether only those are asked who stand in for nobody."""
    asked = [task for task in walk.tasks.values() if task.step == step.id]
    pending = [task for task in asked if task.is_pending]
    return not any(task.is_vote for task in asked) and all(
        task.source == "empty_rule" for task in pending
    )


def _is_stand_in(found: Seating) -> bool:
    return found.result is not None or any(seat.source == "empty_rule" for seat in found.seats)


def _is_here(walk: Walk, task: Task) -> bool:
    return walk.answers.is_active(task.assignee)


def _ask_anew(walk: Walk, step: Step, declared: ChainStep, found: Seating) -> None:
    pending = walk.pending(step.id)
    voted = any(task.step == step.id and task.is_vote for task in walk.tasks.values())
    stays = [task for task in pending if _is_here(walk, task) and task.source != "empty_rule"]
    gone = [task for task in pending if task not in stays]
    left = [task.assignee for task in gone if not _is_here(walk, task)]
    walk.drop_tasks(task.id for task in gone)
    walk.record("step_asked_anew", step=step.node, people=left)
    if voted or stays:
        _fill(walk, step, declared, found)
    else:
        walk.seat(step, declared)
        walk.go_on()


def _kept(walk: Walk, step: Step) -> list[Task]:
    """The votes of a step, and the tasks that may still become one."""
    own = [task for task in walk.tasks.values() if task.step == step.id]
    return [task for task in own if task.is_pending or task.is_vote]


def _filling(walk: Walk, step: Step, declared: ChainStep, found: Seating) -> _Filling:
    """Seats for those of today who do not sit yet; without them the step needs fewer."""
    kept = _kept(walk, step)
    sitting = {person for task in kept for person in (task.assignee, task.decided_by)}
    new = tuple(seat for seat in found.seats if sitting.isdisjoint(seat.people))
    total = len({task.seat for task in kept}) + len(new)
    return _Filling(new, total, needed(step.mode, declared.number, total), found)


def _fill(walk: Walk, step: Step, declared: ChainStep, found: Seating) -> None:
    filling = _filling(walk, step, declared, found)
    if found.result == "rejected":
        walk.close(step.id, "rejected", found.reason or "nobody_found")
        walk.end("rejected", found.reason)
        return
    if not filling.suffices:
        nobody = Seating(result="blocked", reason=found.reason or "too_few_people")
        walk.block(step, nobody)
        return
    step = replace(step, seats=filling.total, need=filling.need)
    walk.steps[step.id] = step
    due = walk.answers.due(walk.now, declared.due) if declared.due else None
    asked = places(filling.new, walk.case.initiator, walk.answers)
    last = max(task.seat_no for task in walk.tasks.values() if task.step == step.id)
    for number, row in enumerate(asked, start=last + 1):
        walk.take_seat(step, number, row, due)
    walk.tell("task_opened", [place.person for row in asked for place in row], step.node)
    walk.settle(step.id)

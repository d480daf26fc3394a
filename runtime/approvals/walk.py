"""One case while a command moves it: steps open, are settled, close, and the case ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from runtime.approvals.case import (
    YES,
    Case,
    CaseEvent,
    CaseIncident,
    CaseNotice,
    CaseStatus,
    Outcome,
    Snapshot,
    Step,
    StepStatus,
    Task,
)
from runtime.approvals.case_commands import Answers
from runtime.approvals.chain import Chain, ChainStep
from runtime.approvals.seats import Place, Seating, places, seating
from runtime.approvals.votes import tally, verdict

CLOSED_EVENTS = {
    "passed": "step_passed",
    "rejected": "step_rejected",
    "cancelled": "step_cancelled",
}
ENDED_EVENTS = {
    "approved": "case_approved",
    "rejected": "case_rejected",
    "withdrawn": "case_withdrawn",
    "invalidated": "case_invalidated",
    "terminated": "case_terminated",
}


class Walk:
    """A working copy of a snapshot. It is made for one command and thrown away."""

    def __init__(self, chain: Chain, snapshot: Snapshot, now: datetime, answers: Answers) -> None:
        self.chain = chain
        self.before = snapshot
        self.now = now
        self.answers = answers
        self.case: Case = snapshot.case
        self.steps: dict[str, Step] = {each.id: each for each in snapshot.steps}
        self.tasks: dict[str, Task] = {each.id: each for each in snapshot.tasks}
        self.events: list[CaseEvent] = []
        self.notices: list[CaseNotice] = []
        self.incidents: list[CaseIncident] = []
        self.resolved: list[str] = []

    def outcome(self) -> Outcome:
        """What is to be written."""
        case = replace(self.case, version=self.case.version + 1)
        after = Snapshot(case, tuple(self.steps.values()), tuple(self.tasks.values()))
        return Outcome(
            before=self.before,
            after=after,
            events=tuple(self.events),
            notices=tuple(self.notices),
            incidents=tuple(self.incidents),
            resolved=tuple(self.resolved),
        )

    # ---- telling

    def record(self, kind: str, *, on_behalf_of: str | None = None, **payload: Any) -> None:
        """Note a fact of the case's history; empty facts are left out."""
        facts = {key: value for key, value in payload.items() if value not in (None, "")}
        self.events.append(CaseEvent(kind, facts, on_behalf_of))

    def tell(self, what: str, to: Sequence[str], step: str | None = None) -> None:
        """Tell people about the fact noted last."""
        if to:
            self.notices.append(CaseNotice(what, tuple(to), len(self.events) - 1, step))

    # ---- reading

    def open_steps(self) -> list[Step]:
        """Steps that wait for somebody."""
        return [each for each in self.steps.values() if each.is_open]

    def pending(self, step_id: str) -> list[Task]:
        """Undecided tasks of a step, by seat."""
        found = [t for t in self.tasks.values() if t.step == step_id and t.is_pending]
        return sorted(found, key=lambda task: task.seat_no)

    def _latest(self, node: str) -> Step | None:
        rows = [each for each in self.steps.values() if each.node == node]
        return max(rows, key=lambda each: each.round, default=None)

    # ---- walking

    def go_on(self) -> None:
        """Open step after step until one waits or the case has ended."""
        while self.case.is_active and not self.open_steps():
            following = self._following()
            if following is None:
                self.end("approved")
                return
            self._open(following)

    def _following(self) -> ChainStep | None:
        """The first step never reached; after them, one skipped earlier that is required now."""
        for step in self.chain.steps:
            if self._latest(step.key) is None:
                return step
        for step in self.chain.steps:
            latest = self._latest(step.key)
            is_skipped = latest is not None and latest.status == "skipped"
            if is_skipped and step.when and self.answers.holds(step.when):
                return step
        return None

    def _open(self, step: ChainStep) -> None:
        latest = self._latest(step.key)
        opened = Step(
            id=self.answers.new_id(),
            node=step.key,
            round=latest.round + 1 if latest else 1,
            mode=step.mode,
            reject_rule=step.reject,
            seats=0,
            need=0,
            status="active",
            opened_at=self.now,
        )
        if step.when and not self.answers.holds(step.when):
            self._shut(opened, "skipped", "when")
            self.record("step_skipped", step=step.key)
        elif step.mode == "tell":
            self._shut(opened, "passed", "told")
            people = dict.fromkeys(p for who in step.who for p in self.answers.people(who))
            to = [person for person in people if self.answers.is_active(person)]
            self.record("people_told", step=step.key, people=to)
            self.tell("told", to, step.key)
        else:
            self.seat(opened, step)

    def seat(self, opened: Step, step: ChainStep) -> None:
        """Find the people of a step that opens, and ask them."""
        found = seating(self.chain, step, self.case.initiator, self.answers)
        if found.result == "blocked":
            self.block(opened, found)
        elif found.result is not None:
            self._shut(opened, found.result, found.reason)
            self.record(CLOSED_EVENTS[found.result], step=step.key, reason=found.reason)
            if found.result == "rejected":
                self.end("rejected", found.reason)
        else:
            self._ask(opened, step, found)

    def block(self, opened: Step, found: Seating) -> None:
        """Let a step wait until there is somebody to ask; administrators are told."""
        reason = found.reason or "nobody_found"
        blocked = replace(opened, status="blocked", facts={"reason": reason})
        self.steps[opened.id] = blocked
        self.record("step_blocked", step=opened.node, reason=reason)
        self.incidents.append(CaseIncident("step_blocked", opened.node, {"reason": reason}))
        admins = [p for p in self.answers.admins() if self.answers.is_active(p)]
        self.tell("blocked", admins, opened.node)

    def _ask(self, opened: Step, step: ChainStep, found: Seating) -> None:
        asked = places(found.seats, self.case.initiator, self.answers)
        opened = replace(opened, seats=len(asked), need=found.need)
        self.steps[opened.id] = opened
        due = self.answers.due(self.now, step.due) if step.due else None
        again = self._said_yes_before(opened, step)
        for number, row in enumerate(asked):
            self.take_seat(opened, number, row, due)
        people = [[place.person for place in row] for row in asked]
        self.record(
            "step_opened",
            step=step.key,
            round=opened.round,
            mode=opened.mode,
            need=found.need,
            people=people,
            reason=found.reason,
        )
        self._approve_again(opened, again)
        if self._verdict(opened) is None:
            self._tell_open(opened)
        self.settle(opened.id)

    def take_seat(
        self, step: Step, number: int, row: Sequence[Place], due: datetime | None
    ) -> None:
        """Ask the people of one seat; one by one, only the first seat is open."""
        seat = self.answers.new_id()
        is_waiting = step.mode == "sequence" and number > 0
        for place in row:
            task = Task(
                id=self.answers.new_id(),
                step=step.id,
                seat=seat,
                seat_no=number,
                seat_owner=place.owner,
                assignee=place.person,
                source=place.source,
                status="waiting" if is_waiting else "open",
                opened_at=None if is_waiting else self.now,
                due_at=None if is_waiting else due,
            )
            self.tasks[task.id] = task

    def _said_yes_before(self, opened: Step, step: ChainStep) -> frozenset[str]:
        """Who need not be asked again: they said yes to just this content, in this round."""
        if step.same_person_again == "ask" or opened.round > 1:
            return frozenset()
        earlier = [each for each in self.steps.values() if each.need and each.id != opened.id]
        if step.same_person_again == "pass_if_consecutive":
            earlier = earlier[-1:]
        ids = {each.id for each in earlier}
        return frozenset(
            task.assignee
            for task in self.tasks.values()
            if task.step in ids
            and task.is_vote
            and task.decision in YES
            and task.record_hash == self.case.record_hash
        )

    def _approve_again(self, step: Step, people: frozenset[str]) -> None:
        for task in self.pending(step.id):
            is_over = self._verdict(step) or not self.tasks[task.id].is_pending
            if task.assignee not in people or is_over:
                continue
            self.tasks[task.id] = replace(
                task,
                status="done",
                decision="auto_approve",
                decided_by=task.assignee,
                decided_at=self.now,
                record_version=self.case.record_version,
                record_hash=self.case.record_hash,
            )
            self.record("task_passed_again", step=step.node, task=task.id, person=task.assignee)
            self.drop_tasks(t.id for t in self.pending(step.id) if t.seat == task.seat)

    def _tell_open(self, step: Step) -> None:
        asked = [task.assignee for task in self.pending(step.id) if task.status == "open"]
        self.tell("task_opened", asked, step.node)

    # ---- settling

    def settle(self, step_id: str) -> None:
        """Count the votes; close the step if it is decided, else ask who comes next."""
        step = self.steps[step_id]
        result = self._verdict(step)
        if result is None:
            self._ask_next(step)
            return
        self.close(step_id, result, "decided")
        if result == "rejected":
            self.end("rejected", step.node)
        else:
            self.go_on()

    def _verdict(self, step: Step) -> Literal["passed", "rejected"] | None:
        return verdict(step, tally(step, self.tasks.values()))

    def _ask_next(self, step: Step) -> None:
        """One by one: the next seat opens after a yes."""
        waiting = self.pending(step.id)
        if step.mode != "sequence" or not waiting or waiting[0].status == "open":
            return
        declared = self.chain.step(step.node)
        due = self.answers.due(self.now, declared.due) if declared and declared.due else None
        for task in waiting:
            if task.seat == waiting[0].seat:
                self.tasks[task.id] = replace(task, status="open", opened_at=self.now, due_at=due)
        self.record("task_opened", step=step.node, people=[waiting[0].assignee])
        self._tell_open(step)

    def close(self, step_id: str, status: StepStatus, reason: str) -> None:
        """Close a step; who has not decided need not any more."""
        step = self.steps[step_id]
        votes = tally(step, self.tasks.values())
        self.drop_tasks(task.id for task in self.pending(step_id))
        if step.status == "blocked":
            self.resolved.append(step.node)
        self._shut(step, status, reason)
        self.record(CLOSED_EVENTS[status], step=step.node, yes=votes.yes, no=votes.no)

    def _shut(self, step: Step, status: StepStatus, reason: str | None) -> None:
        self.steps[step.id] = replace(step, status=status, closed_at=self.now, close_reason=reason)

    def drop_tasks(self, task_ids: Iterable[str]) -> None:
        """Cancel tasks: not needed any more."""
        for task_id in list(task_ids):
            self.tasks[task_id] = replace(self.tasks[task_id], status="cancelled")

    def end(self, status: CaseStatus, reason: str | None = None) -> None:
        """End the case and tell its submitter."""
        self.case = replace(self.case, status=status, end_reason=reason or None, ended_at=self.now)
        self.record(ENDED_EVENTS[status], reason=reason)
        if status == "approved":
            self.tell("approved", [self.case.initiator])
        elif status == "rejected":
            what = "rejected" if self.chain.rejected == "end" else "sent_back"
            self.tell(what, [self.case.initiator])

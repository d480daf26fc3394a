"""The approvals of a record as their reader may see them: steps, votes, remarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from runtime import gate
from runtime.approvals.case import Case, Snapshot, Step, Task
from runtime.approvals.compile_chain import compile_chain
from runtime.approvals.refuse import votes_against_withdrawal
from runtime.compiled import CompiledApp, CompiledForm
from runtime.context import Context
from runtime.installation import Installation
from runtime.keys import secret_key
from runtime.spec.app import ApprovalSpec, Labels, label
from runtime.store import cases, people
from runtime.store.records import StoredRecord

TODO = "todo"


@dataclass(frozen=True, slots=True)
class TaskView:
    """One person's part in a step, as history shows it."""

    id: str
    assignee: str
    name: str
    owner: str
    owner_name: str
    source: str
    status: str
    decision: str | None
    comment: str | None
    decided_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepView:
    """One opening of a step."""

    key: str
    label: str
    round: int
    mode: str
    status: str
    need: int
    seats: int
    reason: str | None
    opened_at: datetime
    closed_at: datetime | None
    tasks: tuple[TaskView, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment or a question."""

    at: datetime
    person: str
    name: str
    text: str
    asks: bool


@dataclass(frozen=True, slots=True)
class CaseView:
    """An approval of a record. ``coming`` are the labels of steps not reached yet.

    ``my_task`` is the reader's own open task, and ``record_hash`` what a vote on it is bound to.
    """

    id: str
    chain: str
    label: str
    purpose: str
    status: str
    end_reason: str | None
    initiator: str
    initiator_name: str
    started_at: datetime
    ended_at: datetime | None
    steps: tuple[StepView, ...]
    coming: tuple[str, ...]
    remarks: tuple[Remark, ...]
    my_task: TaskView | None
    actions: tuple[str, ...]
    may_withdraw: bool
    record_hash: str


def case_history(ctx: Context, form_key: str, record_id: str) -> tuple[CaseView, ...]:
    """Every approval there ever was of a record, newest first.

    Raises:
        Refusal: not_found (404): not there, or not for this actor.
    """
    record = gate.load(ctx, ctx.form(form_key), record_id, trashed=True)
    found = cases.of_record(ctx.connection, (ctx.app.key, form_key, record_id))
    return tuple(_view(ctx, case, record) for case in reversed(found))


def case_of(ctx: Context, form_key: str, record_id: str) -> CaseView | None:
    """The approval under way on a record that concerns the actor most, or None.

    Raises:
        Refusal: not_found (404): not there, or not for this actor.
    """
    record = gate.load(ctx, ctx.form(form_key), record_id, trashed=True)
    running = cases.active(ctx.connection, (ctx.app.key, form_key, record_id))
    views = [_view(ctx, case, record) for case in running]
    return min(views, key=lambda view: view.my_task is None, default=None)


def _view(ctx: Context, case: Case, record: StoredRecord) -> CaseView:
    snapshot = cases.load(ctx.connection, case.id) or Snapshot(case)
    app = ctx.app
    if case.revision != app.revision:
        app = ctx.installation.app(ctx.connection, case.app, case.revision)
    spec = declared(app, case.chain, (case.form, case.facts))
    history = cases.history(ctx.connection, case.id)
    names = _names(ctx, snapshot, [each.actor for each in history])
    mine = next(
        (t for t in snapshot.tasks if t.assignee == ctx.actor.id and t.status == "open"), None
    )
    reached = {step.node for step in snapshot.steps}
    coming = [each for each in spec.steps if each.key not in reached] if case.is_active else []
    node = next((s.node for s in snapshot.steps if mine and s.id == mine.step), None)
    return CaseView(
        id=case.id,
        chain=case.chain,
        label=label(spec.labels, ctx.lang, case.chain),
        purpose=case.purpose,
        status=case.status,
        end_reason=case.end_reason,
        initiator=case.initiator,
        initiator_name=names.get(case.initiator, ""),
        started_at=case.started_at,
        ended_at=case.ended_at,
        steps=tuple(_step(ctx, spec, (snapshot, names), step) for step in snapshot.steps),
        coming=tuple(label(each.labels, ctx.lang, each.key) for each in coming),
        remarks=tuple(
            Remark(
                each.at,
                each.actor,
                names.get(each.actor, ""),
                str(each.payload.get("text", "")),
                each.type == "question_asked",
            )
            for each in history
            if each.type in ("comment_added", "question_asked")
        ),
        my_task=_task(mine, names) if mine else None,
        actions=actions_of(spec, node) if node else (),
        may_withdraw=_may_withdraw(ctx, spec, snapshot),
        record_hash=hash_of(ctx.installation, ctx.app.forms[case.form], record),
    )


def _step(
    ctx: Context, spec: ApprovalSpec, found: tuple[Snapshot, Mapping[str, str]], step: Step
) -> StepView:
    snapshot, names = found
    declared = next((each for each in spec.steps if each.key == step.node), None)
    return StepView(
        key=step.node,
        label=label(declared.labels if declared else {}, ctx.lang, step.node),
        round=step.round,
        mode=step.mode,
        status=step.status,
        need=step.need,
        seats=step.seats,
        reason=step.facts.get("reason") or step.close_reason,
        opened_at=step.opened_at,
        closed_at=step.closed_at,
        tasks=tuple(_task(each, names) for each in snapshot.tasks if each.step == step.id),
    )


def _task(task: Task, names: Mapping[str, str]) -> TaskView:
    return TaskView(
        id=task.id,
        assignee=task.assignee,
        name=names.get(task.assignee, ""),
        owner=task.seat_owner,
        owner_name=names.get(task.seat_owner, ""),
        source=task.source,
        status=task.status,
        decision=task.decision,
        comment=task.comment,
        decided_at=task.decided_at,
        due_at=task.due_at,
    )


def _names(ctx: Context, snapshot: Snapshot, actors: Sequence[str]) -> Mapping[str, str]:
    ids = {snapshot.case.initiator, *actors}
    ids |= {person for task in snapshot.tasks for person in (task.assignee, task.seat_owner)}
    return people.names_of(ctx.connection, sorted(ids))


def _may_withdraw(ctx: Context, spec: ApprovalSpec, snapshot: Snapshot) -> bool:
    if ctx.actor.id != snapshot.case.initiator or not snapshot.case.is_active:
        return False
    chain = compile_chain(spec)
    return chain.withdraw != "never" and not votes_against_withdrawal(chain, snapshot)


def declared(app: CompiledApp, chain: str, own: tuple[str, Mapping[str, Any]]) -> ApprovalSpec:
    """The declared chain; a to-do has its title for a label and only one thing to do."""
    form, facts = own
    found = app.approvals.get(chain)
    if found is not None:
        return found
    labels: Labels = facts.get("title", {})
    return ApprovalSpec(chain, form, labels, ())


def actions_of(spec: ApprovalSpec, node: str | None) -> tuple[str, ...]:
    """What may be done at a step, in the order buttons stand."""
    if spec.key == TODO:
        allowed = frozenset({"complete", "transfer", "comment"})
    else:
        step = compile_chain(spec).step(str(node))
        allowed = step.actions if step else frozenset()
    order = ("approve", "reject", "complete", "transfer", "ask", "comment")
    return tuple(action for action in order if action in allowed)


def hash_of(installation: Installation, form: CompiledForm, record: StoredRecord) -> str:
    """What a vote on a record is bound to, as it is now."""
    state = form.state_field
    secret = secret_key(installation.settings.data_dir)
    return cases.record_hash(record, state.spec.key if state else None, secret)

"""What a case does not allow (any more): who was faster, whose turn it is, what is missing."""

from __future__ import annotations

from collections.abc import Mapping

from runtime.approvals.case import CaseStatus, Snapshot, Task, VoteKind
from runtime.approvals.case_commands import Comment, Decide, Transfer, Withdraw
from runtime.approvals.chain import Chain
from runtime.approvals.walk import Walk
from runtime.errors import Refusal
from runtime.spec.app import Labels

OUTCOMES: Mapping[CaseStatus, Labels] = {
    "running": {"zh": "进行中", "en": "running"},
    "suspended": {"zh": "已暂停", "en": "suspended"},
    "approved": {"zh": "已通过", "en": "approved"},
    "rejected": {"zh": "已拒绝", "en": "rejected"},
    "withdrawn": {"zh": "已撤回", "en": "withdrawn"},
    "terminated": {"zh": "已终止", "en": "terminated"},
    "invalidated": {"zh": "已作废", "en": "invalidated"},
}
DECISIONS: Mapping[VoteKind, Labels] = {
    "approve": {"zh": "同意", "en": "approved"},
    "reject": {"zh": "拒绝", "en": "rejected"},
    "return": {"zh": "退回", "en": "returned"},
    "complete": {"zh": "完成", "en": "completed"},
    "auto_approve": {"zh": "自动同意", "en": "approved automatically"},
    "auto_reject": {"zh": "自动拒绝", "en": "rejected automatically"},
}


def check_active(walk: Walk) -> None:
    """Refuse what comes after the end of the case."""
    if not walk.case.is_active:
        raise Refusal("case_ended", 409, outcome=OUTCOMES[walk.case.status])


def check_decision(walk: Walk, command: Decide) -> Task:
    """The task, if this person may decide it so now. Raises :class:`Refusal`."""
    task = _own_open_task(walk, command.task, command.actor)
    if command.seen_hash != command.record_hash:
        raise Refusal("stale_record", 409, version=command.record_version)
    step = walk.chain.step(walk.steps[task.step].node)
    allowed = step.actions if step else frozenset[str]()
    if command.decision not in allowed:
        raise Refusal("action_not_allowed", 422, action=command.decision)
    when = step.comment if step else "never"
    is_needed = when == "always" or (when == "on_reject" and command.decision == "reject")
    if is_needed and not command.comment.strip():
        raise Refusal("comment_missing", 422)
    return task


def check_comment(walk: Walk, command: Comment) -> None:
    """Refuse an empty comment, and one on a case that has ended."""
    if not command.text.strip():
        raise Refusal("comment_missing", 422)
    check_active(walk)


def check_withdraw(walk: Walk, command: Withdraw) -> None:
    """Refuse who did not submit it, and a withdrawal that comes too late."""
    if command.actor != walk.case.initiator:
        raise Refusal("only_submitter", 403, who=walk.answers.name(walk.case.initiator))
    check_active(walk)
    if walk.chain.withdraw == "never":
        raise Refusal("withdraw_never", 409)
    votes = votes_against_withdrawal(walk.chain, walk.before)
    if votes:
        _too_late(walk, votes)


def votes_against_withdrawal(chain: Chain, snapshot: Snapshot) -> list[Task]:
    """The votes that make it too late to withdraw, by the chain's own rule."""
    votes = [t for t in snapshot.tasks if t.is_vote and t.decision != "auto_approve"]
    match chain.withdraw:
        case "until_end":
            return []
        case "until_next_step_decides":
            asked = [each for each in snapshot.steps if each.need]
            return [task for task in votes if not asked or task.step != asked[0].id]
        case _:
            return votes


def _too_late(walk: Walk, votes: list[Task]) -> None:
    who = walk.answers.name(votes[-1].decided_by or "")
    raise Refusal("withdraw_too_late", 409, who=who)


def check_transfer(walk: Walk, command: Transfer) -> Task:
    """The task, if it may go to that person. Raises :class:`Refusal`."""
    task = _task(walk, command.task)
    if not command.as_admin:
        _own_open_task(walk, command.task, command.actor)
    elif not task.is_pending:
        _refuse_closed(walk, task)
    name = walk.answers.name(command.to)
    if command.to == task.assignee:
        raise Refusal("transfer_to_self", 422, who=name)
    if not walk.answers.is_active(command.to):
        raise Refusal("transfer_to_disabled", 422, who=name)
    if command.to == walk.case.initiator:
        raise Refusal("transfer_to_submitter", 422, who=name)
    if any(each.assignee == command.to for each in walk.pending(task.step)):
        raise Refusal("already_asked", 409, who=name)
    step = walk.chain.step(walk.steps[task.step].node)
    if not command.as_admin and step and "transfer" not in step.actions:
        raise Refusal("action_not_allowed", 422, action="transfer")
    return task


def _task(walk: Walk, task_id: str) -> Task:
    task = walk.tasks.get(task_id)
    if task is None:
        raise Refusal("not_found", 404)
    return task


def _own_open_task(walk: Walk, task_id: str, actor: str) -> Task:
    """The person's own task that is open now."""
    task = _task(walk, task_id)
    if not walk.answers.is_active(actor):
        raise Refusal("forbidden", 403)
    if actor != task.assignee:
        if not any(actor in {t.assignee, t.decided_by} for t in walk.tasks.values()):
            raise Refusal("not_found", 404)
        raise Refusal("not_assignee", 409, who=walk.answers.name(task.assignee))
    if task.status != "open":
        _refuse_closed(walk, task)
    check_active(walk)
    return task


def _refuse_closed(walk: Walk, task: Task) -> None:
    """Say who was faster, or why the task is not open."""
    if task.status == "waiting":
        turn = next((t for t in walk.pending(task.step) if t.status == "open"), None)
        who = walk.answers.name(turn.assignee) if turn else "-"
        raise Refusal("not_your_turn", 409, who=who)
    if task.status == "moved":
        heirs = [each for each in walk.tasks.values() if each.parent == task.id]
        who = walk.answers.name(heirs[-1].assignee) if heirs else "-"
        raise Refusal("task_moved", 409, who=who)
    decided = _decider(walk, task)
    if decided is None or decided.decided_by is None or decided.decision is None:
        raise Refusal("case_ended", 409, outcome=OUTCOMES[walk.case.status])
    who = walk.answers.name(decided.decided_by)
    raise Refusal("task_decided", 409, who=who, decision=DECISIONS[decided.decision])


def _decider(walk: Walk, task: Task) -> Task | None:
    """The vote that made a task unnecessary: its own, its seat's, or the step's last one."""
    if task.status == "done":
        return task
    votes = [t for t in walk.tasks.values() if t.step == task.step and t.is_vote]
    of_seat = [each for each in votes if each.seat == task.seat]
    newest = max(votes, key=lambda each: (each.decided_at or walk.now, each.id), default=None)
    return of_seat[-1] if of_seat else newest

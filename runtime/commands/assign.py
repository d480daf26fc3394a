"""Handing a to-do to somebody else, and getting a blocked step going again."""

from __future__ import annotations

from runtime.approvals.case import Case
from runtime.approvals.case_commands import AskAnew, Retry, Transfer
from runtime.commands.decide import move_case
from runtime.commands.locked_case import lock_case
from runtime.context import Context
from runtime.errors import Refusal
from runtime.store import cases, people


def assign_task(ctx: Context, task_id: str, to: str, comment: str = "") -> Case:
    """Transfer one's own task; an administrator may move anybody's, with a reason.

    ``to`` is a person's login or id.

    Raises:
        Refusal: not_found (404), no_such_person, transfer_to_self, transfer_to_disabled, transfer_to_submitter,
            action_not_allowed, reason_missing (422), already_asked, not_assignee, task_decided,
            task_moved or case_ended (409).
    """
    found = cases.case_of_task(ctx.connection, task_id)
    if found is None:
        raise Refusal("not_found", 404)
    snapshot, record = lock_case(ctx, found.id)
    person = _person(ctx, to)
    task = snapshot.task(task_id)
    as_admin = ctx.actor.administrator and (task is None or task.assignee != ctx.actor.id)
    if as_admin and not comment.strip():
        raise Refusal("reason_missing", 422)
    command = Transfer(task_id, ctx.actor.id, person, comment, as_admin=as_admin)
    return move_case(ctx, snapshot, record, command)


def _person(ctx: Context, text: str) -> str:
    """The id of the person meant, also of one who is disabled."""
    active = people.find_person(ctx.connection, text)
    if active is not None:
        return active
    gone = people.person(ctx.connection, text) or people.person_by_login(ctx.connection, text)
    if gone is None:
        raise Refusal("no_such_person", 422, name=text)
    return gone.id


def ask_anew(ctx: Context, case_id: str) -> Case:
    """Look for people where those who were asked have left; the case is as it was where none did.

    Raises:
        Refusal: not_found (404), record_in_trash (409).
    """
    snapshot, record = lock_case(ctx, case_id)
    return move_case(ctx, snapshot, record, AskAnew())


def retry_case(ctx: Context, case_id: str) -> Case:
    """Look again for the people of a blocked step, once somebody was appointed.

    Raises:
        Refusal: forbidden (403), not_found (404), nothing_blocked or case_ended (409).
    """
    if not (ctx.actor.administrator or ctx.actor.is_system):
        raise Refusal("forbidden", 403)
    snapshot, record = lock_case(ctx, case_id)
    return move_case(ctx, snapshot, record, Retry(ctx.actor.id))

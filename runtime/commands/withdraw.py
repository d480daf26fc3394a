"""Withdrawing: whoever asked for an approval takes the request back."""

from __future__ import annotations

from runtime.approvals.case import Case
from runtime.approvals.case_commands import Withdraw
from runtime.changes.case_end import end_case
from runtime.commands.locked_case import lock_case
from runtime.context import Context


def withdraw_case(ctx: Context, case_id: str, comment: str = "") -> Case:
    """The submitter takes the request back.

    Raises:
        Refusal: not_found (404), only_submitter (403), withdraw_never, withdraw_too_late or
            case_ended (409).
    """
    snapshot, record = lock_case(ctx, case_id)
    return end_case(ctx, snapshot, record, Withdraw(ctx.actor.id, comment))

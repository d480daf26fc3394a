"""Ending a case before it is decided: it is taken back, or its record changed.

Nothing follows from it but that the move which waited is free again.
"""

from __future__ import annotations

from runtime.approvals.advance import advance
from runtime.approvals.case import Case, Snapshot
from runtime.approvals.case_commands import Command, Invalidate
from runtime.changes.cases import CaseAnswers, chain_of, content_of, pinned_app, write
from runtime.context import Context
from runtime.errors import Refusal
from runtime.store import cases, states
from runtime.store.records import StoredRecord

MOVE = "move:"


def record_was_edited(ctx: Context, form: str, record: StoredRecord) -> list[Case]:
    """Tell the cases under way that a person changed the record (given as it is now).

    What follows is the chain's own word: ``record_edited: lock | invalidate | allow``.
    The cases that ended by it are returned.

    Raises:
        Refusal: record_locked (423): the edit is taken back.
    """
    ended = []
    now = content_of(ctx, form, record)
    for case in cases.active(ctx.connection, (ctx.app.key, form, record.id)):
        chain = chain_of(pinned_app(ctx, case), case)
        if case.record_hash == now or chain.record_edited == "allow":
            continue
        if chain.record_edited == "lock":
            raise Refusal("record_locked", 423, chain=chain.labels or {"en": chain.key})
        ended.append(_invalidate(ctx, case, record, "record_edited"))
    return ended


def invalidate_cases(ctx: Context, form: str, record: StoredRecord, reason: str) -> list[Case]:
    """End every case under way on a record: it went to the trash, or another move was made."""
    running = cases.active(ctx.connection, (ctx.app.key, form, record.id))
    return [_invalidate(ctx, case, record, reason) for case in running]


def _invalidate(ctx: Context, case: Case, record: StoredRecord, reason: str) -> Case:
    snapshot = cases.lock(ctx.connection, case.id)
    if snapshot is None:
        raise Refusal("not_found", 404)
    return end_case(ctx, snapshot, record, Invalidate(ctx.actor.id, reason))


def end_case(ctx: Context, snapshot: Snapshot, record: StoredRecord, command: Command) -> Case:
    """End a locked case by a command, and free the move that waited.

    Raises:
        Refusal: as the command says.
    """
    app = pinned_app(ctx, snapshot.case)
    chain = chain_of(app, snapshot.case)
    answers = CaseAnswers(ctx, app, snapshot.case, record)
    outcome = advance(chain, snapshot, command, ctx.now, answers)
    write(ctx, chain, outcome)
    case = outcome.after.case
    if case.purpose.startswith(MOVE):
        states.give_up(ctx.connection, (case.app, case.form, case.record))
    return case

"""Deciding: one person's answer to their to-do, and what follows when it ends the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, cast

from runtime import gate
from runtime.approvals.advance import advance
from runtime.approvals.case import Case, CaseEvent, Snapshot
from runtime.approvals.case_commands import Command, Comment, Decide
from runtime.approvals.chain import Chain
from runtime.cascade.rules import run_rules
from runtime.changes.case_end import MOVE
from runtime.changes.cases import (
    CaseAnswers,
    add_notice,
    administrators,
    chain_of,
    content_of,
    notice_facts,
    pinned_app,
    write,
)
from runtime.changes.deed import Deed
from runtime.commands.locked_case import lock_case
from runtime.commands.move import abandon_move, finish_move
from runtime.context import Context
from runtime.errors import LANGUAGES, Refusal
from runtime.store import cases, incidents, records
from runtime.store.cases import Stamp
from runtime.store.records import StoredRecord

VOTES = ("approve", "reject", "complete")
SAYINGS = ("comment", "ask")


def decide_task(
    ctx: Context, task_id: str, decision: str, comment: str = "", record_hash: str | None = None
) -> Case:
    """Answer a to-do: approve, reject, complete; or comment, ask, which are no votes.

    ``record_hash`` is that of the content the person saw. The case is returned as it is
    afterwards; where this vote ended it, the move that waited has been made or given up.

    Raises:
        Refusal: not_found (404), decision_unknown, action_not_allowed, comment_missing (422),
            record_hash_missing (428), stale_record, task_decided, not_assignee, not_your_turn,
            task_moved, case_ended or record_in_trash (409).
    """
    found = cases.case_of_task(ctx.connection, task_id)
    if found is None:
        raise Refusal("not_found", 404)
    if decision not in (*VOTES, *SAYINGS):
        raise Refusal("decision_unknown", 422, decision=decision)
    snapshot, record = lock_case(ctx, found.id)
    _is_involved(snapshot, task_id, ctx.actor.id)
    if decision in SAYINGS:
        return move_case(
            ctx, snapshot, record, Comment(ctx.actor.id, comment, task_id, decision == "ask")
        )
    if not record_hash:
        raise Refusal("record_hash_missing", 428)
    vote = Decide(
        task=task_id,
        actor=ctx.actor.id,
        decision=cast("Literal['approve', 'reject', 'complete']", decision),
        seen_hash=record_hash,
        record_version=record.version,
        record_hash=content_of(ctx, found.form, record),
        comment=comment,
    )
    return move_case(ctx, snapshot, record, vote)


def comment_case(ctx: Context, case_id: str, text: str) -> Case:
    """Say something about a case whose record one may read.

    Raises:
        Refusal: not_found (404), comment_missing (422), case_ended (409).
    """
    snapshot, record = lock_case(ctx, case_id)
    gate.load(ctx, ctx.form(snapshot.case.form), record.id)
    return move_case(ctx, snapshot, record, Comment(ctx.actor.id, text))


def move_case(ctx: Context, snapshot: Snapshot, record: StoredRecord, command: Command) -> Case:
    """Do one command on a locked case, and what follows when it ends; nothing where it does nothing.

    Raises:
        Refusal: as the command says.
    """
    app = pinned_app(ctx, snapshot.case)
    chain = chain_of(app, snapshot.case)
    answers = CaseAnswers(ctx, app, snapshot.case, record)
    outcome = advance(chain, snapshot, command, ctx.now, answers)
    if not outcome.events:
        return snapshot.case
    event = write(ctx, chain, outcome)
    if outcome.ended:
        _follow(ctx, chain, outcome.after.case, event)
    return outcome.after.case


def _is_involved(snapshot: Snapshot, task_id: str, actor: str) -> None:
    """Who never was asked in a case and did not start it knows nothing of its tasks."""
    asked = {who for task in snapshot.tasks for who in (task.assignee, task.decided_by)}
    if snapshot.task(task_id) is None or actor not in asked | {snapshot.case.initiator}:
        raise Refusal("not_found", 404)


def _follow(ctx: Context, chain: Chain, case: Case, event: str) -> None:
    """What waited for the case: its move is made or given up; rules hear of it."""
    move = case.purpose.removeprefix(MOVE) if case.purpose.startswith(MOVE) else None
    if move is not None and case.ended == "approved":
        _or_incident(
            ctx, chain, case, lambda: finish_move(ctx, case.form, case.record, move), give_up=True
        )
    elif move is not None:
        abandon_move(ctx, case.form, case.record)
    if case.ended in ("approved", "rejected"):
        _or_incident(ctx, chain, case, lambda: _tell_rules(ctx, case, event))


def _tell_rules(ctx: Context, case: Case, event: str) -> None:
    record = records.fetch(ctx.connection, ctx.app.tables, (case.form, case.record))
    if record is None:
        return
    deed = Deed(
        kind="approved" if case.ended == "approved" else "refused",
        form=case.form,
        record=record,
        event=event,
        before=record.values,
        act=case.chain,
        by=ctx.actor.id,
        roles=ctx.actor.roles,
    )
    run_rules(ctx, [deed])


def _or_incident(
    ctx: Context, chain: Chain, case: Case, follow: Callable[[], None], *, give_up: bool = False
) -> None:
    """Do what follows; where it is refused the decision stays, and people are told. Never silent."""
    try:
        with ctx.connection.begin_nested():
            follow()
    except Refusal as no:
        if no.status >= 500:
            raise
        if give_up:
            abandon_move(ctx, case.form, case.record)
        _tell_blocked(ctx, chain, case, no)


def _tell_blocked(ctx: Context, chain: Chain, case: Case, no: Refusal) -> None:
    why = {lang: no.message(lang) for lang in LANGUAGES}
    stamp = Stamp(ctx.actor.id, ctx.door, ctx.app.revision, ctx.now, ctx.rule)
    fact = CaseEvent("move_blocked", {"code": no.code, "reason": why})
    event = cases.note(ctx.connection, case.id, fact, stamp)
    detail = {"kind": "move_blocked", "purpose": case.purpose, "reason": why}
    place = (case.app, case.id, None)
    incidents.open_incident(ctx.connection, place, f"case/{case.id}/follow", detail, ctx.now)
    facts = {**notice_facts(ctx, chain, case), "reason": why}
    to = (case.initiator, *administrators(ctx))
    add_notice(ctx, event, ("move_blocked", to), facts)

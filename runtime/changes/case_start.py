"""Starting an approval of a record: a case, its first step, and the people who are asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.approvals.advance import advance
from runtime.approvals.case import Case, Snapshot
from runtime.approvals.case_commands import Start
from runtime.changes.cases import (
    TODO,
    CaseAnswers,
    chain_of,
    content_of,
    lock_record,
    write,
)
from runtime.context import Context
from runtime.errors import Refusal
from runtime.store import cases, people
from runtime.store.ids import new_id
from runtime.store.records import StoredRecord

ALREADY_ASKED = ("rule:", "todo:")


def start_case(ctx: Context, chain: str, form: str, record_id: str, purpose: str) -> Case:
    """Start an approval; it may end at once (``case.ended``), where nobody need be asked.

    ``purpose`` says what waits for it: ``move:submit``, ``rule:long_leave``. One case of a purpose
    runs on a record at a time; what a rule asks for again is the case already under way.

    Raises:
        Refusal: case_running (409), not_found (404), record_in_trash (409).
    """
    return _start(ctx, (chain, purpose, {}), form, lock_record(ctx, form, record_id))


def start_task(
    ctx: Context, form: str, record_id: str, purpose: str, facts: Mapping[str, Any]
) -> Case:
    """A to-do about a record, as a case of one step: ``facts`` are its ``title`` and ``people``.

    Raises:
        Refusal: not_found (404), record_in_trash (409).
    """
    return _start(ctx, (TODO, purpose, facts), form, lock_record(ctx, form, record_id))


def _start(
    ctx: Context, what: tuple[str, str, Mapping[str, Any]], form: str, record: StoredRecord
) -> Case:
    chain_key, purpose, facts = what
    where = (ctx.app.key, form, record.id)
    running = cases.active(ctx.connection, where, purpose)
    if running and purpose.startswith(ALREADY_ASKED):
        return running[0]
    initiator = record.created_by if ctx.actor.is_system else ctx.actor.id
    person = people.person(ctx.connection, initiator)
    case = Case(
        id=new_id(),
        app=ctx.app.key,
        revision=ctx.app.revision,
        chain=chain_key,
        form=form,
        record=record.id,
        record_version=record.version,
        record_hash=content_of(ctx, form, record),
        purpose=purpose,
        initiator=initiator,
        initiator_department=person.department if person else None,
        facts=facts,
        started_at=ctx.now,
    )
    chain = chain_of(ctx.app, case)
    if running or not cases.insert(ctx.connection, case):
        raise Refusal("case_running", 409)
    answers = CaseAnswers(ctx, ctx.app, case, record)
    outcome = advance(chain, Snapshot(case), Start(), ctx.now, answers)
    write(ctx, chain, outcome)
    return outcome.after.case

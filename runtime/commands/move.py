"""Moving a record along its lifecycle: who may, what must be filled, what must be true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runtime import gate
from runtime.cascade.rules import run_rules
from runtime.changes import checks, storing
from runtime.changes.case_end import record_was_edited
from runtime.changes.case_start import start_case
from runtime.changes.deed import Deed
from runtime.changes.moves import enter_state, open_moves
from runtime.changes.prepare import Entered
from runtime.commands.change import changed_values
from runtime.commands.submit import latest
from runtime.compiled import CompiledForm, CompiledMove
from runtime.context import Context
from runtime.errors import Refusal, Wrong
from runtime.store import states
from runtime.store.records import StoredRecord


@dataclass(frozen=True, slots=True)
class Moved:
    """The record after the move; ``case`` is the id of the approval it waits for instead."""

    record: StoredRecord
    case: str | None = None


def move_record(
    ctx: Context,
    form_key: str,
    record_id: str,
    move_key: str,
    given: tuple[Mapping[str, Any], str] = ({}, ""),
) -> Moved:
    """Make a move, with values written on the way and a note: (values, note).

    Raises:
        Refusal: not_found, no_such_move (409), forbidden (403), move_pending (409),
            guard_refuses (409), invalid (422), or the reason a rule gives.
    """
    raw, note = given
    form = ctx.form(form_key)
    record = gate.load(ctx, form, record_id, lock=True)
    move = _allowed(ctx, form, record, move_key)
    caused: list[Deed] = []
    if raw:
        sight = gate.sight(ctx, form, record.scope)
        values = changed_values(ctx, form, record, Entered(raw, sight))
        changed = storing.update(ctx, form, record, values)
        if changed is not None:
            caused.append(changed)
            record = changed.record
            record_was_edited(ctx, form_key, record)
    _ready(ctx, form, record, (move, note))
    if move.spec.approval is not None:
        run_rules(ctx, caused)
        return _ask(ctx, form, latest(ctx, form, record), move)
    caused.append(enter_state(ctx, form, record, move, note))
    run_rules(ctx, caused)
    return Moved(latest(ctx, form, caused[-1].record))


def finish_move(ctx: Context, form_key: str, record_id: str, move_key: str) -> None:
    """Make a move whose approval passed; its guard is asked again.

    Raises:
        Refusal: guard_refuses (409) or invalid (422): the approval stays, the move does not
            happen.
    """
    system = ctx.as_system()
    form = system.app.forms[form_key]
    record = gate.load(system, form, record_id, lock=True)
    found = next((m for m in open_moves(form, record) if m.spec.key == move_key), None)
    if found is None:
        raise Refusal("no_such_move", 409, state=move_key)
    _ready(system, form, record, (found, "-"))
    run_rules(ctx, [enter_state(ctx, form, record, found)])


def abandon_move(ctx: Context, form_key: str, record_id: str) -> None:
    """The approval did not pass: the record stays where it is, free to move again."""
    states.give_up(ctx.connection, (ctx.app.key, form_key, record_id))


def _allowed(ctx: Context, form: CompiledForm, record: StoredRecord, move_key: str) -> CompiledMove:
    """The move, if it leaves the record's state, is the actor's, and none is pending."""
    called = [m for life in form.lifecycles for m in life.moves if m.spec.key == move_key]
    if not called:
        raise Refusal("unknown_move", 404)
    here = open_moves(form, record)
    found = next((move for move in here if move.spec.key == move_key), None)
    readable = gate.sight(ctx, form, record.scope).readable
    tells = form.state_field is not None and form.state_field.spec.key in readable
    if found is None and tells:
        raise Refusal("not_from_here", 409)
    if not any(may_move(ctx, each) for each in ([found] if found else called)):
        raise Refusal("forbidden", 403)
    if found is None:
        raise Refusal("not_from_here", 409)
    state = states.load(ctx.connection, (ctx.app.key, form.key, record.id), lock=True)
    if state is not None and state.pending_move is not None:
        raise Refusal("move_pending", 409)
    return found


def may_move(ctx: Context, move: CompiledMove) -> bool:
    """Whether the move is one of the actor's roles; ``owner`` is the state's own role."""
    if ctx.actor.is_system or ctx.actor.administrator:
        return True
    who = {move.source.owner if role == "owner" else role for role in move.spec.who}
    return not ctx.actor.roles.isdisjoint(each for each in who if each)


def _ready(
    ctx: Context, form: CompiledForm, record: StoredRecord, moving: tuple[CompiledMove, str]
) -> None:
    """What must be filled and true before the move."""
    move, note = moving
    missing = [
        Wrong("required", key, {"field": form.fields[key].spec.labels})
        for key in move.spec.require
        if key in form.fields and checks.is_empty(record.values.get(key))
    ]
    if move.spec.note and not note.strip():
        missing.append(Wrong("note_missing"))
    readable = gate.sight(ctx, form, record.scope).readable
    if missing:
        raise Refusal("invalid", 422, gate.unnamed(missing, readable), count=len(missing))
    if not ctx.holds(form.key, move.guard, record.scope):
        guard = move.spec.guard if gate.knows(ctx, move.guard, readable) else gate.HIDDEN
        raise Refusal("guard_refuses", 409, move=move.spec.labels, guard=guard)


def _ask(ctx: Context, form: CompiledForm, record: StoredRecord, move: CompiledMove) -> Moved:
    """Start the approval the move waits for; one that passes at once has moved the record."""
    case = start_case(ctx, str(move.spec.approval), form.key, record.id, f"move:{move.spec.key}")
    if case.ended == "approved":
        done = enter_state(ctx, form, record, move)
        run_rules(ctx, [done])
        return Moved(latest(ctx, form, done.record))
    if case.ended is not None:
        return Moved(record, case.id)
    where = (ctx.app.key, form.key, record.id)
    states.wait(ctx.connection, where, move.spec.key, case.id)
    return Moved(record, case.id)

"""Making a move: the record leaves its state for another. Whether it may is asked before."""

from __future__ import annotations

from dataclasses import replace

from runtime.changes import storing
from runtime.changes.deed import Deed
from runtime.changes.storing import NewDeed
from runtime.compiled import CompiledForm, CompiledMove
from runtime.context import Context
from runtime.errors import Refusal
from runtime.store import states
from runtime.store.records import StoredRecord


def open_moves(form: CompiledForm, record: StoredRecord) -> list[CompiledMove]:
    """The moves that leave the record's state, in declared order."""
    field = form.state_field
    if field is None:
        return []
    state = record.values.get(field.spec.key)
    return [m for life in form.lifecycles for m in life.moves if m.source.key == state]


def move_to(form: CompiledForm, record: StoredRecord, state: str) -> CompiledMove:
    """The one move that leads from the record's state to another.

    Raises:
        Refusal: no_such_move (409) where none does, or several.
    """
    leading = [move for move in open_moves(form, record) if move.spec.to == state]
    if len(leading) != 1:
        raise Refusal("no_such_move", 409, state=_state_labels(form, state))
    return leading[0]


def enter_state(
    ctx: Context, form: CompiledForm, record: StoredRecord, move: CompiledMove, note: str = ""
) -> Deed:
    """Put the record into the move's state; the time spent in the old one is in the event.

    Raises:
        Refusal: stale_version (412) when somebody else was faster.
    """
    field = form.state_field
    assert field is not None  # noqa: S101 - a move comes from a lifecycle, which has a state field
    where = (ctx.app.key, form.key, record.id)
    own = {"state_since": ctx.now, "updated_at": ctx.now, "updated_by": ctx.actor.id}
    storing.put(ctx, form, record, own, {field.spec.key: move.spec.to})
    states.leave_for(ctx.connection, where, move.spec.to, ctx.now)
    after = replace(
        record,
        version=record.version + 1,
        state_since=ctx.now,
        updated_at=ctx.now,
        updated_by=ctx.actor.id,
        values={**record.values, field.spec.key: move.spec.to},
    )
    spent = (ctx.now - record.state_since).total_seconds() if record.state_since else 0.0
    tells = {
        "move": move.spec.key,
        "from": move.source.key,
        "to": move.spec.to,
        "seconds": int(spent),
        "note": note,
        "changes": {field.spec.key: [move.source.key, move.spec.to]},
    }
    return storing.record_deed(ctx, form, NewDeed("moved", after, record, move.spec.key, tells))


def _state_labels(form: CompiledForm, state: str) -> object:
    found = (life.spec.state(state) for life in form.lifecycles)
    return next((each.labels for each in found if each is not None), state)

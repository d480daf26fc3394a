"""The moments of a record's past as what commands would have told rules of."""

from __future__ import annotations

from typing import get_args

from runtime.changes.deed import Deed, Kind
from runtime.context import Context
from runtime.rules.replay.past import Moment
from runtime.store import people

KINDS: frozenset[str] = frozenset(get_args(Kind))


def deed_of(ctx: Context, form: str, moment: Moment) -> Deed | None:
    """What happened at a moment of a record; None where nothing did that rules listen to.

    The roles of who did it are the ones held today.
    """
    record = moment.after or moment.before
    if record is None or moment.kind not in KINDS:
        return None
    return Deed(
        kind=moment.kind,  # type: ignore[arg-type]
        form=form,
        record=record,
        event="",
        before=None if moment.before is None else moment.before.values,
        changed=moment.changed,
        act=moment.act,
        by=moment.actor,
        roles=people.roles_of(ctx.connection, moment.actor, ctx.app.key),
    )

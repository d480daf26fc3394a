"""Formulas of many records, worked out anew piece by piece, each piece a transaction of its own."""

from __future__ import annotations

from functools import partial

from runtime.cascade.rules import run_rules
from runtime.changes.recompute import WIDE, recompute_records
from runtime.commands.attempts import Cause, Round, attempt
from runtime.context import SYSTEM, writing
from runtime.failpoints import failpoint
from runtime.store import engine, recomputations

MOST_PIECES = 200
"""Pieces of one form in a round; the next round goes on."""


def carry_on(round_: Round) -> int:
    """Work out what is left of the recomputations; how many records were looked at."""
    with engine.reading(round_.installation.engine) as connection:
        waiting = recomputations.waiting(connection)
    revisions, looked = dict(round_.apps), 0
    for app, form in waiting:
        cause = Cause(app, revisions.get(app, 0), form=form)
        for _ in range(MOST_PIECES):
            count = attempt(round_, cause, partial(_piece, round_, app, form))
            looked += count or 0
            if not count:
                break
    return looked


def _piece(round_: Round, app: str, form: str) -> int:
    """The next records of a form; 0 when none is left."""
    with writing(round_.installation, SYSTEM, app, "worker") as ctx:
        where = (app, form)
        if form not in ctx.app.forms or not ctx.app.forms[form].is_computed:
            recomputations.note(ctx.connection, where, None, 0)
            return 0
        ids = recomputations.next_records(ctx.connection, ctx.app.tables, where, WIDE)
        run_rules(ctx, recompute_records(ctx, ctx.app.forms[form], ids))
        recomputations.note(ctx.connection, where, ids[-1] if ids else None, len(ids))
        failpoint("recomputation.piece")
        return len(ids)

"""Recomputing: what was done to records makes formulas elsewhere come to other values.

A formula that reads a record is worked out anew in the transaction that changed it, its own record
locked first, so that many writers under one parent count right. Where more records read it than one
transaction should hold, they are left to a recomputation that the worker carries on with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from runtime.changes import storing
from runtime.changes.computed import gathered, with_computed
from runtime.changes.deed import Deed
from runtime.compiled import CompiledForm, Dependent
from runtime.context import Context
from runtime.store import recomputations, records

WIDE = 500
"""Records that are recomputed in one transaction, at most."""

_COMES_OR_GOES = frozenset({"created", "deleted", "restored"})
_PREPARED = frozenset({"created", "changed", "deleted"})


def recompute(ctx: Context, deeds: Sequence[Deed]) -> list[Deed]:
    """Work out anew what reads the records of some deeds; what changed by that is returned."""
    stale: dict[str, set[str]] = {}
    for deed in deeds:
        if _is_own_stale(ctx.app.forms[deed.form], deed):
            stale.setdefault(deed.form, set()).add(deed.record.id)
        for each in ctx.app.dependents.get(deed.form, ()):
            if _concerns(each, deed):
                form = each.form.partition(".")[0]
                stale.setdefault(form, set()).update(_readers(ctx, each, deed))
    return [
        caused
        for form, ids in sorted(stale.items())
        for caused in recompute_records(ctx, ctx.app.forms[form], ids)
    ]


def recompute_records(ctx: Context, form: CompiledForm, ids: Iterable[str]) -> list[Deed]:
    """Work out the formulas of some records of a form anew; a wide fan is left to the worker."""
    wanted = sorted(ids)
    if len(wanted) > WIDE:
        recomputations.ask(ctx.connection, ctx.app.key, form.key, ctx.now)
        return []
    acting = ctx.as_system(rule=ctx.rule)
    made = (_recomputed(acting, form, each) for each in wanted)
    return [deed for deed in made if deed is not None]


def _recomputed(ctx: Context, form: CompiledForm, record_id: str) -> Deed | None:
    """Work out one record's formulas; None where they come to what is stored."""
    before = records.fetch(ctx.connection, ctx.app.tables, (form.key, record_id), lock=True)
    if before is None or before.deleted_at is not None:
        return None
    counted = gathered(ctx, form, record_id)
    worked, _ = with_computed(ctx, form, {**before.scope, **counted}, is_stored=True)
    return storing.update_computed(ctx, form, before, {**counted, **worked})


def _is_own_stale(form: CompiledForm, deed: Deed) -> bool:
    """Whether the record's own formulas may no longer be what they come to.

    What a person or a rule wrote was worked out with it; what is gathered was not.
    """
    for field in form.computed.values():
        if field.formula is None or deed.kind == "deleted":
            continue
        program = field.formula.program
        if deed.kind == "restored" or (program.gathers and deed.kind == "created"):
            return True
        if program.reads.isdisjoint(deed.changed):
            continue
        if program.gathers or deed.kind not in _PREPARED:
            return True
    return False


def _concerns(dependent: Dependent, deed: Deed) -> bool:
    """Whether a deed can change what a formula reads there."""
    if deed.kind in _COMES_OR_GOES:
        return dependent.way[-1].kind != "to"
    if dependent.way[-1].kind == "lines":
        return dependent.way[-1].key in deed.changed
    return dependent.reads in deed.changed


def _readers(ctx: Context, dependent: Dependent, deed: Deed) -> set[str]:
    """The records whose formula reads the record of a deed: the way, walked backwards."""
    held: set[Any] = {deed.record.id}
    forms = [dependent.form, *(hop.form for hop in dependent.way)]
    for number in range(len(dependent.way) - 1, -1, -1):
        hop, before = dependent.way[number], forms[number]
        if hop.kind == "from":
            is_last = number == len(dependent.way) - 1
            held = set(_links(deed, hop.key)) if is_last else _named(ctx, hop.form, hop.key, held)
        elif hop.kind == "to":
            held = _naming(ctx, before, hop.key, held)
        if not held:
            return set()
    return held


def _links(deed: Deed, key: str) -> Iterator[Any]:
    """What the record links to, and what it linked to before."""
    for values in (deed.record.values, deed.before or {}):
        if values.get(key) is not None:
            yield values[key]


def _named(ctx: Context, form: str, key: str, ids: set[Any]) -> set[Any]:
    """The records that these records of a form name by a link."""
    table, column = ctx.app.tables.form(form), ctx.app.tables.column(form, key)
    query = sa.select(column).where(table.c.id.in_(sorted(ids)), column.is_not(None)).distinct()
    return set(ctx.connection.execute(query).scalars())


def _naming(ctx: Context, form: str, key: str, ids: set[Any]) -> set[Any]:
    """The records of a form that name one of these by a link; those with such a line, for lines."""
    head, _, lines = form.partition(".")
    tables = ctx.app.tables
    column = tables.column(form, key)
    found = tables.lines(head, lines).c.parent if lines else tables.form(head).c.id
    query = sa.select(found).where(column.in_(sorted(ids))).distinct()
    return set(ctx.connection.execute(query).scalars())

"""Which records a state rule matches already: those do not make it fire."""

from __future__ import annotations

import sqlalchemy as sa

from runtime import gate
from runtime.compiled import CompiledRule
from runtime.context import Context
from runtime.store import matches


def note_matching(ctx: Context, rule: CompiledRule) -> None:
    """Note every record a state rule matches now, so that it does not fire for those."""
    from_match = matches.is_noted(
        ctx.app.key, rule.spec.key, ctx.app.tables.form(rule.spec.form).c.id
    )
    unnoted = _matching(ctx, rule).where(sa.not_(from_match))
    for record in ctx.connection.execute(unnoted).scalars().all():
        matches.note(ctx.connection, (ctx.app.key, rule.spec.key), record, ctx.now)


def _matching(ctx: Context, rule: CompiledRule) -> sa.Select[str]:
    """SQL: the records a rule matches."""
    table = ctx.app.tables.form(rule.spec.form)
    holds = [gate.in_sql(ctx, rule.spec.form, rule.condition)] if rule.condition else []
    return sa.select(table.c.id).where(table.c.deleted_at.is_(None), *holds)

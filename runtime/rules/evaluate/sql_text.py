"""The SQL of an expression, to look at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite

from rule_dsl.targets.ops import Refused
from runtime.rules.evaluate.ground import Expression, Ground
from runtime.rules.evaluate.problem import Unfit
from runtime.rules.evaluate.question import Question
from runtime.rules.evaluate.reading import read_case
from runtime.store.lowering import Clock, lower
from runtime.store.sources import AppSources

LONGEST = 60
_DIALECTS: Mapping[str, Dialect] = {
    "sqlite": sqlite.dialect(),
    "postgres": postgresql.psycopg.dialect(),  # type: ignore[no-untyped-call]
}


def sql_text(ground: Ground, expression: Expression, now: datetime) -> dict[str, str]:
    """By database: the condition as a WHERE has it, or the value as a SELECT has it.

    What was bound stands below the statement. An expression without SQL gives no text.
    """
    try:
        params = read_case(ground, Question(""), expression.form, now, "en").params
        clock = Clock(now, ZoneInfo(ground.spec.timezone), ground.calendar, params)
        sources = AppSources(ground.tables, ground.vocabulary, expression.form, ground.spec.key)
        use = "where" if expression.tree.type.kind == "bool" else "select"
        shown = lower(expression.tree, sources, clock, "where" if use == "where" else "select")
    except (Refused, Unfit, LookupError):
        return {}
    return {name: _written(shown, dialect) for name, dialect in _DIALECTS.items()}


def _written(shown: sa.ColumnElement[object], dialect: Dialect) -> str:
    compiled = shown.compile(dialect=dialect)
    bound = "\n".join(f"  {key} = {_brief(value)}" for key, value in compiled.params.items())
    return f"{compiled}\n{bound}".rstrip()


def _brief(value: object) -> str:
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"

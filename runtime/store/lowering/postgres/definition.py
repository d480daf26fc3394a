"""How one of our PostgreSQL functions is written down."""

from __future__ import annotations

SCHEMA = "dougong"
_FORM = "CREATE OR REPLACE FUNCTION {schema}.{head} RETURNS {returns} LANGUAGE {language} {rest}"


def sql(head: str, returns: str, body: str) -> str:
    """A function that is one expression; PostgreSQL may inline it."""
    rest = f"IMMUTABLE PARALLEL SAFE AS $fn$ SELECT {body} $fn$"
    return _FORM.format(schema=SCHEMA, head=head, returns=returns, language="sql", rest=rest)


def steps(head: str, returns: str, body: str) -> str:
    """A function that goes step by step (PL/pgSQL)."""
    rest = f"IMMUTABLE PARALLEL SAFE AS $fn$ {body} $fn$"
    return _FORM.format(schema=SCHEMA, head=head, returns=returns, language="plpgsql", rest=rest)

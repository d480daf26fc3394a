"""The security log: who came in, was refused, was given or lost a right; never changed afterwards."""

from __future__ import annotations

import sqlalchemy as sa

from runtime.store.columns import Id, JsonText
from runtime.store.schema.base import moment, system

security_event = sa.Table(
    "security_event",
    system,
    sa.Column(
        "seq",
        sa.BigInteger().with_variant(sa.Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    moment("at"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("actor", Id()),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("door", sa.Text, nullable=False),
    sa.Column("about", JsonText(), nullable=False),
    sa.Column("prev_hash", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)

_SQLITE = (
    "CREATE TRIGGER security_event_unchanged BEFORE UPDATE ON security_event "
    "BEGIN SELECT RAISE(ABORT, 'security_event is never changed'); END"
)
_FUNCTION = (
    "CREATE FUNCTION security_event_unchanged() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'security_event is never changed'; END $$"
)
_POSTGRES = (
    "CREATE TRIGGER security_event_unchanged BEFORE UPDATE ON security_event FOR EACH ROW "
    "EXECUTE FUNCTION security_event_unchanged()"
)
UNCHANGED_SECURITY_EVENT = {"sqlite": (_SQLITE,), "postgresql": (_FUNCTION, _POSTGRES)}
"""Entries are never changed, on either database; the oldest go when their time is over."""

"""The clock's work: what is to be looked at when, for which record."""

from __future__ import annotations

import sqlalchemy as sa

from runtime.store.columns import Id, JsonText
from runtime.store.schema.base import key, moment, system

due = sa.Table(
    "due",
    system,
    key(),
    sa.Column("app", Id(), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("rule", Id(), nullable=False),
    sa.Column("form", Id(), nullable=False),
    sa.Column("record", Id(), nullable=False),
    sa.Column("part", sa.Integer, nullable=False, server_default="0"),
    moment("at"),
    moment("next_at"),
    sa.Column("facts", JsonText(), nullable=False),
    sa.Column("lease", Id()),
    moment("lease_until", nullable=True),
    sa.UniqueConstraint("app", "record", "rule", "kind", "part"),
    sa.CheckConstraint("kind IN ('timer','rule')", name="kind"),
    sa.Index("ix_due_next", "kind", "next_at", "id"),
    sa.Index("ix_due_rule", "app", "rule"),
)

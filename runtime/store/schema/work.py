"""Work that outlives a request: repeated commands, import jobs, ticks."""

from __future__ import annotations

import sqlalchemy as sa

from runtime.store.columns import Id, JsonText
from runtime.store.schema.base import key, moment, system

command = sa.Table(
    "command",
    system,
    sa.Column("actor", Id(), primary_key=True),
    sa.Column("idem_key", sa.Text, primary_key=True),
    sa.Column("request_sha256", sa.Text, nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("response", JsonText(), nullable=False),
    moment("created_at"),
)

job = sa.Table(
    "job",
    system,
    key(),
    sa.Column("app", Id(), nullable=False),
    sa.Column("form", Id(), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("owner", Id(), nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("total", sa.Integer, nullable=False, server_default="0"),
    sa.Column("done", sa.Integer, nullable=False, server_default="0"),
    sa.Column("content", JsonText(), nullable=False),
    sa.Column("problems", JsonText(), nullable=False),
    moment("created_at"),
    moment("ended_at", nullable=True),
    sa.CheckConstraint(
        "status IN ('checked','refused','waiting','running','done','failed')", name="status"
    ),
)

import_batch = sa.Table(
    "import_batch",
    system,
    sa.Column("job", Id(), sa.ForeignKey("job.id"), primary_key=True),
    sa.Column("first", sa.Integer, primary_key=True),
    sa.Column("rows", JsonText(), nullable=False),
)

sweep = sa.Table(
    "sweep",
    system,
    sa.Column("app", Id(), primary_key=True),
    sa.Column("rule", Id(), primary_key=True),
    moment("last_at"),
)

recomputation = sa.Table(
    "recomputation",
    system,
    sa.Column("app", Id(), primary_key=True),
    sa.Column("form", Id(), primary_key=True),
    sa.Column("after", Id()),
    sa.Column("done", sa.Integer, nullable=False),
    moment("asked_at"),
)

queue_entry = sa.Table(
    "queue_entry",
    system,
    sa.Column("app", Id(), primary_key=True),
    sa.Column("queue", Id(), primary_key=True),
    sa.Column("record", Id(), primary_key=True),
    sa.Column("form", Id(), nullable=False),
    moment("added_at"),
    sa.Column("taken_by", Id()),
    moment("taken_at", nullable=True),
    sa.Index("ix_queue_entry_added_at", "app", "queue", "added_at"),
)

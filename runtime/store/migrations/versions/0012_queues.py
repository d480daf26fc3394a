"""Queues of records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from runtime.store import columns

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "queue_entry",
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("queue", columns.Id(), nullable=False),
        sa.Column("record", columns.Id(), nullable=False),
        sa.Column("form", columns.Id(), nullable=False),
        sa.Column("added_at", columns.Moment(), nullable=False),
        sa.Column("taken_by", columns.Id(), nullable=True),
        sa.Column("taken_at", columns.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("app", "queue", "record", name=op.f("pk_queue_entry")),
    )
    op.create_index("ix_queue_entry_added_at", "queue_entry", ["app", "queue", "added_at"])

"""What the clock is to look at, and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from runtime.store import columns

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "due",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("rule", columns.Id(), nullable=False),
        sa.Column("form", columns.Id(), nullable=False),
        sa.Column("record", columns.Id(), nullable=False),
        sa.Column("part", sa.Integer(), server_default="0", nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("next_at", columns.Moment(), nullable=False),
        sa.Column("facts", columns.JsonText(), nullable=False),
        sa.Column("lease", columns.Id(), nullable=True),
        sa.Column("lease_until", columns.Moment(), nullable=True),
        sa.CheckConstraint("kind IN ('timer','rule')", name=op.f("ck_due_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due")),
        sa.UniqueConstraint(
            "app",
            "record",
            "rule",
            "kind",
            "part",
            name=op.f("uq_due_app_record_rule_kind_part"),
        ),
    )
    op.create_index("ix_due_next", "due", ["kind", "next_at", "id"])
    op.create_index("ix_due_rule", "due", ["app", "rule"])

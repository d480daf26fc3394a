"""Forms whose formulas are being worked out anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from runtime.store import columns

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recomputation",
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("form", columns.Id(), nullable=False),
        sa.Column("after", columns.Id(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("asked_at", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("app", "form", name=op.f("pk_recomputation")),
    )

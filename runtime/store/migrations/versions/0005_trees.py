"""Beside a revision's texts, what they meant when it was published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from runtime.store import columns

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "revision",
        sa.Column("trees", columns.JsonText(), server_default="{}", nullable=False),
    )

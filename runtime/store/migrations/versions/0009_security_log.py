"""The security log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from runtime.store import columns
from runtime.store.schema.security import UNCHANGED_SECURITY_EVENT

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "security_event",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", columns.Id(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("about", columns.JsonText(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_security_event")),
        sqlite_autoincrement=True,
    )
    for statement in UNCHANGED_SECURITY_EVENT[op.get_context().dialect.name]:
        op.execute(statement)

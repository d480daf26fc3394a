"""A department's name is its own among those beside it, no longer in the whole installation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from runtime.store import columns

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.drop_constraint("uq_department_name", "department", type_="unique")
        op.create_unique_constraint("uq_department_parent_name", "department", ["parent", "name"])
        return
    # SQLite cannot drop a constraint: the table is made again, its rows the same.
    connection = op.get_bind()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    rows = [
        dict(each) for each in connection.execute(sa.text("SELECT * FROM department")).mappings()
    ]
    op.drop_table("department")
    op.create_table(
        "department",
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent", columns.Id(), nullable=True),
        sa.Column("manager", columns.Id(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["department.id"], name=op.f("fk_department_parent")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("parent", "name", name=op.f("uq_department_parent_name")),
    )
    for row in rows:
        connection.execute(
            sa.text(
                "INSERT INTO department (id, name, parent, manager, active)"
                " VALUES (:id, :name, :parent, :manager, :active)"
            ),
            row,
        )

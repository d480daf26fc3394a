"""The rows of an import lie in batches of their own, no longer whole in its job."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from runtime.store import columns

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_UNDER_WAY = ("checked", "waiting", "running")
_AGAIN = {
    "zh": "升级时这次导入还没做完，已停在这里。请从下一行起重新导入。",
    "en": "This import was not over when the product was upgraded, and stopped here. "
    "Import the file again from the next row on.",
}


def upgrade() -> None:
    op.create_table(
        "import_batch",
        sa.Column("job", columns.Id(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("rows", columns.JsonText(), nullable=False),
        sa.ForeignKeyConstraint(["job"], ["job.id"], name=op.f("fk_import_batch_job")),
        sa.PrimaryKeyConstraint("job", "first", name=op.f("pk_import_batch")),
    )
    job = sa.table(
        "job",
        *(sa.column(name) for name in ("id", "status", "done")),
        sa.column("content", columns.JsonText()),
        sa.column("problems", columns.JsonText()),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(job)).mappings().all():
        content = row["content"]
        changes: dict[str, object] = {
            "content": {key: content[key] for key in content.keys() - {"rows", "numbers"}}
        }
        if row["status"] in _UNDER_WAY:
            stopped = {
                "row": row["done"] + 1,
                "field": None,
                "code": "our_fault",
                "severity": "error",
            }
            changes["status"] = "failed"
            changes["problems"] = [*row["problems"], {**stopped, "message": _AGAIN}]
        connection.execute(sa.update(job).where(job.c.id == row["id"]).values(**changes))

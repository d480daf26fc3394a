"""The moments at which time turns rules are found for the records of apps that were there before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from runtime.store import columns
from runtime.store.ids import new_id

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_FORMS = sa.text("SELECT app, form FROM form_table WHERE lines = '' ORDER BY app, form")
_DUE = sa.table(
    "due",
    *(sa.column(name, columns.Id()) for name in ("id", "app", "rule", "form", "record")),
    sa.column("kind", sa.Text()),
    sa.column("part", sa.Integer()),
    sa.column("at", columns.Moment()),
    sa.column("next_at", columns.Moment()),
    sa.column("facts", columns.JsonText()),
)


def upgrade() -> None:
    connection = op.get_bind()
    for app, form in connection.execute(_FORMS).all():
        row = {"app": app, "form": form, "record": form, "kind": "rule", "rule": "-", "part": 0}
        there = sa.select(_DUE.c.id).where(*(_DUE.c[name] == each for name, each in row.items()))
        if connection.execute(there).first() is not None:
            continue
        facts = {"form": True, "after": None, "done": 0}
        connection.execute(
            sa.insert(_DUE).values(
                id=new_id(), at=columns.EPOCH, next_at=columns.EPOCH, facts=facts, **row
            )
        )

"""Events, what they set going, and what keeps them as they were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from runtime.store import columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


GUARDS = {
    "sqlite": (
        (
            "CREATE TRIGGER event_unchanged BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, "
            "'event is append-only'); END"
        ),
        (
            "CREATE TRIGGER event_kept BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, "
            "'event is append-only'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'event is append-only'; END $$"
        ),
        (
            "CREATE TRIGGER event_unchanged BEFORE UPDATE ON event FOR EACH ROW EXECUTE "
            "FUNCTION event_append_only()"
        ),
        (
            "CREATE TRIGGER event_kept BEFORE DELETE ON event FOR EACH ROW EXECUTE FUNCTION "
            "event_append_only()"
        ),
    ),
}


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("form", columns.Id(), nullable=True),
        sa.Column("record", columns.Id(), nullable=True),
        sa.Column("case", columns.Id(), nullable=True),
        sa.Column("case_seq", sa.Integer(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("actor", columns.Id(), nullable=False),
        sa.Column("on_behalf_of", columns.Id(), nullable=True),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("rule", columns.Id(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("payload", columns.JsonText(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=True),
        sa.Column("hash", sa.Text(), nullable=True),
        sa.CheckConstraint(
            '("case" IS NULL) = (case_seq IS NULL)', name=op.f("ck_event_case_has_seq")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_event")),
        sa.UniqueConstraint("case", "case_seq", name=op.f("uq_event_case_case_seq")),
        sa.UniqueConstraint("id", name=op.f("uq_event_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_record", "event", ["app", "form", "record", "seq"], unique=False)
    op.create_table(
        "rule_match",
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("record", columns.Id(), nullable=False),
        sa.Column("rule", columns.Id(), nullable=False),
        sa.Column("since", columns.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("app", "record", "rule", name=op.f("pk_rule_match")),
    )
    op.create_index("ix_rule_match_rule", "rule_match", ["app", "rule"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("event", columns.Id(), nullable=False),
        sa.Column("action", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", columns.JsonText(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", columns.Moment(), nullable=False),
        sa.Column("lease_until", columns.Moment(), nullable=True),
        sa.Column("lease", columns.Id(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("sent_at", columns.Moment(), nullable=True),
        sa.CheckConstraint("status IN ('new','sent','dead')", name=op.f("ck_delivery_status")),
        sa.ForeignKeyConstraint(["event"], ["event.id"], name=op.f("fk_delivery_event")),
        sa.PrimaryKeyConstraint("event", "action", name=op.f("pk_delivery")),
    )
    op.create_index(
        "ix_delivery_ready",
        "delivery",
        ["next_at", "event"],
        unique=False,
        sqlite_where=sa.text("status = 'new'"),
        postgresql_where=sa.text("status = 'new'"),
    )
    op.create_table(
        "notice",
        sa.Column("event", columns.Id(), nullable=False),
        sa.Column("action", sa.Integer(), nullable=False),
        sa.Column("person", columns.Id(), nullable=False),
        sa.Column("id", columns.Id(), nullable=False),
        sa.Column("app", columns.Id(), nullable=False),
        sa.Column("form", columns.Id(), nullable=True),
        sa.Column("record", columns.Id(), nullable=True),
        sa.Column("rule", columns.Id(), nullable=True),
        sa.Column("title", columns.JsonText(), nullable=False),
        sa.Column("body", columns.JsonText(), nullable=False),
        sa.Column("at", columns.Moment(), nullable=False),
        sa.Column("read_at", columns.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_notice_person")),
        sa.PrimaryKeyConstraint("event", "action", "person", name=op.f("pk_notice")),
        sa.UniqueConstraint("id", name=op.f("uq_notice_id")),
    )
    op.create_index("ix_notice_inbox", "notice", ["person", "id"], unique=False)
    op.create_index(
        "ix_notice_unread",
        "notice",
        ["person"],
        unique=False,
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )
    for statement in GUARDS[op.get_context().dialect.name]:
        op.execute(statement)

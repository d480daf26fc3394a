"""Events: audit log, case history and outbox in one append-only table."""

from __future__ import annotations

import sqlalchemy as sa

from runtime.store.columns import Id, JsonText
from runtime.store.schema.base import moment, system

event = sa.Table(
    "event",
    system,
    sa.Column(
        "seq",
        sa.BigInteger().with_variant(sa.Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    sa.Column("id", Id(), nullable=False, unique=True),
    sa.Column("app", Id(), nullable=False),
    sa.Column("form", Id()),
    sa.Column("record", Id()),
    sa.Column("case", Id()),
    sa.Column("case_seq", sa.Integer),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("actor", Id(), nullable=False),
    sa.Column("on_behalf_of", Id()),
    sa.Column("door", sa.Text, nullable=False),
    sa.Column("rule", Id()),
    sa.Column("revision", sa.Integer, nullable=False),
    moment("at"),
    sa.Column("payload", JsonText(), nullable=False),
    sa.Column("prev_hash", sa.Text),
    sa.Column("hash", sa.Text),
    sa.UniqueConstraint("case", "case_seq"),
    sa.CheckConstraint('("case" IS NULL) = (case_seq IS NULL)', name="case_has_seq"),
    sa.Index("ix_event_record", "app", "form", "record", "seq"),
    sqlite_autoincrement=True,
)

_CALL = "EXECUTE FUNCTION event_append_only()"

APPEND_ONLY_EVENT = {
    "sqlite": (
        (
            "CREATE TRIGGER event_unchanged BEFORE UPDATE ON event "
            "BEGIN SELECT RAISE(ABORT, 'event is append-only'); END"
        ),
        (
            "CREATE TRIGGER event_kept BEFORE DELETE ON event "
            "BEGIN SELECT RAISE(ABORT, 'event is append-only'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'event is append-only'; END $$"
        ),
        f"CREATE TRIGGER event_unchanged BEFORE UPDATE ON event FOR EACH ROW {_CALL}",
        f"CREATE TRIGGER event_kept BEFORE DELETE ON event FOR EACH ROW {_CALL}",
    ),
}
"""What happened is never changed or taken back, on either database."""

delivery = sa.Table(
    "delivery",
    system,
    sa.Column("event", Id(), sa.ForeignKey("event.id"), primary_key=True),
    sa.Column("action", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("payload", JsonText(), nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    moment("next_at"),
    moment("lease_until", nullable=True),
    sa.Column("lease", Id()),
    sa.Column("last_error", sa.Text),
    moment("sent_at", nullable=True),
    sa.CheckConstraint("status IN ('new','sent','dead')", name="status"),
    sa.Index(
        "ix_delivery_ready",
        "next_at",
        "event",
        sqlite_where=sa.text("status = 'new'"),
        postgresql_where=sa.text("status = 'new'"),
    ),
)

notice = sa.Table(
    "notice",
    system,
    sa.Column("event", Id(), primary_key=True),
    sa.Column("action", sa.Integer, primary_key=True),
    sa.Column("person", Id(), sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("id", Id(), nullable=False, unique=True),
    sa.Column("app", Id(), nullable=False),
    sa.Column("form", Id()),
    sa.Column("record", Id()),
    sa.Column("rule", Id()),
    sa.Column("title", JsonText(), nullable=False),
    sa.Column("body", JsonText(), nullable=False),
    moment("at"),
    moment("read_at", nullable=True),
    sa.Index("ix_notice_inbox", "person", "id"),
    sa.Index(
        "ix_notice_unread",
        "person",
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    ),
)

rule_match = sa.Table(
    "rule_match",
    system,
    sa.Column("app", Id(), primary_key=True),
    sa.Column("record", Id(), primary_key=True),
    sa.Column("rule", Id(), primary_key=True),
    moment("since"),
    sa.Index("ix_rule_match_rule", "app", "rule"),
)

"""Apps, their revisions, and the physical names of their tables and columns."""

from __future__ import annotations

import sqlalchemy as sa

from runtime.store.columns import Id, JsonText
from runtime.store.schema.base import key, moment, system

app = sa.Table(
    "app",
    system,
    sa.Column("key", Id(), primary_key=True),
    sa.Column("labels", JsonText(), nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("origin", JsonText()),
    moment("created_at"),
)

revision = sa.Table(
    "revision",
    system,
    sa.Column("app", Id(), sa.ForeignKey("app.key"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("spec", JsonText(), nullable=False),
    sa.Column("trees", JsonText(), nullable=False, server_default="{}"),
    sa.Column("checksum", sa.Text, nullable=False),
    sa.Column("author", Id(), nullable=False),
    sa.Column("note", sa.Text, nullable=False, server_default=""),
    moment("published_at"),
)

form_table = sa.Table(
    "form_table",
    system,
    sa.Column("app", Id(), primary_key=True),
    sa.Column("form", Id(), primary_key=True),
    sa.Column("lines", sa.Text, primary_key=True, server_default=""),
    sa.Column("name", sa.Text, nullable=False, unique=True),
)

form_column = sa.Table(
    "form_column",
    system,
    sa.Column("table_name", sa.Text, primary_key=True),
    sa.Column("field", Id(), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("scale", sa.Integer, nullable=False, server_default="0"),
    sa.Column("points", sa.Text),
    sa.UniqueConstraint("table_name", "name"),
)

counter = sa.Table(
    "counter",
    system,
    sa.Column("app", Id(), primary_key=True),
    sa.Column("form", Id(), primary_key=True),
    sa.Column("field", Id(), primary_key=True),
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("last", sa.BigInteger, nullable=False),
)

draft = sa.Table(
    "draft",
    system,
    sa.Column("app", Id(), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("spec", JsonText(), nullable=False),
    sa.Column("history", JsonText(), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("editor", Id(), nullable=False),
    moment("edited_at"),
)

stored_file = sa.Table(
    "stored_file",
    system,
    key(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("owner", Id(), nullable=False),
    sa.Column("app", Id()),
    sa.Column("form", Id()),
    sa.Column("record", Id()),
    sa.Column("field", Id()),
    moment("created_at"),
)

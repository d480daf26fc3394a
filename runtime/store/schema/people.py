"""People, departments, roles, and the ways they come in: passwords, sessions, tokens."""

from __future__ import annotations

import sqlalchemy as sa

from runtime.store.columns import Id
from runtime.store.schema.base import key, moment, ref, system

department = sa.Table(
    "department",
    system,
    key(),
    sa.Column("name", sa.Text, nullable=False),
    ref("parent", "department", nullable=True),
    sa.Column("manager", Id()),
    sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.UniqueConstraint("parent", "name"),
)

person = sa.Table(
    "person",
    system,
    key(),
    sa.Column("login", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("pinyin", sa.Text, nullable=False, server_default=""),
    sa.Column("email", sa.Text),
    ref("department", "department", nullable=True),
    sa.Column("manager", Id()),
    sa.Column("password", sa.Text),
    sa.Column("stamp", sa.Text, nullable=False),
    sa.Column("administrator", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("lang", sa.Text),
    sa.Column("theme", sa.Text),
    sa.Column("density", sa.Text),
    moment("created_at"),
)

membership = sa.Table(
    "membership",
    system,
    sa.Column("person", Id(), sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("app", Id(), primary_key=True),
    sa.Column("role", Id(), primary_key=True),
    sa.Index("ix_membership_app_role", "app", "role"),
)

department_binding = sa.Table(
    "department_binding",
    system,
    sa.Column("app", Id(), primary_key=True),
    sa.Column("key", Id(), primary_key=True),
    ref("department", "department"),
)

web_session = sa.Table(
    "web_session",
    system,
    sa.Column("digest", sa.Text, primary_key=True),
    ref("person", "person", nullable=True),
    sa.Column("stamp", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    moment("created_at"),
    moment("seen_at"),
    sa.Index("ix_web_session_person", "person"),
)

access_token = sa.Table(
    "access_token",
    system,
    key(),
    sa.Column("digest", sa.Text, nullable=False, unique=True),
    sa.Column("person", Id(), sa.ForeignKey("person.id"), nullable=False, index=True),
    sa.Column("label", sa.Text, nullable=False, server_default=""),
    moment("created_at"),
    moment("revoked_at", nullable=True),
)

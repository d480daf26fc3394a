"""The metadata all system tables register in, and the columns they share."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from runtime.store.columns import Id, Moment

system = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key(name: str = "id") -> sa.Column[Any]:
    """A primary key of our own ids."""
    return sa.Column(name, Id(), primary_key=True)


def ref(name: str, to: str, *, nullable: bool = False) -> sa.Column[Any]:
    """A reference to another system table's id."""
    return sa.Column(name, Id(), sa.ForeignKey(f"{to}.id"), nullable=nullable)


def moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    """A UTC instant."""
    return sa.Column(name, Moment(), nullable=nullable)

"""Bring a database to today's schema, say whether it is there, and what differs.

Alembic is loaded when one of these is called: it takes a tenth of a process's start.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from runtime.errors import Refusal
from runtime.store.engine import reading, take_time, writing
from runtime.store.lowering import POSTGRES_SETUP
from runtime.store.schema import system

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent
_FUNCTIONS = sha256("\x00".join(POSTGRES_SETUP).encode()).hexdigest()
_LOCK = 7_261_049_183  # any number that nothing else in the database locks


def upgrade(engine: Engine, to: str = "head") -> None:
    """Make or migrate the product's tables and functions: wholly or not at all, one at a time.

    ``to`` is the revision to stop at, for what was written at that one.

    Raises:
        Refusal: ``busy`` when another process is at it for too long; ``store_newer`` (409) when a
            later version of the product made or migrated the tables. Nothing is changed then.
    """
    from alembic import command  # noqa: PLC0415 - see the module's docstring

    with writing(engine) as connection:
        take_time(connection)
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        _check_is_known(connection)
        command.upgrade(configuration(connection), to)
        if _functions_differ(connection):
            for statement in (*POSTGRES_SETUP, f"COMMENT ON SCHEMA dougong IS '{_FUNCTIONS}'"):
                connection.exec_driver_sql(statement.replace("%", "%%"))


def pending(engine: Engine) -> bool:
    """Whether :func:`upgrade` would do something.

    Raises:
        Refusal: ``store_newer`` (409), as :func:`upgrade`.
    """
    from alembic.migration import MigrationContext  # noqa: PLC0415 - see the module's docstring
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see the module's docstring

    with reading(engine) as connection:
        _check_is_known(connection)
        there = set(MigrationContext.configure(connection).get_current_heads())
        if there != set(ScriptDirectory.from_config(configuration()).get_heads()):
            return True
        return _functions_differ(connection)


def revision(connection: Connection) -> str:
    """The revision the tables are at; "" where there are none."""
    from alembic.migration import MigrationContext  # noqa: PLC0415 - see the module's docstring

    return MigrationContext.configure(connection).get_current_revision() or ""


def knows(revision: str) -> bool:
    """Whether this version of the product has that revision."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see the module's docstring

    known = ScriptDirectory.from_config(configuration()).walk_revisions()
    return any(each.revision == revision for each in known)


def check(engine: Engine) -> tuple[str, ...]:
    """What differs between the database and the schema in code, one line each; empty is good."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - see the module's docstring
    from alembic.migration import MigrationContext  # noqa: PLC0415 - see the module's docstring

    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_ours})
        return tuple(str(difference) for difference in compare_metadata(context, system))


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration of our migrations."""
    from alembic.config import Config as AlembicConfig  # noqa: PLC0415 - see the module's docstring

    config = AlembicConfig()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _check_is_known(connection: Connection) -> None:
    """Refuse tables of a later version: this one does not know what they hold."""
    there = revision(connection)
    if there and not knows(there):
        raise Refusal("store_newer", 409, revision=there)


def _functions_differ(connection: Connection) -> bool:
    """Whether PostgreSQL lacks our functions as they are today: their schema's comment says."""
    if connection.dialect.name != "postgresql" or not POSTGRES_SETUP:
        return False
    schema = sa.func.to_regnamespace("dougong")
    said = connection.execute(sa.select(sa.func.obj_description(schema, "pg_namespace"))).scalar()
    return bool(said != _FUNCTIONS)


def _is_ours(name: str | None, kind: str, parents: Any) -> bool:  # noqa: ARG001 - Alembic calls it
    """Apps' own tables are not compared: there may be thousands."""
    return kind != "table" or name in system.tables

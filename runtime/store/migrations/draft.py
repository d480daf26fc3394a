"""Draft the next migration: ``DATABASE_URL=postgresql://… python -m runtime.store.migrations.draft NAME``.

The database must be a PostgreSQL at the last migration (what it renders also runs on SQLite; not
the other way round). Read the draft, add what Alembic does not see (triggers, data), and run
``tests/store/test_migrations.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from runtime.config import settings
from runtime.store import columns
from runtime.store.engine import open_engine, writing
from runtime.store.migrations.run import configuration


def draft(engine: Engine, name: str) -> Path:
    """Write the next migration and say where; ``name`` is a few words with underscores."""
    with writing(engine) as connection:
        config = configuration(connection)
        config.attributes["render_item"] = _render
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        number = f"{len(_numbers(config)) + 1:04}"
        made = command.revision(config, name, autogenerate=True, rev_id=number)
    if made is None or isinstance(made, list):
        raise RuntimeError("Alembic drafted no single migration")
    return Path(made.path)


def _numbers(config: Config) -> list[str]:
    return [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()]


def _render(kind: str, thing: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Our own column types by their names."""
    if kind == "type" and isinstance(thing, sa.types.TypeDecorator):
        name = type(thing).__name__
        if getattr(columns, name, None) is type(thing):
            autogen.imports.add("from runtime.store import columns")
            return f"columns.{name}()"
    return False


if __name__ == "__main__":
    print(draft(open_engine(settings().database_url), sys.argv[1]))  # noqa: T201

"""Health: whether the database, the queue and the schema are as they should be."""

from __future__ import annotations

from dataclasses import dataclass

from redis.exceptions import RedisError

from runtime.catalog import catalog
from runtime.config import Settings
from runtime.doorbell import connect
from runtime.errors import Refusal
from runtime.store import engine, migrations, revisions


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    check: str
    ok: bool
    detail: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Look at everything an installation depends on."""
    found = [_database(settings), _migrations(settings), _queue(settings)]
    if found[0].ok and found[1].ok:
        found.append(_apps(settings))
    found.append(_key(settings))
    return found


def is_ready(settings: Settings) -> bool:
    """Whether requests can be served: the database answers and its tables are of today."""
    return _database(settings).ok and _migrations(settings).ok


def _database(settings: Settings) -> Finding:
    try:
        opened = engine.open_engine(settings.database_url)
        with engine.reading(opened):
            pass
        opened.dispose()
    except Refusal as problem:
        return Finding("database", ok=False, detail=problem.message("en"))
    return Finding("database", ok=True)


def _migrations(settings: Settings) -> Finding:
    try:
        opened = engine.open_engine(settings.database_url)
        waiting = migrations.pending(opened)
        opened.dispose()
    except Refusal as problem:
        return Finding("migrations", ok=False, detail=problem.message("en"))
    return Finding("migrations", ok=not waiting, detail="run `dougong upgrade`" if waiting else "")


def _queue(settings: Settings) -> Finding:
    try:
        connect(settings.redis_url).ping()
    except (RedisError, OSError) as problem:
        return Finding("queue", ok=False, detail=str(problem))
    return Finding("queue", ok=True)


def _apps(settings: Settings) -> Finding:
    """Every app's metadata against its real tables."""
    opened = engine.open_engine(settings.database_url)
    with engine.reading(opened) as connection:
        lost = [
            line
            for entry in revisions.apps(connection)
            for line in revisions.differences(connection, entry.key, catalog().fields)
        ]
    opened.dispose()
    return Finding("apps", ok=not lost, detail="; ".join(lost[:5]))


def _key(settings: Settings) -> Finding:
    path = settings.data_dir / "keys" / "secret"
    if not path.exists():
        return Finding("key", ok=False, detail="run `dougong init`")
    private = path.stat().st_mode & 0o077 == 0
    return Finding("key", ok=private, detail="" if private else f"chmod 600 {path}")

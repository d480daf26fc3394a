"""Health: whether the database, the queue and the schema are as they should be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from redis.exceptions import RedisError
from sqlalchemy import Connection

from runtime.catalog import catalog
from runtime.config import BackupSettings, Settings
from runtime.doorbell import connect
from runtime.errors import Refusal, Wrong, sentence
from runtime.keys import is_weak
from runtime.privacy import open_to_others
from runtime.store import deliveries, drift, engine, events, incidents, migrations, revisions
from runtime.store.names import load_names
from runtime.store.tables import FormTables, build_tables

FAR_OFF = timedelta(minutes=2)
BACKUP_AGE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``wrong`` says, as codes and facts, what is amiss and what to do."""

    check: str
    wrong: tuple[Wrong, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.wrong

    def title(self, lang: str) -> str:
        """What was looked at, in that language."""
        return sentence(f"health_{self.check}", lang)

    def detail(self, lang: str) -> str:
        """What is amiss and what to do, in that language; empty where nothing is."""
        return " ".join(each.message(lang) for each in self.wrong)


def readiness(settings: Settings) -> list[Finding]:
    """What serving requests depends on: database, migrations, queue."""
    return [_database(settings), _migrations(settings), _queue(settings)]


def examine(settings: Settings) -> list[Finding]:
    """Look at everything an installation depends on."""
    found = readiness(settings)
    if found[0].ok and found[1].ok:
        found.append(_apps(settings))
        found.append(_incidents(settings))
        found.append(_clock(settings))
    found += [_key(settings), _folder(settings)]
    if settings.backups is not None:
        found.append(_backup(settings.backups))
    return found


def _database(settings: Settings) -> Finding:
    try:
        engine.must_be_made(settings.database_url)
        opened = engine.open_engine(settings.database_url)
        with engine.reading(opened):
            pass
        opened.dispose()
    except Refusal as problem:
        return Finding("database", (Wrong(problem.code, facts=problem.facts),))
    return Finding("database")


def _migrations(settings: Settings) -> Finding:
    try:
        engine.must_be_made(settings.database_url)
        opened = engine.open_engine(settings.database_url)
        waiting = migrations.pending(opened)
        opened.dispose()
    except Refusal as problem:
        return Finding("migrations", (Wrong(problem.code, facts=problem.facts),))
    return Finding("migrations", (Wrong("tables_behind"),) if waiting else ())


def _queue(settings: Settings) -> Finding:
    try:
        connect(settings.redis_url).ping()
    except (RedisError, OSError, ValueError) as problem:
        return Finding("queue", (Wrong("queue_away", facts={"reason": str(problem).rstrip(".")}),))
    return Finding("queue")


def _apps(settings: Settings) -> Finding:
    """Every app's metadata against its real tables; one that cannot be read is told by itself."""
    lost: list[str] = []
    wrong: list[Wrong] = []
    opened = engine.open_engine(settings.database_url)
    with engine.reading(opened) as connection:
        for entry in revisions.apps(connection):
            try:
                tables = _tables(connection, entry.key)
            except Exception as problem:  # noqa: BLE001 - whatever it is, the others are looked at
                about = {"app": entry.key, "kind": type(problem).__name__}
                wrong.append(Wrong("app_unreadable", facts=about))
            else:
                lost.extend(drift.differences(connection, tables))
    opened.dispose()
    if lost:
        facts = {"count": len(lost), "names": ", ".join(lost[:5])}
        wrong.append(Wrong("tables_lost", facts=facts))
    return Finding("apps", tuple(wrong))


def _incidents(settings: Settings) -> Finding:
    """What waits for an administrator."""
    opened = engine.open_engine(settings.database_url)
    with engine.reading(opened) as connection:
        count = len(incidents.open_incidents(connection, 100)) + len(deliveries.dead(connection))
    opened.dispose()
    return Finding("incidents", (Wrong("incidents_open", facts={"count": count}),) if count else ())


def _tables(connection: Connection, app: str) -> FormTables:
    """The tables an app's current revision names."""
    found = revisions.current(connection, app)
    if found is None:
        raise Refusal("no_such_app", 404, app=app)
    return build_tables(found.spec, catalog().fields, load_names(connection, app))


def _clock(settings: Settings) -> Finding:
    """Whether this machine's clock agrees with what was written and with the database's."""
    now = datetime.now(UTC)
    opened = engine.open_engine(settings.database_url)
    with engine.reading(opened) as connection:
        last = events.latest_moment(connection)
        there = _clock_of(connection)
    opened.dispose()
    apart = 0 if there is None else abs(there - now).total_seconds()
    if settings.clock is None and last is not None and last > now + FAR_OFF:
        return Finding("clock", (Wrong("clock_behind", facts={"last": last.isoformat()}),))
    if apart > FAR_OFF.total_seconds():
        return Finding("clock", (Wrong("clock_apart", facts={"seconds": round(apart)}),))
    return Finding("clock")


def _clock_of(connection: Connection) -> datetime | None:
    """What the database's own clock says; None for SQLite, which has this machine's."""
    if connection.dialect.name != "postgresql":
        return None
    found: datetime = connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    return found


def _folder(settings: Settings) -> Finding:
    found = open_to_others(settings.data_dir)
    if not found:
        return Finding("folder")
    facts = {"names": ", ".join(found[:5]), "folder": str(settings.data_dir)}
    return Finding("folder", (Wrong("folder_open", facts=facts),))


def _backup(wanted: BackupSettings) -> Finding:
    oldest = (datetime.now(UTC) - BACKUP_AGE).timestamp()
    found = (each.stat().st_mtime for each in wanted.folder.glob("dougong-*.backup"))
    if any(each > oldest for each in found):
        return Finding("backup")
    return Finding("backup", (Wrong("backup_missing", facts={"folder": str(wanted.folder)}),))


def _key(settings: Settings) -> Finding:
    path = settings.data_dir / "keys" / "secret"
    if not path.exists():
        return Finding("key", (Wrong("key_missing"),))
    if path.stat().st_mode & 0o077:
        return Finding("key", (Wrong("key_readable", facts={"path": str(path)}),))
    if is_weak(path.read_text(encoding="ascii", errors="replace")):
        return Finding("key", (Wrong("key_weak", facts={"path": str(path)}),))
    return Finding("key")

"""The door to the database: SQLite or PostgreSQL, with the same promises on both.

A write transaction on SQLite begins with ``BEGIN IMMEDIATE``, so that it waits for its turn where
it starts and its DDL rolls back with it. What the database cannot do just now (locked, away, full)
leaves here as a :class:`Refusal`, never as a driver's exception.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.engine import (
    URL,
    Connection,
    Dialect,
    Engine,
    ExceptionContext,
    RootTransaction,
    make_url,
)

from runtime.errors import Refusal
from runtime.store.columns import UnfitError
from runtime.store.lowering import install_functions
from runtime.store.server_words import withhold_values

STATEMENT_SECONDS = 5
PATIENT_SECONDS = 600
LOCK_SECONDS = 2
BUSY_SECONDS = 5

_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

_PRAGMAS = (
    f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA temp_store=MEMORY",
)
_SQLITE_REASONS = {
    sqlite3.SQLITE_BUSY: ("busy", 503),
    sqlite3.SQLITE_LOCKED: ("busy", 503),
    sqlite3.SQLITE_INTERRUPT: ("too_slow", 503),
    sqlite3.SQLITE_FULL: ("storage_full", 507),
    sqlite3.SQLITE_IOERR: ("database_away", 503),
    sqlite3.SQLITE_CANTOPEN: ("database_away", 503),
}
_POSTGRES_REASONS = {
    "55P03": ("busy", 503),  # lock_timeout
    "40P01": ("busy", 503),  # deadlock
    "40001": ("busy", 503),  # serialization
    "57014": ("too_slow", 503),  # statement_timeout
    "53100": ("storage_full", 507),
    "53300": ("busy", 503),  # too many connections
    "22003": ("value_unfit", 422),  # a number beyond its column
    "22021": ("value_unfit", 422),  # a letter that text cannot hold
}


def open_engine(url: str) -> Engine:
    """The engine of an installation's database.

    Args:
        url: ``sqlite:///path`` (the folder is made when it is missing) or ``postgresql://…``, also
            with a socket's folder as ``?host=``; the driver is always psycopg 3.

    Raises:
        ValueError: the URL names another kind of database.
    """
    address = _normalised(make_url(url))
    if address.get_backend_name() == "sqlite":
        return _sqlite(address)
    return _postgres(address)


def must_be_made(url: str) -> None:
    """Refuse a SQLite file that is not there: whoever only looks makes no empty one.

    Raises:
        Refusal: store_not_made (503).
    """
    address = make_url(url)
    named = address.database if address.get_backend_name() == "sqlite" else None
    if named and named != ":memory:" and not Path(named).exists():
        raise Refusal("store_not_made", 503)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction: committed when the block ends, rolled back when it raises.

    Raises:
        Refusal: ``busy`` (503) when another writer held the database too long, ``too_slow``,
            ``storage_full`` (507) or ``database_away``. The caller may try again.
    """
    with _begun(engine, only_reads=False) as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One read transaction: everything in it sees the same moment. Writing in it is an error.

    Raises:
        Refusal: as :func:`writing`.
    """
    with _begun(engine, only_reads=True) as connection:
        yield connection


@contextmanager
def glancing(engine: Engine) -> Iterator[Connection]:
    """A connection for one prepared statement (:mod:`runtime.store.prepared`), no transaction.

    Raises:
        Refusal: as :func:`writing`.
    """
    with _connected(engine) as connection:
        yield connection


def driven(connection: Connection, text: str, parameters: Any) -> tuple[Sequence[Any], list[Any]]:
    """Have the driver itself run a statement: the rows it gives, and the kind of each column.

    Raises:
        Refusal: as :func:`writing`.
        sqlalchemy.exc.DBAPIError: the database refuses the statement.
    """
    dialect = connection.dialect
    if dialect.name == "sqlite":
        _set_deadline(connection)
    driver: Any = connection.connection.driver_connection
    try:
        cursor = driver.execute(text, parameters)
        if cursor.description is None:
            return (), []
        return cursor.fetchall(), [each[1] for each in cursor.description]
    except dialect.loaded_dbapi.Error as problem:
        raise _told(connection, problem, text) from problem


def driven_many(connection: Connection, text: str, rows: Sequence[Any]) -> None:
    """Have the driver run a statement once for each row of parameters; raises as :func:`driven`."""
    if connection.dialect.name == "sqlite":
        _set_deadline(connection)
    try:
        connection.connection.cursor().executemany(text, rows)
    except connection.dialect.loaded_dbapi.Error as problem:
        raise _told(connection, problem, text) from problem


def _told(connection: Connection, problem: Exception, text: str) -> Exception:
    """What a driver's error leaves here as; a connection that is of no more use is given up."""
    dialect = connection.dialect
    driver: Any = connection.connection.driver_connection
    if dialect.name == "sqlite":
        refusal = _sqlite_refusal(problem)
    else:
        is_gone = bool(driver.closed or driver.broken)
        refusal = _postgres_refusal(dialect, problem, is_gone=is_gone)
        if is_gone or _is_stale(problem):
            connection.invalidate(problem)
    kind = dialect.loaded_dbapi.Error
    return refusal or exc.DBAPIError.instance(
        text, None, problem, kind, hide_parameters=True, dialect=dialect
    )


def take_time(connection: Connection) -> None:
    """Let the statements of this transaction run for ten minutes instead of five seconds.

    For publishing, exports and checks of the whole database; ends with the transaction.
    """
    if connection.dialect.name == "postgresql":
        wanted = sa.func.set_config("statement_timeout", f"{PATIENT_SECONDS}s", sa.true())
        connection.execute(sa.select(wanted))
    else:
        connection.info["seconds"] = PATIENT_SECONDS


@contextmanager
def _begun(engine: Engine, *, only_reads: bool) -> Iterator[Connection]:
    """A connection with a transaction begun.

    A connection that went while it waited in the pool shows it here, before anything was done:
    then all that wait there are dropped, and a new one begins.
    """
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(_connected(engine))
            transaction = _begin(connection, only_reads)
        except _GoneError:
            stack.close()
            engine.dispose()
            connection = stack.enter_context(_connected(engine))
            try:
                transaction = _begin(connection, only_reads)
            except _GoneError as gone:
                raise Refusal("database_away", 503) from gone
        with transaction:
            yield connection


class _GoneError(RuntimeError):
    """The connection is no more; nothing was done on it yet."""


def _begin(connection: Connection, only_reads: bool) -> RootTransaction:
    connection.execution_options(only_reads=only_reads)
    return connection.begin()


@contextmanager
def _connected(engine: Engine) -> Iterator[Connection]:
    try:
        connection = engine.connect()
    except exc.TimeoutError as nothing_free:
        raise Refusal("busy", 503) from nothing_free
    with connection:
        yield connection


def _normalised(url: URL) -> URL:
    backend = url.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        return url.set(drivername="sqlite+pysqlite")
    raise ValueError(f"DATABASE_URL must be sqlite:// or postgresql:// (got {backend}://)")


# ------------------------------------------------------------------------------- SQLite


def _sqlite(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url,
        hide_parameters=True,
        connect_args={
            "isolation_level": None,
            "timeout": BUSY_SECONDS,
            "cached_statements": 512,
        },
    )
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "before_cursor_execute", _set_deadline)
    event.listen(engine, "handle_error", _refuse_sqlite)
    return engine


def _open_sqlite(dbapi: sqlite3.Connection, record: Any) -> None:
    record.info["deadline"] = time.monotonic() + BUSY_SECONDS
    for pragma in _PRAGMAS:
        dbapi.execute(pragma).close()
    _switch_to_wal(dbapi)
    install_functions(dbapi)
    dbapi.set_authorizer(_deny_attach)
    dbapi.set_progress_handler(_overdue(record.info), 20_000)


def _switch_to_wal(dbapi: sqlite3.Connection) -> None:
    """Two processes that make a new database together do not wait for each other here."""
    limit = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            dbapi.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.01)
        else:
            return


def _deny_attach(action: int, *_: Any) -> int:
    attaches = action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH)
    return sqlite3.SQLITE_DENY if attaches else sqlite3.SQLITE_OK


def _overdue(facts: dict[str, Any]) -> Callable[[], bool]:
    def overdue() -> bool:
        return time.monotonic() > float(facts["deadline"])

    return overdue


def _begin_sqlite(connection: Connection) -> None:
    info = connection.info
    info["seconds"] = STATEMENT_SECONDS
    only_reads = bool(connection.get_execution_options().get("only_reads", False))
    dbapi: Any = connection.connection.driver_connection
    if info.get("only_reads", False) != only_reads:
        dbapi.execute(f"PRAGMA query_only={'ON' if only_reads else 'OFF'}").close()
        info["only_reads"] = only_reads
    # One that writes may have to wait for another writer, in vain: its error becomes a Refusal.
    driven(connection, "BEGIN" if only_reads else "BEGIN IMMEDIATE", ())


def _set_deadline(connection: Connection, *_: Any) -> None:
    info = connection.info
    # The wait for the write lock is not the statement's own time.
    info["deadline"] = time.monotonic() + info.get("seconds", STATEMENT_SECONDS) + BUSY_SECONDS


def _refuse_sqlite(context: ExceptionContext) -> Refusal | None:
    return _sqlite_refusal(context.original_exception)


def _sqlite_refusal(problem: BaseException) -> Refusal | None:
    if isinstance(problem, UnfitError | OverflowError):
        return Refusal("value_unfit", 422)
    code = getattr(problem, "sqlite_errorcode", None)
    reason = _SQLITE_REASONS.get(code & 0xFF) if isinstance(code, int) else None
    return Refusal(reason[0], reason[1]) if reason else None


# --------------------------------------------------------------------------- PostgreSQL


def _postgres(url: URL) -> Engine:
    options = " ".join(
        (
            *_texts(url.query.get("options")),
            f"-c statement_timeout={STATEMENT_SECONDS}s",
            f"-c lock_timeout={LOCK_SECONDS}s",
            "-c idle_in_transaction_session_timeout=30s",
            "-c timezone=UTC",
        )
    )
    engine = sa.create_engine(
        url.difference_update_query(["options"]),
        connect_args={"options": options, "application_name": "dougong"},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _open_postgres)
    event.listen(engine, "begin", _begin_postgres)
    event.listen(engine, "handle_error", _refuse_postgres)
    return engine


def _texts(option: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (option,) if isinstance(option, str) else option or ()


def _open_postgres(dbapi: Any, _: Any) -> None:
    """The driver begins no transaction by itself: what kind it is, is said as it is begun."""
    dbapi.autocommit = True


def _begin_postgres(connection: Connection) -> None:
    only_reads = bool(connection.get_execution_options().get("only_reads", False))
    dbapi: Any = connection.connection.driver_connection
    try:
        dbapi.execute(_READ if only_reads else "BEGIN", prepare=False)
    except connection.dialect.loaded_dbapi.OperationalError as problem:
        connection.invalidate(problem)
        raise _GoneError from problem


def _is_stale(problem: BaseException) -> bool:
    """Whether a publish widened a column that the connection had prepared statements for."""
    return getattr(problem, "sqlstate", None) == "0A000" and "cached plan" in str(problem)


def _refuse_postgres(context: ExceptionContext) -> Refusal | None:
    if _is_stale(context.original_exception):
        context.is_disconnect = True  # begin anew
    return _postgres_refusal(
        context.dialect, context.original_exception, is_gone=context.is_disconnect
    )


def _postgres_refusal(dialect: Dialect, problem: BaseException, *, is_gone: bool) -> Refusal | None:
    if isinstance(problem, UnfitError):
        return Refusal("value_unfit", 422)
    state = getattr(problem, "sqlstate", None)
    if state is not None:
        withhold_values(problem, state)
    if state in _POSTGRES_REASONS:
        return Refusal(*_POSTGRES_REASONS[state])
    if _is_stale(problem):
        return Refusal("busy", 503)
    if is_gone or (state is None and isinstance(problem, dialect.loaded_dbapi.OperationalError)):
        return Refusal("database_away", 503)
    return None

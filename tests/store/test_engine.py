import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from runtime.errors import Refusal
from runtime.store import engine as door
from runtime.store.engine import open_engine, reading, take_time, writing

METADATA = sa.MetaData()
THING = sa.Table("thing", METADATA, sa.Column("id", sa.Integer, primary_key=True))


@pytest.fixture
def plain(database_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url)
    with writing(opened) as connection:
        METADATA.create_all(connection)
    yield opened
    opened.dispose()


def _count(engine: Engine) -> int:
    with reading(engine) as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(THING)).scalar_one()


def test_a_write_is_kept_when_its_block_ends(plain: Engine) -> None:
    with writing(plain) as connection:
        connection.execute(THING.insert().values(id=1))
    assert _count(plain) == 1


def test_a_write_whose_block_raises_leaves_nothing_not_even_tables(plain: Engine) -> None:
    with pytest.raises(KeyError), writing(plain) as connection:
        connection.execute(THING.insert().values(id=1))
        connection.exec_driver_sql("CREATE TABLE other (id INTEGER)")
        connection.exec_driver_sql("DROP TABLE thing")
        raise KeyError
    assert _count(plain) == 0
    with reading(plain) as connection:
        assert not sa.inspect(connection).has_table("other")


def test_a_read_sees_one_moment(plain: Engine) -> None:
    with reading(plain) as connection:
        counted = sa.select(sa.func.count()).select_from(THING)
        assert connection.execute(counted).scalar() == 0
        with writing(plain) as other:
            other.execute(THING.insert().values(id=1))
        assert connection.execute(counted).scalar() == 0
    assert _count(plain) == 1


def test_a_read_cannot_write_and_a_write_after_it_can(plain: Engine) -> None:
    with pytest.raises(sa.exc.DBAPIError), reading(plain) as connection:
        connection.execute(THING.insert().values(id=1))
    with writing(plain) as connection:
        connection.execute(THING.insert().values(id=1))
    assert _count(plain) == 1


def test_a_writer_that_waits_too_long_is_told_it_is_busy(
    plain: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "BUSY_SECONDS", 0.1)
    monkeypatch.setattr(door, "LOCK_SECONDS", 0.1)
    monkeypatch.setattr(door, "_PRAGMAS", ("PRAGMA busy_timeout=100",))
    hurried = open_engine(plain.url.render_as_string(hide_password=False))
    with writing(plain) as connection:
        connection.execute(THING.insert().values(id=1))
        with pytest.raises(Refusal) as refused, writing(hurried) as other:
            if other.dialect.name == "postgresql":
                other.exec_driver_sql("SET LOCAL lock_timeout = '100ms'")
            other.execute(THING.insert().values(id=1))
    assert (refused.value.code, refused.value.status) == ("busy", 503)
    hurried.dispose()


def test_writers_take_turns(plain: Engine) -> None:
    with writing(plain) as connection:
        connection.execute(THING.insert().values(id=0))

    def more() -> None:
        for _ in range(20):
            with writing(plain) as connection:
                row = connection.execute(sa.select(THING.c.id).with_for_update()).scalar_one()
                connection.execute(THING.update().values(id=row + 1))

    threads = [threading.Thread(target=more) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(plain) as connection:
        assert connection.execute(sa.select(THING.c.id)).scalar() == 80


def _endless(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        )
    else:
        connection.exec_driver_sql("SELECT pg_sleep(20)")


def test_a_statement_without_an_end_is_stopped(
    plain: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "STATEMENT_SECONDS", 0.2)
    monkeypatch.setattr(door, "BUSY_SECONDS", 0.1)
    with pytest.raises(Refusal) as refused, reading(plain) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = '200ms'")
        _endless(connection)
    assert (refused.value.code, refused.value.status) == ("too_slow", 503)


def test_who_takes_time_gets_it_until_the_transaction_ends(plain: Engine) -> None:
    with writing(plain) as connection:
        take_time(connection)
        if connection.dialect.name == "postgresql":
            assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "10min"
        else:
            assert connection.info["seconds"] == door.PATIENT_SECONDS
    with writing(plain) as connection:
        if connection.dialect.name == "postgresql":
            assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "5s"
        else:
            assert connection.info["seconds"] == door.STATEMENT_SECONDS


def test_sqlite_opens_with_its_safeguards(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        for pragma, value in (
            ("journal_mode", "wal"),
            ("synchronous", 2),
            ("foreign_keys", 1),
            ("trusted_schema", 0),
            ("busy_timeout", 5000),
        ):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
        with pytest.raises(sa.exc.DatabaseError, match="not authorized"):
            connection.exec_driver_sql("ATTACH ':memory:' AS other")
    engine.dispose()


def test_a_full_disk_is_a_sentence(plain: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        if plain.dialect.name == "sqlite":
            problem: Exception = sqlite3.OperationalError("database or disk is full")
            problem.sqlite_errorcode = sqlite3.SQLITE_FULL  # type: ignore[attr-defined]
        else:
            import psycopg.errors

            problem = psycopg.errors.DiskFull("no space left")
        raise problem

    monkeypatch.setattr(plain.dialect, "do_execute", full)
    with pytest.raises(Refusal) as refused, writing(plain) as connection:
        connection.execute(THING.insert().values(id=1))
    assert (refused.value.code, refused.value.status) == ("storage_full", 507)


@pytest.mark.pg
def test_a_postgres_that_went_away_is_a_sentence_and_comes_back(postgres_url: str) -> None:
    engine = open_engine(postgres_url.replace("postgresql+psycopg", "postgresql"))
    with pytest.raises(Refusal) as refused, writing(engine) as connection:
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
    assert (refused.value.code, refused.value.status) == ("database_away", 503)
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    engine.dispose()


@pytest.mark.parametrize("opened", [reading, writing])
def test_connections_that_went_while_they_waited_are_replaced_unnoticed(
    postgres_url: str, opened: Callable[[Engine], AbstractContextManager[sa.Connection]]
) -> None:
    engine = open_engine(postgres_url)
    with writing(engine), writing(engine), reading(engine):
        pass
    others = open_engine(postgres_url)
    with writing(others) as connection:
        ended = connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).all()
    assert len(ended) >= 3
    for _ in range(4):
        with opened(engine) as connection:
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    engine.dispose()
    others.dispose()


def test_a_database_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    engine = open_engine(f"postgresql://nobody@/none?host={tmp_path}")
    with pytest.raises(Refusal) as refused, reading(engine):
        pass
    assert refused.value.code == "database_away"


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match=r"sqlite:// or postgresql://"):
        open_engine("mysql://localhost/x")


def test_a_failed_statement_is_told_without_what_it_was_asked_with(plain: Engine) -> None:
    with pytest.raises(sa.exc.DBAPIError) as failed, writing(plain) as connection:
        connection.execute(
            sa.text("INSERT INTO nowhere VALUES (:secret)"), {"secret": "13800138000"}
        )
    assert "13800138000" not in str(failed.value)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO person_seen VALUES ('13800138000', 2)",  # the key is there
        "INSERT INTO person_seen VALUES ('13800138000', -1)",  # the row breaks a check
        "INSERT INTO person_seen VALUES ('other', 'x13800138000')",  # no number
        "SELECT '13800138000x'::timestamp",
        "SELECT '13800138000{'::jsonb",
        "INSERT INTO person_seen SELECT '13800138000', NULL",  # nothing where something must be
    ],
)
@pytest.mark.parametrize("by_the_driver", [False, True])
@pytest.mark.pg
def test_postgresql_quotes_no_value_in_what_is_logged(
    postgres_url: str, statement: str, *, by_the_driver: bool
) -> None:
    opened = open_engine(postgres_url)
    with writing(opened) as connection:
        connection.exec_driver_sql(
            "CREATE TABLE person_seen (phone text PRIMARY KEY, times int NOT NULL CHECK (times > 0))"
        )
        connection.exec_driver_sql("INSERT INTO person_seen VALUES ('13800138000', 1)")
    with pytest.raises(sa.exc.DBAPIError) as failed, writing(opened) as connection:
        if by_the_driver:
            door.driven(connection, statement, ())
        else:
            connection.exec_driver_sql(statement)
    opened.dispose()
    assert failed.value.orig is not None
    said = str(failed.value.orig)
    assert "13800138000" not in said
    assert failed.value.orig.sqlstate in said  # type: ignore[attr-defined]

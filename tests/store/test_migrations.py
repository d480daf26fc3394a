from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.engine import Engine

from runtime.cli.main import main
from runtime.store import people
from runtime.store.engine import open_engine, reading, writing
from runtime.store.migrations import check, pending, upgrade
from runtime.store.migrations.run import configuration, revision
from runtime.store.schema import cases, events, security, system
from tests.store.pictures import described


def test_a_migrated_database_is_what_the_code_declares(engine: Engine) -> None:
    assert check(engine) == ()


def test_migrations_make_exactly_what_the_metadata_makes(engine: Engine) -> None:
    with reading(engine) as connection:
        migrated = described(connection)
    with engine.connect() as connection, connection.begin() as transaction:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        system.drop_all(connection)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(
                "DROP FUNCTION event_append_only, record_version_frozen, security_event_unchanged"
            )
        system.create_all(connection)
        for guards in (
            events.APPEND_ONLY_EVENT,
            cases.FREEZE_RECORD_VERSION,
            security.UNCHANGED_SECURITY_EVENT,
        ):
            for statement in guards[connection.dialect.name]:
                connection.exec_driver_sql(statement)
        declared = described(connection)
        transaction.rollback()
    assert migrated == declared


def test_a_new_database_is_pending_until_it_was_upgraded(database_url: str) -> None:
    engine = open_engine(database_url)
    assert pending(engine)
    upgrade(engine)
    assert not pending(engine)
    upgrade(engine)
    engine.dispose()


def test_tables_of_a_later_version_are_refused_with_a_sentence(
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    engine = open_engine(database_url)
    upgrade(engine)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '7013'")
    with reading(engine) as connection:
        before = described(connection)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    for word, lang, told in (
        ("upgrade", "en", "made by a later version of Dougong (7013)"),
        ("upgrade", "zh", "更新版本的斗拱建立（7013）"),
        ("init", "en", "made by a later version of Dougong (7013)"),
        ("doctor", "en", "made by a later version of Dougong (7013)"),
    ):
        assert main([word, "--lang", lang]) != 0
        said = capsys.readouterr()
        assert told in said.out + said.err
        assert "Traceback" not in said.err
    with reading(engine) as connection:
        assert described(connection) == before
        assert revision(connection) == "7013"
    engine.dispose()


def test_departments_and_those_in_them_outlive_the_new_rule_for_names(database_url: str) -> None:
    engine = open_engine(database_url)
    with writing(engine) as connection:
        command.upgrade(configuration(connection), "0004")
        for statement in (
            "INSERT INTO department (id, name, parent) VALUES ('d1', '工厂', NULL)",
            "INSERT INTO department (id, name, parent) VALUES ('d2', '车间', 'd1')",
            "INSERT INTO department_binding (app, key, department) VALUES ('a', 'hall', 'd2')",
        ):
            connection.exec_driver_sql(statement)
    upgrade(engine)
    assert check(engine) == ()
    with writing(engine) as connection:
        assert [each.name for each in people.departments(connection)] == ["工厂", "车间"]
        assert people.bound_departments(connection, "a") == {"hall": "d2"}
        people.create_department(connection, "车间")
    engine.dispose()


@pytest.mark.pg
def test_functions_of_another_version_are_pending(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    upgrade(engine)
    with writing(engine) as connection:
        connection.exec_driver_sql("COMMENT ON SCHEMA dougong IS 'older'")
    assert pending(engine)
    upgrade(engine)
    assert not pending(engine)
    engine.dispose()


def test_a_broken_migration_leaves_nothing_behind(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(database_url)
    statements: list[str] = []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def _fail(*arguments: object) -> None:
        statements.append(str(arguments[2]))
        if "CREATE TABLE task" in statements[-1]:
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        upgrade(engine)
    with reading(engine) as connection:
        assert sa.inspect(connection).get_table_names() == []
    assert len(statements) > 20
    engine.dispose()


@pytest.mark.parametrize(
    "statement", [sa.update(events.event).values(type="x"), sa.delete(events.event)]
)
def test_an_event_can_neither_be_changed_nor_deleted(
    engine: Engine, statement: sa.Update | sa.Delete
) -> None:
    with writing(engine) as connection:
        connection.execute(
            sa.insert(events.event).values(
                id="e1",
                app="a",
                type="RecordCreated",
                actor="p",
                door="cli",
                revision=1,
                at=sa.func.now() if connection.dialect.name == "postgresql" else sa.text("1"),
                payload={},
            )
        )
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), writing(engine) as connection:
        connection.execute(statement)

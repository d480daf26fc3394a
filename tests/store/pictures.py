"""Pictures of a whole database: its schema as it writes it down itself, and its rows."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection


def _plain(statement: str) -> str:
    """Without the order of constraints, spacing, and the two spellings of true and false."""
    spaced = " ".join(statement.replace("(", " ( ").replace(")", " ) ").split())
    for word, digit in (("true", "1"), ("false", "0")):
        spaced = spaced.replace(f"DEFAULT {word}", f"DEFAULT {digit}")
    return " , ".join(sorted(part.strip(" )") for part in spaced.split(",")))


def described(connection: Connection) -> set[str]:
    """The whole schema as the database itself writes it down, tables of Alembic's left out."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(
            "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master"
            " WHERE tbl_name <> 'alembic_version' AND name NOT LIKE 'sqlite_%'"
        ).scalars()
        return {_plain(row) for row in rows}
    queries = (
        (
            "SELECT concat_ws(' ', table_name, column_name, data_type, numeric_precision, is_nullable,"
            " column_default, collation_name, identity_generation)"
            " FROM information_schema.columns WHERE table_schema = 'public'"
        ),
        (
            "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)"
            " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
        ),
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        (
            "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
            " AND prorettype = 'trigger'::regtype"
        ),
    )
    found = {row for query in queries for row in connection.exec_driver_sql(query).scalars()}
    return {row for row in found if "alembic_version" not in row}


def pictured(connection: Connection, *patterns: str) -> tuple[set[str], dict[str, list[str]]]:
    """The schema, and every row of the tables whose names begin with one of the patterns."""
    names = [n for n in sa.inspect(connection).get_table_names() if n.startswith(patterns)]
    rows = {
        name: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()))
        for name in names
    }
    return described(connection), rows

"""Unique values and the indexes a publish makes."""

from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from runtime.store.engine import reading, writing
from tests.store.kinds import (
    NOW,
    add,
    app,
    field,
    form,
    kinds,
    published,
    view,
)

ORDER = form("order", field("title"), field("price", "number", options={"scale": 2}))


def test_unique_holds_outside_the_trash_and_ends_when_it_is_lifted(engine: Engine) -> None:
    unique = app(form("order", field("title", unique=True)))
    tables = published(engine, unique)
    first = add(engine, tables, "order", title="a")
    with pytest.raises(sa.exc.IntegrityError):
        add(engine, tables, "order", title="a")
    table = tables.form("order")
    with writing(engine) as connection:
        connection.execute(table.update().where(table.c.id == first).values(deleted_at=NOW))
    add(engine, tables, "order", title="a")
    free = app(form("order", field("title")))
    assert kinds(engine, free) == [("step.lifted", "none", 0)]
    add(engine, published(engine, free), "order", title="a")
    assert kinds(engine, unique) == [("step.duplicates", "refused", 1)]


def test_an_index_stands_behind_links_states_and_views(engine: Engine) -> None:
    fields = (field("of", "link", options={"to": "x"}), field("at", "state"), field("due", "day"))
    spec = app(form("order", *fields), views=(view("soon", "order", sort=["due"]),))
    said = [kind for kind, _, _ in kinds(engine, spec)]
    assert said[1:] == [
        "step.index.trash",
        "step.index.points",
        "step.index.state",
        "step.index.view",
    ]
    published(engine, spec)
    down = app(form("order", *fields), views=(view("late", "order", sort=["-due"]),))
    assert kinds(engine, down) == [], "the same index read backwards"


def test_a_list_sorted_as_its_view_says_uses_the_index(engine: Engine) -> None:
    from runtime.store.indexes import ordered

    spec = app(
        form("order", field("due", "day"), field("rank", "number")),
        views=(view("soon", "order", sort=["due", "-rank"]),),
    )
    tables = published(engine, spec)
    table = tables.form("order")
    add(engine, tables, "order", rank=Decimal(1))
    query = (
        sa.select(table.c.id)
        .where(table.c.deleted_at.is_(None))
        .order_by(
            ordered(tables.column("order", "due"), descending=False),
            ordered(tables.column("order", "rank"), descending=True),
            ordered(table.c.id, descending=True),
        )
        .limit(50)
    )
    with engine.connect() as connection:
        explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
        text = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
        said = " ".join(map(str, connection.exec_driver_sql(explain + text).all()))
    assert f"ix_{table.name}" in said
    assert "Sort" not in said
    assert "TEMP B-TREE" not in said


def test_what_a_views_filter_fixes_comes_first_in_its_index(engine: Engine) -> None:
    spec = app(
        form("order", field("kind"), field("rank", "number"), field("due", "day")),
        views=(view("urgent", "order", sort=["-due"], filter="kind = 'a' 且 rank > 3"),),
    )
    tables = published(engine, spec)
    with reading(engine) as connection:
        indexes = sa.inspect(connection).get_indexes(tables.form("order").name)
    assert ["f_kind", "f_due", "id"] in [index["column_names"] for index in indexes]

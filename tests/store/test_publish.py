from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from runtime.errors import Refusal
from runtime.spec.app import AppSpec, LifecycleSpec, StateSpec
from runtime.spec.meanings import Edition
from runtime.store import revisions
from runtime.store.engine import open_engine, reading, writing
from runtime.store.migrations import upgrade
from runtime.store.plan import make_plan
from runtime.store.publish import Author, hold_revision, publish
from tests.store.kinds import (
    KINDS,
    NOW,
    add,
    app,
    field,
    form,
    kinds,
    plan_of,
    published,
    tables_of,
    view,
)
from tests.store.pictures import pictured

LINES = field("lines", "rows", fields=(field("qty", "number"), field("note", "note")))
EVERYTHING = form(
    "order",
    *(field(key, key) for key in KINDS if key not in ("rows", "number")),
    field("number", "number", options={"scale": 2}),
    LINES,
)
ORDER = form("order", field("title"), field("price", "number", options={"scale": 2}))


def test_every_kind_of_storage_keeps_its_value(engine: Engine) -> None:
    tables = published(engine, app(EVERYTHING))
    values = {
        "text": "你好",
        "number": Decimal("1234.50"),
        "flag": True,
        "day": date(2026, 2, 28),
        "moment": datetime(2026, 2, 28, 9, 30, tzinfo=UTC),
        "span": timedelta(days=2, seconds=1),
        "keys": frozenset({"a", "b"}),
        "link": "01abc",
        "person": "01abd",
        "json": {"a": [1, None]},
        "state": "draft",
    }
    record = add(engine, tables, "order", **values)
    with reading(engine) as connection:
        row = connection.execute(sa.select(tables.form("order"))).one()._mapping
    assert row["id"] == record
    assert {key: row[tables.column("order", key).name] for key in values} == values


def test_a_first_publish_makes_revision_one_and_says_each_step(engine: Engine) -> None:
    assert kinds(engine, app(EVERYTHING))[:2] == [
        ("step.table", "none", 0),
        ("step.lines", "none", 0),
    ]
    published(engine, app(EVERYTHING))
    with reading(engine) as connection:
        found = revisions.current(connection, "shop")
        assert found is not None
        assert (found.number, found.spec) == (1, app(EVERYTHING))
        assert revisions.apps(connection)[0].labels["zh"] == "店"


def test_the_same_spec_again_is_no_new_revision(engine: Engine) -> None:
    spec = app(ORDER)
    published(engine, spec)
    with writing(engine) as connection:
        plan = plan_of(connection, spec)
        assert plan.is_empty
        assert publish(connection, plan, Edition(spec), Author("admin"), NOW) == 1
        assert len(revisions.history(connection, "shop")) == 1


def test_a_new_field_is_empty_in_the_records_there_are(engine: Engine) -> None:
    add(engine, published(engine, app(ORDER)), "order", title="a")
    wider = app(form("order", *ORDER.fields, field("due", "day")))
    assert kinds(engine, wider) == [("step.column", "none", 1)]
    tables = published(engine, wider)
    with reading(engine) as connection:
        assert connection.execute(sa.select(tables.column("order", "due"))).scalar() is None


def test_a_retired_field_keeps_its_values_and_its_key_finds_them_again(engine: Engine) -> None:
    add(engine, published(engine, app(ORDER)), "order", title="a", price=Decimal("9.90"))
    without = app(form("order", field("title")))
    assert kinds(engine, without) == [("step.field_retired", "none", 1)]
    published(engine, without)
    assert kinds(engine, app(ORDER)) == [("step.again", "none", 1)]
    tables = published(engine, app(ORDER))
    with reading(engine) as connection:
        price = connection.execute(sa.select(tables.column("order", "price"))).scalar()
    assert price == Decimal("9.90")


def test_a_retired_key_cannot_come_back_as_another_storage(engine: Engine) -> None:
    published(engine, app(ORDER))
    published(engine, app(form("order", field("title"))))
    other = app(form("order", field("title"), field("price", "day")))
    assert ("step.storage", "refused", 0) in kinds(engine, other)


def test_a_retired_form_keeps_its_records(engine: Engine) -> None:
    add(engine, published(engine, app(ORDER)), "order", title="a")
    other = app(form("note", field("text")))
    assert ("step.form_retired", "none", 1) in kinds(engine, other)
    published(engine, other)
    tables = published(engine, app(ORDER))
    with reading(engine) as connection:
        assert connection.execute(sa.select(tables.column("order", "title"))).scalar() == "a"


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        (field("price", "text"), "step.storage"),
        (field("price", "number", options={"scale": 17}), "step.large"),
    ],
)
def test_a_change_that_would_harm_values_is_refused_with_a_sentence(
    engine: Engine, changed: Any, kind: str
) -> None:
    add(engine, published(engine, app(ORDER)), "order", price=Decimal("123.45"))
    spec = app(form("order", field("title"), changed))
    assert (kind, "refused", 1) in kinds(engine, spec)
    with pytest.raises(Refusal) as refused, writing(engine) as connection:
        publish(connection, plan_of(connection, spec), Edition(spec), Author("admin"), NOW)
    assert refused.value.code == "plan_refused"
    assert [wrong.code for wrong in refused.value.wrongs] == [kind]
    with reading(engine) as connection:
        assert revisions.revision_number(connection, "shop") == 1


def test_a_link_cannot_point_at_another_form(engine: Engine) -> None:
    first = app(form("order", field("of", "link", options={"to": "a"})))
    published(engine, first)
    second = app(form("order", field("of", "link", options={"to": "b"})))
    assert ("step.points", "refused", 0) in kinds(engine, second)
    third = app(form("order", field("of", "person")))
    assert ("step.points", "refused", 0) in kinds(engine, third)


def test_more_decimal_places_keep_every_value(engine: Engine) -> None:
    tables = published(engine, app(ORDER))
    for text in ("0.01", "-99999999999.99", "12345678901.23"):
        add(engine, tables, "order", price=Decimal(text))
    add(engine, tables, "order", title="without")
    finer = app(form("order", field("title"), field("price", "number", options={"scale": 6})))
    assert kinds(engine, finer) == [("step.widen", "none", 3)]
    tables = published(engine, finer)
    price = tables.column("order", "price")
    with reading(engine) as connection:
        found = sorted(connection.execute(sa.select(price).where(price.is_not(None))).scalars())
    assert found == [Decimal("-99999999999.99"), Decimal("0.01"), Decimal("12345678901.23")]


def test_fewer_decimal_places_take_none_from_a_value_so_rolling_back_is_possible(
    engine: Engine,
) -> None:
    finer = app(form("order", field("title"), field("price", "number", options={"scale": 6})))
    published(engine, app(ORDER))
    tables = published(engine, finer)
    assert kinds(engine, app(ORDER)) == [("step.narrow", "none", 0)]
    add(engine, tables, "order", price=Decimal("1.254300"))
    add(engine, tables, "order", price=Decimal("-7.25"))
    assert kinds(engine, app(ORDER)) == [("step.narrow", "lossy", 1)]
    tables = published(engine, app(ORDER))
    with reading(engine) as connection:
        price = tables.column("order", "price")
        assert connection.execute(sa.select(sa.func.min(price))).scalar() == Decimal("-7.25")
        assert connection.execute(sa.select(sa.func.max(price))).scalar() == Decimal("1.2543")
    assert kinds(engine, finer) == []
    assert kinds(engine, app(form("order", *ORDER.fields, field("due", "day")))) == [
        ("step.column", "none", 2)
    ], "said once, when it happens"


def test_another_type_with_the_same_storage_needs_no_ddl(engine: Engine) -> None:
    add(engine, published(engine, app(ORDER)), "order", title="a")
    other = app(form("order", field("title", "note"), ORDER.fields[1]))
    with reading(engine) as connection:
        (step,) = plan_of(connection, other).steps
    assert (step.kind, step.affected, step.ddl) == ("step.type", 1, {})


def test_a_field_that_becomes_required_says_how_many_have_none(engine: Engine) -> None:
    tables = published(engine, app(ORDER))
    add(engine, tables, "order", title="a")
    add(engine, tables, "order")
    strict = app(form("order", field("title", required=True), ORDER.fields[1]))
    assert kinds(engine, strict) == [("step.required", "none", 1)]


def test_records_in_a_state_that_goes_are_counted(engine: Engine) -> None:
    def spec(*states: str) -> AppSpec:
        base = app(form("order", field("at", "state")))
        made = tuple(StateSpec(key=key, labels={"en": key}) for key in states)
        life = LifecycleSpec(key="life", form="order", labels={}, initial="new", states=made)
        return AppSpec(key="shop", labels=base.labels, forms=base.forms, lifecycles=(life,))

    add(engine, published(engine, spec("new", "old")), "order", at="old")
    assert kinds(engine, spec("new")) == [("step.state_gone", "lossy", 1)]


def test_a_plan_somebody_overtook_is_stale(engine: Engine) -> None:
    published(engine, app(ORDER))
    wider = app(form("order", *ORDER.fields, field("due", "day")))
    with reading(engine) as connection:
        plan = plan_of(connection, wider)
    published(engine, app(form("order", *ORDER.fields, field("else", "day"))))
    with pytest.raises(Refusal) as refused, writing(engine) as connection:
        publish(connection, plan, Edition(wider), Author("admin"), NOW)
    assert (refused.value.code, refused.value.status) == ("plan_stale", 409)


def test_more_records_meanwhile_do_not_make_a_plan_stale(engine: Engine) -> None:
    tables = published(engine, app(ORDER))
    wider = app(form("order", *ORDER.fields, field("due", "day")))
    with reading(engine) as connection:
        plan = plan_of(connection, wider)
    add(engine, tables, "order", title="a")
    with writing(engine) as connection:
        assert publish(connection, plan, Edition(wider), Author("admin"), NOW) == 2


def test_rolling_back_publishes_the_old_spec_and_loses_no_value(engine: Engine) -> None:
    add(engine, published(engine, app(ORDER)), "order", title="a")
    wider = app(form("order", *ORDER.fields, field("due", "day")))
    add(engine, published(engine, wider), "order", due=date(2026, 1, 1))
    with writing(engine) as connection:
        first = revisions.get(connection, "shop", 1)
        assert first is not None
        plan = make_plan(connection, wider, Edition(first.spec), KINDS)
        assert publish(connection, plan, Edition(first.spec), Author("admin", "back"), NOW) == 3
    published(engine, wider)
    tables = tables_of(engine, wider)
    with reading(engine) as connection:
        dues = connection.execute(sa.select(tables.column("order", "due"))).scalars().all()
    assert date(2026, 1, 1) in dues


def test_a_publish_that_fails_at_any_statement_leaves_everything_as_it_was(engine: Engine) -> None:
    """R07: whatever statement fails, database, metadata and schema are what they were."""
    add(engine, published(engine, app(ORDER)), "order", title="a", price=Decimal("1.25"))
    large = app(
        form(
            "order",
            field("title", unique=True),
            field("price", "number", options={"scale": 4}),
            *(
                field(f"more_{n}", kind)
                for n, kind in enumerate(
                    ("day", "link", "keys", "state", "moment", "json", "flag") * 2
                )
            ),
            LINES,
        ),
        form("customer", field("name", unique=True), field("owner", "person")),
        views=(view("soon", "order", sort=["-more_0"]),),
    )
    with engine.connect() as connection:
        before = pictured(connection, "t_", "app", "revision", "form_")
    reached: list[str] = []
    fails_at = 0

    def fail(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("SELECT", "BEGIN", "PRAGMA")):
            reached.append(statement)
            if len(reached) == fails_at:
                raise RuntimeError("fault")

    def publishes() -> bool:
        reached.clear()
        sa.event.listen(engine, "before_cursor_execute", fail)
        try:
            with writing(engine) as connection:
                publish(
                    connection, plan_of(connection, large), Edition(large), Author("admin"), NOW
                )
        except RuntimeError:
            return False
        finally:
            sa.event.remove(engine, "before_cursor_execute", fail)
        return True

    fails_at = 1
    while not publishes():
        with engine.connect() as connection:
            now = pictured(connection, "t_", "app", "revision", "form_")
        assert now == before, reached[-1]
        fails_at += 1
    ddl = [each for each in reached if each.split()[0] in ("CREATE", "ALTER")]
    assert len(ddl) >= 25
    with reading(engine) as connection:
        assert revisions.revision_number(connection, "shop") == 2


@pytest.mark.pg
def test_nobody_publishes_while_a_write_holds_the_revision(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    upgrade(engine)
    published(engine, app(ORDER))
    wider = app(form("order", *ORDER.fields, field("due", "day")))
    with writing(engine) as writer, writing(engine) as other:
        hold_revision(writer, "shop")
        hold_revision(other, "shop")
        with pytest.raises(Refusal) as refused, writing(engine) as connection:
            publish(connection, plan_of(connection, wider), Edition(wider), Author("admin"), NOW)
        assert refused.value.code == "busy"
    published(engine, wider)
    engine.dispose()

"""SQL that meets its indexes: bare comparisons, time on the constant side, exact under NOT."""

from __future__ import annotations

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from rule_dsl.tree import Node
from rule_dsl.types import BOOL, DATE, DURATION, MOMENT, MONEY, TEXT, Type
from runtime.store.lowering import Clock, install_functions, lower
from tests.rule_dsl.targets.world import CALENDAR, NOW, PARAMS, Tables

TABLES = Tables()
CLOCK = Clock(NOW, ZoneInfo("Asia/Shanghai"), CALENDAR, PARAMS)
TITLE = Node("field", ("title",), TEXT)
NOTE = Node("field", ("note",), TEXT)
AMOUNT = Node("field", ("amount",), MONEY)
DUE = Node("field", ("due",), DATE)
PLACED = Node("field", ("placed",), MOMENT)
RUSH = Node("field", ("rush",), BOOL)
KIND = Node("field", ("kind",), Type("choice", "order.kind"))


def sql(tree: Node, use: str = "where", dialect: str = "sqlite") -> str:
    module = sqlite if dialect == "sqlite" else postgresql
    chosen = module.dialect()
    made = lower(tree, TABLES, CLOCK, use)  # type: ignore[arg-type]
    return str(made.compile(dialect=chosen, compile_kwargs={"literal_binds": True}))


def compare(head: str, left: Node, right: Node) -> Node:
    return Node(head, (left, right), BOOL)


def number(text: str) -> Node:
    return Node("number", (text,), MONEY)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (compare("=", TITLE, Node("text", ("x",), TEXT)), "t_order.f_title = 'x'"),
        (compare("<", AMOUNT, number("50")), "t_order.f_amount < 5000"),
        (compare("<", AMOUNT, number("0.125")), "t_order.f_amount < 13"),
        (compare("<=", AMOUNT, number("0.125")), "t_order.f_amount <= 12"),
        (compare("=", AMOUNT, number("0.125")), "0"),
        (compare("<", AMOUNT, number("1" + "0" * 30)), "t_order.f_amount IS NOT NULL"),
        (RUSH, "t_order.f_rush"),
        (
            compare("<=", Node("until", (DUE,), DURATION), Node("dur", ("3", "d"), DURATION)),
            "t_order.f_due <= '2026-11-24'",
        ),
        (
            compare("<=", Node("until", (DUE,), DURATION), Node("dur", ("1", "mo"), DURATION)),
            "t_order.f_due <= '2026-12-21'",
        ),
        (
            compare(
                ">",
                Node("-", (Node("today", (), DATE), DUE), DURATION),
                Node("number", ("3",), MONEY),
            ),
            "t_order.f_due < '2026-11-18'",
        ),
        (
            compare("<", KIND, Node("opt", ("urgent",), Type("choice", "order.kind"))),
            "t_order.f_kind IN ('low', 'normal')",
        ),
        (
            Node(
                "in",
                (KIND, Node("opt", ("low",), KIND.type), Node("opt", ("urgent",), KIND.type)),
                BOOL,
            ),
            "t_order.f_kind IN ('low', 'urgent')",
        ),
    ],
)
def test_a_condition_is_bare_where_it_may(tree: Node, expected: str) -> None:
    assert sql(tree) == expected


def test_two_fields_are_compared_so_that_two_empties_are_equal() -> None:
    assert sql(compare("=", TITLE, NOTE)) == "t_order.f_title IS t_order.f_note"
    assert (
        sql(compare("=", TITLE, NOTE), dialect="postgresql")
        == "t_order.f_title IS NOT DISTINCT FROM t_order.f_note"
    )


def test_not_and_select_are_exact() -> None:
    under = compare("<", AMOUNT, number("50"))
    assert sql(under, "select") == "coalesce(t_order.f_amount < 5000, 0)"
    assert "coalesce" in sql(Node("not", (under,), BOOL))


def test_and_meets_an_index_although_a_part_is_deep() -> None:
    deep = AMOUNT
    for _ in range(40):
        deep = Node("+", (deep, number("1")), MONEY)
    tree = Node(
        "and",
        (compare("=", TITLE, Node("text", ("x",), TEXT)), compare("<", deep, number("50"))),
        BOOL,
    )
    shown = sql(tree)
    assert shown.startswith("(t_order.f_title = 'x' AND ")
    assert "dg_run(" in shown


def test_a_deep_expression_runs_on_sqlite() -> None:
    deep = AMOUNT
    for _ in range(48):
        deep = Node("+", (deep, number("1")), MONEY)
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        install_functions(connection.connection.driver_connection)
        TABLES.metadata.create_all(connection)
        order = TABLES.tables["order"]
        connection.execute(order.insert(), {"id": "1", "f_amount": Decimal("2.50")})
        made = lower(deep, TABLES, CLOCK, "select")
        assert connection.execute(sa.select(made)).scalar_one() == Decimal("50.5")
    engine.dispose()


def test_texts_are_ordered_by_code_point_on_postgresql() -> None:
    shown = sql(compare("<", TITLE, Node("text", ("x",), TEXT)), dialect="postgresql")
    assert shown == "(t_order.f_title < 'x' COLLATE \"C\")"


def test_a_moment_field_is_compared_with_a_constant_moment() -> None:
    tree = compare("<=", Node("until", (PLACED,), DURATION), Node("dur", ("3", "d"), DURATION))
    assert sql(tree).startswith("t_order.f_placed <= 1")

"""From an expression's tree to SQL.

A condition that must only be true or not true may be NULL for false, so that a bare ``=`` or
``<`` meets its index. Under a NOT and in a SELECT it is exactly true or false.
"""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import ColumnElement, type_coerce
from sqlalchemy.types import TypeEngine

from rule_dsl.targets.elaborate import elaborate
from rule_dsl.tree import Node
from rule_dsl.types import NUMBER
from runtime.store.columns import ExactNumber
from runtime.store.lowering import conditions, rows, values
from runtime.store.lowering.elements import Kept
from runtime.store.lowering.place import Place, Rules, condition, value
from runtime.store.lowering.sources import Clock, Sources

RULES = Rules(values.RULES | rows.RULES, conditions.RULES | rows.CONDITIONS)


def lower(
    tree: Node, sources: Sources, clock: Clock, use: Literal["where", "select"] = "where"
) -> ColumnElement[Any]:
    """The SQL of an expression over the sources' subject.

    ``where`` gives a condition for a WHERE clause, ``select`` a value that is exact everywhere.

    Raises:
        Refused: SQL cannot carry out a part of the tree; the code says why.
    """
    op = elaborate(tree, sources.vocabulary, sources.subject)
    table = sources.table(sources.subject)
    place = Place(sources, clock, sources.subject, table, table, RULES)
    return condition(op, place, exact=False) if use == "where" else value(op, place)


def lower_field(
    key: str, sources: Sources, clock: Clock, kind: TypeEngine[Any]
) -> ColumnElement[Any]:
    """The SQL of a subject's field that is kept nowhere, as a column of that type would give it.

    Raises:
        Refused: SQL cannot carry out its formula.
    """
    field = Node("field", (key,))
    shown = lower(field, sources, clock, "select")
    if not isinstance(kind, ExactNumber):
        return type_coerce(shown, kind)
    units = Node("number", (str(10**kind.scale),), NUMBER)
    return Kept(shown, lower(Node("*", (field, units), NUMBER), sources, clock, "select"), kind)

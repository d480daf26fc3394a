"""From an expression's tree to SQL.

A condition that must only be true or not true may be NULL for false, so that a bare ``=`` or
``<`` meets its index. Under a NOT and in a SELECT it is exactly true or false.
"""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import ColumnElement

from rule_dsl.targets.elaborate import elaborate
from rule_dsl.tree import Node
from runtime.store.lowering import conditions, rows, values
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

"""Expected results from public suites, as tables in our syntax (see each table's head).

Where a table's expected result is not ours, the row holds our value and a reason that
``docs/reference/semantics.md`` explains.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rule_dsl import parse
from rule_dsl.tree import Node
from rule_dsl.types import DATE, MOMENT, NUMBER, TEXT, Type
from rule_dsl.values import number_text
from runtime.store.lowering import Clock
from tests.rule_dsl.targets.record import FORM, Record, Values, over_fields

FOLDER = Path(__file__).parent
SEMANTICS = FOLDER.parents[2] / "docs" / "reference" / "semantics.md"
TABLES = ("formulajs", "salesforce", "zen")
EMPTY_FIELDS: dict[str, Type] = {
    "no_number": NUMBER,
    "no_text": TEXT,
    "no_date": DATE,
    "no_moment": MOMENT,
}
RECORD = Record(
    EMPTY_FIELDS,
    dict.fromkeys(EMPTY_FIELDS),
    Clock(datetime(2026, 11, 21, tzinfo=UTC), ZoneInfo("UTC")),
)
DAY = Decimal(86400 * 10**6)


@dataclass(frozen=True)
class Row:
    """A row of a table; ``ours`` and ``reason`` are filled where we deviate."""

    formula: str
    expected: str
    ours: str
    reason: str
    case: str


def rows(table: str) -> list[Row]:
    lines = (FOLDER / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    body = [line for line in lines if not line.startswith("#")][1:]
    return [Row(*line.split("\t")) for line in body]


def shown(value: Any) -> str:
    """A value as the tables write it."""
    match value:
        case None:
            return "∅"
        case bool():
            return str(value).upper()
        case Decimal():
            return number_text(value)
        case str():
            return json.dumps(value, ensure_ascii=False)
        case timedelta():
            return number_text(Decimal(value // timedelta(microseconds=1)) / DAY)
        case date():
            return value.isoformat()
    return repr(value)


def is_met(expected: str, got: str) -> bool:
    if expected == got:
        return True
    try:
        wanted, found = Decimal(expected.lstrip("~")), Decimal(got)
    except InvalidOperation:
        return False
    slack = max(abs(wanted) * Decimal("1e-11"), Decimal("1e-9")) if "~" in expected else 0
    return abs(wanted - found) <= slack


@cache
def cases() -> tuple[tuple[Row, ...], tuple[Node, ...]]:
    """Every row with the tree of its formula."""
    found = tuple(row for table in TABLES for row in rows(table))
    return found, tuple(tree_of(row.formula) for row in found)


def tree_of(formula: str, record: Record = RECORD) -> Node:
    parsed = parse(formula, record.vocabulary, subject=FORM, expect="formula")
    assert parsed.tree is not None, (formula, parsed.problems)
    return parsed.tree.child(0) if parsed.tree.head == "formula" else parsed.tree


def test_formulas_have_the_results_that_public_suites_expect(values_on: Values) -> None:
    """As they stand, and with their literals as fields: constants never reach a database."""
    found, trees = cases()
    wrong = []
    for record, said in ((RECORD, trees), over_fields(RECORD, trees)):
        for row, value in zip(found, values_on(record, said), strict=True):
            got = shown(value)
            if not is_met(row.ours or row.expected, got):
                wrong.append(f"{row.formula}: {row.ours or row.expected} expected, {got} found")
    assert not wrong, "\n".join(wrong[:20])


def test_there_are_enough_cases() -> None:
    agreed = [row for table in TABLES for row in rows(table) if not row.reason]
    assert len(agreed) >= 1500


def test_every_deviation_is_explained_and_no_explanation_is_left_over() -> None:
    text = SEMANTICS.read_text(encoding="utf-8")
    reasons = {row.reason for table in TABLES for row in rows(table) if row.reason}
    explained = {line[5:-1] for line in text.splitlines() if line.startswith("### `")}
    assert reasons == explained

"""Expected results from public suites, as tables in our syntax (see each table's head).

Where a table's expected result is not ours, the row holds our value and a reason that
``docs/reference/semantics.md`` explains.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rule_dsl import parse
from rule_dsl.calendar import Calendar
from rule_dsl.targets.python import compile_python
from rule_dsl.targets.scope import Scope
from rule_dsl.types import DATE, MOMENT, NUMBER, TEXT, Type
from rule_dsl.values import number_text
from rule_dsl.vocabulary import Field, Form, Vocabulary

FOLDER = Path(__file__).parent
SEMANTICS = FOLDER.parents[2] / "docs" / "reference" / "semantics.md"
TABLES = ("formulajs", "salesforce", "zen")
EMPTY_FIELDS: dict[str, Type] = {
    "no_number": NUMBER,
    "no_text": TEXT,
    "no_date": DATE,
    "no_moment": MOMENT,
}
VOCABULARY = Vocabulary(
    {
        "case": Form(
            "case",
            {"en": ("case",)},
            {key: Field(key, kind, {"en": (key.upper(),)}) for key, kind in EMPTY_FIELDS.items()},
        )
    }
)
SCOPE = Scope({}, datetime(2026, 11, 21, tzinfo=UTC), ZoneInfo("UTC"), Calendar())
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


def value_of(formula: str) -> str:
    parsed = parse(formula, VOCABULARY, subject="case", expect="formula")
    assert parsed.tree is not None, (formula, parsed.problems)
    tree = parsed.tree.args[0] if parsed.tree.head == "formula" else parsed.tree
    return shown(compile_python(tree, VOCABULARY, "case")(SCOPE))  # type: ignore[arg-type]


@pytest.mark.parametrize("table", TABLES)
def test_formulas_have_the_results_that_public_suites_expect(table: str) -> None:
    wrong = []
    for row in rows(table):
        got = value_of(row.formula)
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

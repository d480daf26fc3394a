"""The rows of docs/capabilities.tsv: what people ask of the product, and what shows that it does it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "capabilities.tsv"
TEMPLATE = ROOT / "templates_market" / "bundles" / "order_tracking"
SIZES = {
    "D": 33,
    "V": 12,
    "A": 12,
    "R": 36,
    "F": 6,
    "C": 9,
    "I": 15,
    "P": 15,
    "M": 18,
    "T": 7,
    "S": 10,
    "E": 4,
}
"""How many rows each part has: data, views, approvals, rules, formulas, changes, integration,
portals, measures, templates, rights and environment.
"""
_SCENARIO = "scenario:"


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows a capability: a scenario of the order template, a test, or a file of tests."""

    text: str

    @property
    def scenario(self) -> str | None:
        """The scenario's key, or None for tests."""
        return self.text.removeprefix(_SCENARIO) if self.text.startswith(_SCENARIO) else None

    def is_there(self) -> bool:
        """Whether the scenario or the test exists."""
        if self.scenario is not None:
            return (TEMPLATE / "scenarios" / f"{self.scenario}.yaml").is_file()
        path, _, name = self.text.partition("::")
        if not (ROOT / path).is_file():
            return False
        source = (ROOT / path).read_text(encoding="utf-8")
        return re.search(rf"^def {name or 'test_'}", source, re.MULTILINE) is not None


@dataclass(frozen=True, slots=True)
class Capability:
    """One row: its code, what one can do, what shows it and what is not there yet."""

    code: str
    what: str
    proofs: tuple[Proof, ...]
    lacks: str

    def verdict(self, failed: frozenset[str] = frozenset()) -> str:
        """``shown``, ``partly``, ``no proof``, or ``failed`` where a proof did."""
        if any(each.text in failed for each in self.proofs):
            return "failed"
        if not self.proofs:
            return "no proof"
        return "partly" if self.lacks else "shown"


def capabilities() -> Sequence[Capability]:
    """All rows, in the order of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        Capability(code, what, tuple(Proof(each) for each in proofs.split()), lacks)
        for code, what, proofs, lacks in rows[1:]
    )


def proofs_of(rows: Iterable[Capability]) -> tuple[Proof, ...]:
    """Every proof that is named, once."""
    return tuple(dict.fromkeys(proof for row in rows for proof in row.proofs))

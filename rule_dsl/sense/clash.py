"""What can never be true, and the fewest conditions that make it so."""

from __future__ import annotations

from rule_dsl.sense.formula import (
    Conjunction,
    Formula,
    TooMany,
    alternatives,
    by_subject,
    is_possible,
)
from rule_dsl.sense.order import fewest, is_out_of_order


def clash(formula: Formula) -> Conjunction | None:
    """The fewest atoms that exclude each other, where a formula can never be true; else None."""
    try:
        ways = alternatives(formula)
    except TooMany:
        return None
    found: Conjunction | None = ()
    for way in ways:
        wrong = _clash(way)
        if wrong is None:
            return None
        found = found or wrong
    return found


def _clash(way: Conjunction) -> Conjunction | None:
    for subject, atoms in by_subject(way).items():
        if is_possible(subject, atoms):
            continue
        singles = [(atom,) for atom in atoms]
        pairs = [(a, b) for i, a in enumerate(atoms) for b in atoms[i + 1 :]]
        few: list[Conjunction] = [*singles, *pairs, tuple(atoms)]
        return next(part for part in few if not is_possible(subject, list(part)))
    return fewest(way) if is_out_of_order(way) else None

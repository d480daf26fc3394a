"""Formulas that need each other: a field computed from one that is computed from it."""

from __future__ import annotations

from collections.abc import Mapping

from rule_dsl.rule import fields_read
from rule_dsl.tree import Node


def formula_cycles(formulas: Mapping[str, Node]) -> list[tuple[str, ...]]:
    """The ways round among the formulas of one form by field key: ``(a, b)`` is a → b → a.

    Each field is on one of them at most, the first field in order comes first.
    """
    needs = {
        key: [need for need in dict.fromkeys(fields_read(tree)) if need in formulas]
        for key, tree in formulas.items()
    }
    found: list[tuple[str, ...]] = []
    done: set[str] = set()
    for key in formulas:
        way = _way_back(key, needs)
        if way and done.isdisjoint(way):
            done.update(way)
            found.append(way)
    return found


def _way_back(start: str, needs: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The shortest way from a field back to itself; empty where there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        for need in needs[way[-1]]:
            if need == start:
                return way
            if need not in seen:
                seen.add(need)
                ways.append((*way, need))
    return ()

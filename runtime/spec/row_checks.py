"""Whom a right leaves out: what the check says of row conditions that read facts of the actor."""

from __future__ import annotations

from collections.abc import Iterable

from rule_dsl.tree import Node
from runtime.spec.expressions import Read, expression_of
from runtime.spec.findings import Findings, called
from runtime.spec.problems import Problem
from runtime.spec.vocabulary import facts_read


def check_rows(findings: Findings, read: Iterable[Read]) -> None:
    """Hint at the rights that are for nobody who lacks a department or a manager."""
    grants = {
        f"forms/{form.key}#permissions/{number}/rows": (form, grant.role)
        for form in findings.spec.forms
        for number, grant in enumerate(form.grants)
    }
    for expression, tree in read:
        if expression.element not in grants:
            continue
        form, role = grants[expression.element]
        for fact in sorted(_always_read(expression_of(tree)) - {"me"}):
            facts = {"form": called(form), "role": role, "text": expression.text}
            problem = Problem(f"right_needs_{fact}", None, "hint", facts)
            findings.add(problem, expression.element)


def _always_read(tree: Node) -> frozenset[str]:
    """The facts that every part of a condition joined by "or" reads."""
    if tree.head != "or":
        return facts_read(tree)
    return frozenset.intersection(*(_always_read(part) for part in tree.children()))

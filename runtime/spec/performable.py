"""Rules that are on and cannot act: this installation lacks the action, or nothing raises the event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rule_dsl import Node, rule_of
from runtime.spec.documents import text_place
from runtime.spec.expressions import Expression, Read
from runtime.spec.findings import Findings
from runtime.spec.problems import Problem


def check_performable(findings: Findings, read: Iterable[Read]) -> None:
    """Warn of actions that no block performs, and of events that no door raises."""
    blocks = findings.blocks
    on = {f"rules/{rule.key}#text" for rule in findings.spec.rules if rule.on}
    for expression, tree in read:
        if expression.element not in on:
            continue
        rule = rule_of(tree)
        for action in (*rule.actions, *rule.otherwise):
            if blocks.actions and action.head not in blocks.actions:
                _tell(findings, expression, action, "action_not_performed")
        for event in _events(rule.trigger):
            if str(event.args[0]) in blocks.unheard:
                _tell(findings, expression, event, "event_never_raised")


def _events(trigger: Node | None) -> Iterator[Node]:
    if trigger is None:
        return
    if trigger.head == "event":
        yield trigger
    for part in trigger.children():
        yield from _events(part)


def _tell(findings: Findings, expression: Expression, node: Node, code: str) -> None:
    where, span = text_place(findings.sources, expression.element), node.span
    text = expression.text if span is None else expression.text[span.start : span.end]
    at = None if where is None else where.at(1, 1)
    if where is not None and span is not None:
        line = expression.text.count("\n", 0, span.start) + 1
        column = span.start - (expression.text.rfind("\n", 0, span.start) + 1) + 1
        at = where.at(line, column + (expression.offset if line == 1 else 0))
    problem = Problem(code, at, "warning", {"words": text.strip()})
    findings.add(problem, expression.element)

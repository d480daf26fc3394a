"""Rules that are on and cannot act: this installation lacks the action, or nothing raises the event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rule_dsl import Node, rule_of
from rule_dsl.rule import later_actions
from runtime.spec.expressions import Read, tell_part
from runtime.spec.findings import Findings


def check_performable(findings: Findings, read: Iterable[Read]) -> None:
    """Warn of actions that no block performs, and of events that no door raises."""
    blocks = findings.blocks
    on = {f"rules/{rule.key}#text" for rule in findings.spec.rules if rule.on}
    for expression, tree in read:
        if expression.element not in on:
            continue
        rule = rule_of(tree)
        for action in _all((*rule.actions, *rule.otherwise)):
            if blocks.actions and action.head not in blocks.actions:
                tell_part(findings, expression, action, "action_not_performed")
        for event in _events(rule.trigger):
            is_paper = event.args[0] == "scanned" and any(p.head == "doc" for p in event.children())
            if str(event.args[0]) in blocks.unheard or is_paper:  # papers carry no code yet
                tell_part(findings, expression, event, "event_never_raised")


def _all(actions: Iterable[Node]) -> Iterator[Node]:
    """Actions, and those they put off."""
    for action in actions:
        yield action
        yield from _all(later_actions(action))


def _events(trigger: Node | None) -> Iterator[Node]:
    if trigger is None:
        return
    if trigger.head == "event":
        yield trigger
    for part in trigger.children():
        yield from _events(part)

"""Start: the record goes to an approval chain."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base


class StartAction(base.ActionType):
    """触发…审批 / trigger … approval."""

    key = "start"
    heads = ("start",)
    labels = {"zh": "发起审批", "en": "start approval"}

    def decide(self, node: Node, view: base.RuleView) -> tuple[base.Effect, ...]:
        """One case."""
        flow = node.args[0]
        return (base.StartCase(str(flow.args[0] if isinstance(flow, Node) else flow)),)


BLOCK = StartAction()

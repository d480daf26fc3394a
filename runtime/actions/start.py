"""Start: the record goes to an approval chain."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base


class StartAction(base.ActionType[str]):
    """触发…审批 / trigger … approval."""

    key = "start"
    heads = ("start",)
    labels = {"zh": "发起审批", "en": "start approval"}
    samples = (base.Sample("触发加急审批", does=(("start_approval", "rush"),)),)

    def decide(self, node: Node, view: base.RuleView) -> str:
        """The chain."""
        flow = node.args[0]
        return str(flow.args[0] if isinstance(flow, Node) else flow)

    def perform(self, payload: str, deeds: base.Deeds) -> None:
        deeds.start_approval(payload)


BLOCK = StartAction()

"""Add to: the record waits in a queue until somebody takes it."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base


class AddToAction(base.ActionType[str]):
    """进入Q / add to Q."""

    key = "add_to"
    heads = ("add_to",)
    labels = {"zh": "进入队列", "en": "add to a queue"}
    samples = (base.Sample("进入待办池", does=(("queue", "pool"),)),)

    def decide(self, node: Node, view: base.RuleView) -> str:
        """The queue."""
        return str(node.child(0).args[0])

    def perform(self, payload: str, deeds: base.Deeds) -> None:
        deeds.queue(payload)


BLOCK = AddToAction()

"""Recalculate: the formulas of the record are worked out anew."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base


class RecalculateAction(base.ActionType[bool]):
    """重新计算F / recalculate F."""

    key = "recalculate"
    heads = ("recalculate",)
    labels = {"zh": "重新计算", "en": "recalculate"}
    samples = (base.Sample("重新计算数量", does=(("recompute", None),)),)

    def decide(self, node: Node, view: base.RuleView) -> bool:
        """Always: formulas come to what they read."""
        return True

    def perform(self, payload: bool, deeds: base.Deeds) -> None:
        deeds.recompute()


BLOCK = RecalculateAction()

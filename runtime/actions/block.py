"""Block: the write is refused with the sentence's reason."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base
from runtime.errors import Refusal, Wrong
from runtime.spec.app import Labels


class BlockAction(base.ActionType[Labels]):
    """阻止“…” / block "…"."""

    key = "block"
    heads = ("block",)
    labels = {"zh": "阻止", "en": "block"}
    samples = (
        base.Sample("阻止“数量太大”", refused="blocked"),
        base.Sample("阻止提醒", refused="blocked"),
    )

    def decide(self, node: Node, view: base.RuleView) -> Labels:
        """The reason."""
        return base.text_of(node.args[0], view)

    def perform(self, payload: Labels, deeds: base.Deeds) -> None:
        raise Refusal("blocked", 422, [Wrong("blocked", text=payload)], reason=payload)


BLOCK = BlockAction()

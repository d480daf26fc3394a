"""Block: the write is refused with the sentence's reason."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base


class BlockAction(base.ActionType):
    """阻止“…” / block "…"."""

    key = "block"
    heads = ("block",)
    labels = {"zh": "阻止", "en": "block"}

    def decide(self, node: Node, view: base.RuleView) -> tuple[base.Effect, ...]:
        """One refusal."""
        reason = base.text_of(node.args[0], view)
        return (base.Block(reason),)


BLOCK = BlockAction()

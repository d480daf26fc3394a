"""Require: fields must be filled before the record is saved."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base


class RequireAction(base.ActionType):
    """强制填写F / require F."""

    key = "require"
    heads = ("require",)
    labels = {"zh": "必填", "en": "require"}

    def decide(self, node: Node, view: base.RuleView) -> tuple[base.Effect, ...]:
        """The fields named."""
        return (base.Require(self.asks(node)),)

    def asks(self, node: Node) -> tuple[str, ...]:
        return tuple(str(p.args[0]) for p in node.args if isinstance(p, Node) and p.args)


BLOCK = RequireAction()

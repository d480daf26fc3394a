"""Require: fields must be filled before the record is saved."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base
from runtime.errors import Refusal


class RequireAction(base.ActionType[tuple[str, ...]]):
    """强制填写F / require F."""

    key = "require"
    heads = ("require",)
    labels = {"zh": "必填", "en": "require"}
    samples = (
        base.Sample("强制填写等级", refused="invalid"),
        base.Sample("强制填写等级", {"grade": "甲"}, does=(("empty", ("grade",)),)),
    )

    def decide(self, node: Node, view: base.RuleView) -> tuple[str, ...]:
        """The fields named."""
        return self.asks(node)

    def perform(self, payload: tuple[str, ...], deeds: base.Deeds) -> None:
        missing = deeds.empty(payload)
        if missing:
            raise Refusal("invalid", 422, missing, count=len(missing))

    def asks(self, node: Node) -> tuple[str, ...]:
        return tuple(str(p.args[0]) for p in node.args if isinstance(p, Node) and p.args)


BLOCK = RequireAction()

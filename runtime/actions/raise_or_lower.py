"""Raise and lower: a number by an amount, a choice with an order by a step."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rule_dsl.tree import Node
from runtime.actions import base


class StepAction(base.ActionType[Mapping[str, Any]]):
    """提升F / raise F; 将F下调X / lower F by X."""

    key = "raise_or_lower"
    heads = ("raise", "lower")
    labels = {"zh": "提升或下调", "en": "raise or lower"}
    samples = (
        base.Sample("提升数量", {"count": "4"}, does=(("change", {"count": Decimal(5)}),)),
        base.Sample("下调数量", {"count": "4"}, does=(("change", {"count": Decimal(3)}),)),
        base.Sample("提升数量"),
        base.Sample("提升等次", {"rank": "low"}, does=(("change", {"rank": "high"}),)),
        base.Sample("提升等次", {"rank": "high"}),
    )

    def decide(self, node: Node, view: base.RuleView) -> Mapping[str, Any] | None:
        """The field with its next value; nothing where it is empty or at its end."""
        target, by = node.args
        assert isinstance(target, Node)  # noqa: S101 - the checker's
        key = str(target.args[0])
        sign, now = (1 if node.head == "raise" else -1), view.record.get(key)
        if now is None:
            return None
        options = [each["key"] for each in view.known[key].options.get("options", ())]
        if options:
            at = options.index(now) + sign if now in options else -1
            return {key: options[at]} if 0 <= at < len(options) else None
        amount = view.value(by) if isinstance(by, Node) else 1
        return None if amount is None else {key: now + sign * amount}

    def perform(self, payload: Mapping[str, Any], deeds: base.Deeds) -> None:
        deeds.change(payload)


BLOCK = StepAction()

"""Timer: something is done later, unless what it waits for has happened by then."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base


class TimerAction(base.ActionType[base.Timer]):
    """设定D内未X则A / if not X within D then A."""

    key = "timer"
    heads = ("timer",)
    labels = {"zh": "计时", "en": "timer"}
    samples = (
        base.Sample("设定2小时内未完成则升级提醒老板", does=(("arm", "finish"),)),
        base.Sample("设定3个工作小时内未更新数量则向老板发送提醒", does=(("arm", "count"),)),
    )

    def decide(self, node: Node, view: base.RuleView) -> base.Timer | None:
        """Armed from now; a length that has no value arms nothing."""
        at = view.after(node.child(0))
        return None if at is None else base.Timer(node, at)

    def perform(self, payload: base.Timer, deeds: base.Deeds) -> None:
        deeds.arm(payload)


BLOCK = TimerAction()

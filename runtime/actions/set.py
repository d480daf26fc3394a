"""Set: a field of the record gets a value; the state field moves to a state instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rule_dsl.tree import Node
from runtime.actions import base


@dataclass(frozen=True, slots=True)
class NewValue:
    """A field and its value; without a field, the state to move to."""

    field: str | None
    value: Any


class SetAction(base.ActionType[NewValue]):
    """将F改为X / set F to X."""

    key = "set"
    heads = ("set",)
    labels = {"zh": "修改字段", "en": "set a field"}
    samples = (
        base.Sample("将等级改为“急”", does=(("change", {"grade": "急"}),)),
        base.Sample("将数量改为数量*2", {"count": "4"}, does=(("change", {"count": 8}),)),
        base.Sample("将状态改为已完成", does=(("move", "done"),)),
    )

    def decide(self, node: Node, view: base.RuleView) -> NewValue:
        """One change of the subject."""
        target, value = node.args
        assert isinstance(target, Node)  # noqa: S101 - the checker's
        assert isinstance(value, Node)  # noqa: S101 - the checker's
        if value.head == "state":
            return NewValue(None, str(value.args[0]))
        return NewValue(str(target.args[0]), view.value(value))

    def perform(self, payload: NewValue, deeds: base.Deeds) -> None:
        if payload.field is None:
            deeds.move(payload.value)
        else:
            deeds.change({payload.field: payload.value})


BLOCK = SetAction()

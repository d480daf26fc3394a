"""Set: a field of the record gets a value; the state field moves to a state instead."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base


class SetAction(base.ActionType):
    """将F改为X / set F to X."""

    key = "set"
    heads = ("set",)
    labels = {"zh": "修改字段", "en": "set a field"}

    def decide(self, node: Node, view: base.RuleView) -> tuple[base.Effect, ...]:
        """One change of the subject."""
        target, value = node.args
        assert isinstance(target, Node)  # noqa: S101 - the checker's
        assert isinstance(value, Node)  # noqa: S101 - the checker's
        field = str(target.args[0])
        if value.head == "state":
            return (base.SetValues(state=str(value.args[0])),)
        return (base.SetValues({field: view.value(value)}),)


BLOCK = SetAction()

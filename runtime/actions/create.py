"""Create: a new record of another form, linked to the subject."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base


class CreateAction(base.ActionType):
    """创建F / create F."""

    key = "create"
    heads = ("create",)
    labels = {"zh": "创建记录", "en": "create a record"}

    def decide(self, node: Node, view: base.RuleView) -> tuple[base.Effect, ...]:
        """One new record."""
        form = node.args[0]
        assert isinstance(form, Node)  # noqa: S101 - the checker's
        return (base.Create(str(form.args[0])),)


BLOCK = CreateAction()

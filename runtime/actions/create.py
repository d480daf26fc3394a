"""Create: a new record of another form, linked to the subject."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base


class CreateAction(base.ActionType[str]):
    """创建F / create F."""

    key = "create"
    heads = ("create",)
    labels = {"zh": "创建记录", "en": "create a record"}
    samples = (base.Sample("创建账单", does=(("create", "bill"),)),)

    def decide(self, node: Node, view: base.RuleView) -> str:
        """The form."""
        form = node.args[0]
        assert isinstance(form, Node)  # noqa: S101 - the checker's
        return str(form.args[0])

    def perform(self, payload: str, deeds: base.Deeds) -> None:
        deeds.create(payload)


BLOCK = CreateAction()

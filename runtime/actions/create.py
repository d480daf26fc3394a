"""Create: a new record of another form, linked to the subject."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base


class CreateAction(base.ActionType[base.NewRecord]):
    """创建F / create F; 给W创建F / create F for W."""

    key = "create"
    heads = ("create",)
    labels = {"zh": "创建记录", "en": "create a record"}
    samples = (
        base.Sample("创建账单", does=(("create", base.NewRecord("bill")),)),
        base.Sample(
            "向老板派发账单", does=(("create", base.NewRecord("bill", (("role", "boss"),))),)
        ),
    )

    def decide(self, node: Node, view: base.RuleView) -> base.NewRecord:
        """The form, and whom the record is for."""
        form, whom, _ = node.args
        assert isinstance(form, Node)  # noqa: S101 - the checker's
        to = view.recipients(whom.args) if isinstance(whom, Node) else ()
        return base.NewRecord(str(form.args[0]), to)

    def perform(self, payload: base.NewRecord, deeds: base.Deeds) -> None:
        deeds.create(payload)


BLOCK = CreateAction()

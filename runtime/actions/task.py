"""Task: somebody gets a to-do about the record."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base


class TaskAction(base.ActionType[base.ToDo]):
    """向W发送…待办 / send … task to W."""

    key = "task"
    heads = ("task",)
    labels = {"zh": "待办", "en": "to-do"}
    samples = (base.Sample("向老板创建任务“核对”", does=(("give", (("role", "boss"),)),)),)

    def decide(self, node: Node, view: base.RuleView) -> base.ToDo:
        """One to-do."""
        parts = {part.head: part for part in node.args if isinstance(part, Node)}
        what = _what(node)
        title = {} if what is None else base.text_of(what, view)
        return base.ToDo(
            title=title,
            to=view.recipients(parts["to"].args) if "to" in parts else (),
            cc=view.recipients(parts["cc"].args) if "cc" in parts else (),
        )

    def perform(self, payload: base.ToDo, deeds: base.Deeds) -> None:
        deeds.give(payload)


def _what(node: Node) -> Node | None:
    """The part that says what is to be done: the one that is no recipient."""
    roles = {"to", "cc", "with", "channel"}
    return next((p for p in node.args if isinstance(p, Node) and p.head not in roles), None)


BLOCK = TaskAction()

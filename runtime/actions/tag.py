"""Tag and untag: a mark on the record, in its tags field."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base


class TagAction(base.ActionType):
    """新增‘…’标签 / tag "…"."""

    key = "tag"
    heads = ("tag", "untag")
    labels = {"zh": "打标签", "en": "tag"}

    def decide(self, node: Node, view: base.RuleView) -> tuple[base.Effect, ...]:
        """The tags with this one added or taken away; nothing where that is so already."""
        field = view.field_with("tags")
        if field is None:
            return ()
        text = base.text_of(node.args[0], view)
        mark = next(iter(text.values()))
        now: frozenset[str] = frozenset(view.record.get(field) or ())
        then = now | {mark} if node.head == "tag" else now - {mark}
        return () if then == now else (base.SetValues({field: then}),)


BLOCK = TagAction()

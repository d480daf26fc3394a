"""Tag and untag: a mark on the record, in its tags field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rule_dsl.tree import Node
from runtime.actions import base


class TagAction(base.ActionType[Mapping[str, Any]]):
    """新增‘…’标签 / tag "…"."""

    key = "tag"
    heads = ("tag", "untag")
    labels = {"zh": "打标签", "en": "tag"}
    samples = (
        base.Sample("新增‘加急’标签", does=(("change", {"marks": frozenset({"加急"})}),)),
        base.Sample("新增‘加急’标签", {"marks": ["加急"]}),
        base.Sample("移除‘加急’标签", {"marks": ["加急"]}, (("change", {"marks": frozenset()}),)),
    )

    def decide(self, node: Node, view: base.RuleView) -> Mapping[str, Any] | None:
        """The tags with this one added or taken away; nothing where that is so already."""
        field = view.field_with("tags")
        if field is None:
            return None
        text = base.text_of(node.args[0], view)
        mark = next(iter(text.values()))
        now: frozenset[str] = frozenset(view.record.get(field) or ())
        then = now | {mark} if node.head == "tag" else now - {mark}
        return None if then == now else {field: then}

    def perform(self, payload: Mapping[str, Any], deeds: base.Deeds) -> None:
        deeds.change(payload)


BLOCK = TagAction()

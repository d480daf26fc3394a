"""Assign: somebody gets the record to work on."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base
from runtime.errors import LANGUAGES, sentence


class AssignAction(base.ActionType[base.ToDo]):
    """分配给W / assign to W."""

    key = "assign"
    heads = ("assign",)
    labels = {"zh": "分配", "en": "assign"}
    samples = (base.Sample("分配给老板", does=(("give", (("role", "boss"),)),)),)

    def decide(self, node: Node, view: base.RuleView) -> base.ToDo:
        """A to-do that is called as the rule."""
        title = {lang: sentence("assigned", lang, {"rule": view.rule}) for lang in LANGUAGES}
        return base.ToDo(title, view.recipients(node.args))

    def perform(self, payload: base.ToDo, deeds: base.Deeds) -> None:
        deeds.give(payload)


BLOCK = AssignAction()

"""Escalate: somebody higher up is told, with a title that says so."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base
from runtime.errors import LANGUAGES, sentence


class EscalateAction(base.ActionType):
    """升级提醒W / escalate to W."""

    key = "escalate"
    heads = ("escalate",)
    labels = {"zh": "升级提醒", "en": "escalate"}

    def decide(self, node: Node, view: base.RuleView) -> tuple[base.Effect, ...]:
        """One notice, titled by the rule."""
        title = {lang: sentence("escalated", lang, {"rule": view.rule}) for lang in LANGUAGES}
        return (base.Notify(view.recipients(node.args), base.said(title), view.about),)


BLOCK = EscalateAction()

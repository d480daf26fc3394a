"""Escalate: somebody higher up is told, with a title that says so."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base
from runtime.errors import LANGUAGES, sentence


class EscalateAction(base.ActionType[base.Message]):
    """升级提醒W / escalate to W."""

    key = "escalate"
    heads = ("escalate",)
    labels = {"zh": "升级提醒", "en": "escalate"}
    samples = (base.Sample("升级提醒老板", does=(("tell", (("role", "boss"),)),)),)

    def decide(self, node: Node, view: base.RuleView) -> base.Message:
        """One notice, titled by the rule."""
        title = {lang: sentence("escalated", lang, {"rule": view.rule}) for lang in LANGUAGES}
        return base.Message(view.recipients(node.args), base.said(title), view.about)

    def perform(self, payload: base.Message, deeds: base.Deeds) -> None:
        deeds.tell(payload)


BLOCK = EscalateAction()

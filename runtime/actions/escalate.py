"""Escalate: somebody higher up is told, with a title that says so."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base


class EscalateAction(base.ActionType):
    """升级提醒W / escalate to W."""

    key = "escalate"
    heads = ("escalate",)
    labels = {"zh": "升级提醒", "en": "escalate"}

    def decide(self, node: Node, view: base.RuleView) -> tuple[base.Effect, ...]:
        """One notice, titled by the rule."""
        leads = {"zh": "升级提醒：", "en": "Escalated: "}
        title = {
            lang: (f"{leads[lang]}{name}",) for lang, name in view.rule.items() if lang in leads
        }
        _, body = base.message_of(None, view)
        return (base.Notify(to=view.recipients(node.args), title=title, body=body),)


BLOCK = EscalateAction()

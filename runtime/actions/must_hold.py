"""Validate: the write is refused unless a condition holds of the record."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base
from runtime.errors import LANGUAGES, Refusal, Wrong, sentence
from runtime.spec.app import Labels


class ValidateAction(base.ActionType[Labels]):
    """校验C / validate C."""

    key = "must_hold"
    heads = ("validate",)
    labels = {"zh": "校验", "en": "validate"}
    samples = (
        base.Sample("校验数量>3", {"count": "4"}),
        base.Sample("校验数量>3", {"count": "3"}, refused="blocked"),
    )

    def decide(self, node: Node, view: base.RuleView) -> Labels | None:
        """Why it is refused; nothing where the condition holds."""
        condition = node.child(0)
        if view.value(condition) is True:
            return None
        said = view.words(condition)
        return {lang: sentence("must_hold", lang, {"condition": said[lang]}) for lang in LANGUAGES}

    def perform(self, payload: Labels, deeds: base.Deeds) -> None:
        raise Refusal("blocked", 422, [Wrong("blocked", text=payload)], reason=payload)


BLOCK = ValidateAction()

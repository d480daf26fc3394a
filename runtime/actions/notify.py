"""Notify and alert: people are told, in their inbox or through a channel."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base


class NotifyAction(base.ActionType):
    """向W发送M，抄送… / send M to W cc …; 触发红色预警 / trigger red alert."""

    key = "notify"
    heads = ("notify", "alert", "suggest")
    labels = {"zh": "通知", "en": "notify"}

    def decide(self, node: Node, view: base.RuleView) -> tuple[base.Effect, ...]:
        """One notice."""
        if node.head == "notify":
            to, what, channel, extra, cc = node.args
        elif node.head == "alert":
            level, text, cc = node.args
            to, what, channel, extra = None, text or level, None, None
        else:
            to, what, channel, extra, cc = None, node.args[0], None, None, None
        title, body = base.message_of(what, view)
        if isinstance(extra, Node) and extra.args:
            attached = [base.told(each, view) for each in extra.children()]
            body = {
                lang: (*text, *(p for each in attached for p in ("\n", *each.get(lang, ()))))
                for lang, text in body.items()
            }
        return (
            base.Notify(
                to=_people(to, view) or _people(cc, view),
                cc=_people(cc, view),
                title=title or base.said(view.rule),
                body=body,
                channel=str(channel.args[0]) if isinstance(channel, Node) else None,
            ),
        )


def _people(part: Node | str | None, view: base.RuleView) -> tuple[base.Recipient, ...]:
    return view.recipients(part.args) if isinstance(part, Node) else ()


BLOCK = NotifyAction()

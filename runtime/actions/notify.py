"""Notify and alert: people are told, in their inbox or through a channel."""

from __future__ import annotations

from rule_dsl.tree import Node
from runtime.actions import base
from runtime.errors import LANGUAGES, sentence


class NotifyAction(base.ActionType[base.Message]):
    """向W发送M，抄送… / send M to W cc …; 触发红色预警 / trigger red alert."""

    key = "notify"
    heads = ("notify", "alert", "suggest")
    labels = {"zh": "通知", "en": "notify"}
    samples = (
        base.Sample("向老板发送提醒", does=(("tell", (("role", "boss"),)),)),
        base.Sample("触发红色预警，并抄送老板", does=(("tell", (("role", "boss"),)),)),
        base.Sample("建议“换一家”", does=(("tell", ()),)),
    )

    def decide(self, node: Node, view: base.RuleView) -> base.Message:
        """One notice."""
        to = channel = extra = cc = level = None
        if node.head == "notify":
            to, what, channel, extra, cc = node.args
        elif node.head == "alert":
            level, what, cc = node.args
        else:
            what = node.args[0]
        title, body = base.message_of(what, view)
        if isinstance(extra, Node) and extra.args:
            attached = [base.told(each, view) for each in extra.children()]
            body = {
                lang: (*text, *(p for each in attached for p in ("\n", *each.get(lang, ()))))
                for lang, text in body.items()
            }
        return base.Message(
            to=_people(to, view) or _people(cc, view),
            cc=_people(cc, view),
            title=title or _alert(level) or base.said(view.rule),
            body=body,
            channel=str(channel.args[0]) if isinstance(channel, Node) else None,
        )

    def perform(self, payload: base.Message, deeds: base.Deeds) -> None:
        deeds.tell(payload)


def _alert(level: Node | str | None) -> base.Text:
    """What an alert of a level is called; nothing where it has none."""
    if not isinstance(level, Node):
        return {}
    named = str(level.args[0])
    return base.said({lang: sentence(f"alert_{named}", lang, {}) for lang in LANGUAGES})


def _people(part: Node | str | None, view: base.RuleView) -> tuple[base.Recipient, ...]:
    return view.recipients(part.args) if isinstance(part, Node) else ()


BLOCK = NotifyAction()

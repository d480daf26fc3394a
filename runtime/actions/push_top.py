"""Push the top: one message with the first records of a list, and some of their fields."""

from __future__ import annotations

from collections.abc import Iterator

from rule_dsl.tree import Node
from runtime.actions import base
from runtime.errors import LANGUAGES


class PushTopAction(base.ActionType[base.Message]):
    """向W推送TOPn…按F… / send the top n … by F to W."""

    key = "push_top"
    heads = ("push_top",)
    labels = {"zh": "推送前几名", "en": "push the top"}
    samples = (base.Sample("向老板推送TOP2活儿按数量", does=(("tell", (("role", "boss"),)),)),)

    def decide(self, node: Node, view: base.RuleView) -> base.Message | None:
        """One message; nothing where no record is there."""
        count, source, by, to, attached = node.args
        assert isinstance(count, Node) and isinstance(source, Node)  # noqa: S101, PT018 - the checker's
        assert isinstance(by, Node) and isinstance(to, Node)  # noqa: S101, PT018 - the checker's
        found = view.first(source, by, int(str(count.args[0])))
        if not found:
            return None
        shown = [by, *(attached.children() if isinstance(attached, Node) else ())]
        keys = [str(each.args[0]) for each in shown if each.head == "field"]
        body = {
            lang: tuple(part for each in found for part in _line(each, keys, lang))
            for lang in LANGUAGES
        }
        return base.Message(view.recipients(to.args), base.said(view.rule), body)

    def perform(self, payload: base.Message, deeds: base.Deeds) -> None:
        deeds.tell(payload)


def _line(each: base.Listed, keys: list[str], lang: str) -> Iterator[str | base.Shown]:
    """What a record is called and its values, on a line of its own."""
    yield each.name
    for key in keys:
        if key in each.values:
            yield from each.values[key][lang]
    yield "\n"


BLOCK = PushTopAction()

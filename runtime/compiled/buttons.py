"""Buttons: what a rule waits for somebody to press on the record, or an event that the app declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rule_dsl.rule import walk
from rule_dsl.tree import Node
from runtime.spec.app import Labels, NameSpec


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a form's records. ``by`` are the roles that it is for; None for whoever may
    change the record.
    """

    key: str
    labels: Labels
    by: frozenset[str] | None = None


def buttons_of(rules: Iterable[Node], declared: Iterable[NameSpec]) -> Mapping[str, Button]:
    """The buttons that the rules of a form (their trees) wait for, in the order of the rules."""
    events = {each.key: each.labels for each in declared}
    found: dict[str, Button] = {}
    for tree in rules:
        for key, labels, by in _waited_for(tree, events):
            known = found.get(key)
            both = by if known is None or by is None or known.by is None else by | known.by
            found[key] = Button(key, labels, None if known and known.by is None else both)
    return found


def _waited_for(
    tree: Node, events: Mapping[str, Labels]
) -> Iterator[tuple[str, Labels, frozenset[str] | None]]:
    """Each button a rule names: its key, what it is called, and the roles that press it."""
    for node in walk(tree):
        if node.head == "event" and node.args[0] in ("clicked", "act"):
            named = [part for part in node.args if isinstance(part, Node)]
            by = next((part for part in named if part.head == "by"), None)
            roles = None if by is None else frozenset(_roles(by))
            for part in named:
                if part.head == "text":
                    text = str(part.args[0])
                    yield text, {"zh": text, "en": text}, roles
                elif part.head == "act" and part.args[-1] in events:
                    yield str(part.args[-1]), events[str(part.args[-1])], roles
        elif node.head == "act" and node.args[-1] in events:  # what a timer waits for
            yield str(node.args[-1]), events[str(node.args[-1])], None


def _roles(by: Node) -> Iterator[str]:
    return (str(who.args[0]) for who in by.children() if who.head == "role")

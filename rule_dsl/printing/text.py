"""A whole tree as canonical text, printed as plainly as can be read back."""

from __future__ import annotations

from rule_dsl.parse import read_back
from rule_dsl.printing.actions import actions_text
from rule_dsl.printing.names import Mode, Scope
from rule_dsl.printing.values import arg, nodes, text_of
from rule_dsl.tree import Node
from rule_dsl.vocabulary import Vocabulary

MODES: tuple[Mode, ...] = ("plain", "quoted", "kinds")


def print_text(tree: Node, vocabulary: Vocabulary, subject: str, lang: str) -> str:
    """The canonical text of a tree; names are quoted only where plain ones would read otherwise."""
    text = ""
    for mode in MODES:
        text = _whole(Scope(vocabulary, subject, lang, mode), tree)
        read, problems = read_back(text, vocabulary, subject)
        if read == tree and not any(each.severity == "warning" for each in problems):
            return text
    return text


def _whole(s: Scope, tree: Node) -> str:
    if tree.head == "rule":
        return _rule(s, tree)
    if tree.head == "formula":
        return s.words.fill("formula", text_of(s, arg(tree, 0)))
    if tree.head == "group":
        return _group(s, tree)
    return text_of(s, tree)


def _rule(s: Scope, tree: Node) -> str:
    trigger, done, otherwise = nodes(tree)
    acts = actions_text(s, nodes(done))
    text = acts if trigger.head == "always" else _headed(s, trigger, acts)
    if nodes(otherwise):
        return s.words.fill("else", text, actions_text(s, nodes(otherwise)))
    return text


def _headed(s: Scope, trigger: Node, acts: str) -> str:
    parts = nodes(trigger) if trigger.head == "and" else [trigger]
    if parts[0].head == "schedule":
        when = schedule_text(s, parts[0])
        if len(parts) == 1:
            return s.words.fill("scheduled", when, acts)
        return s.words.fill("scheduled_if", when, _all(s, parts[1:]), acts)
    events = [part for part in parts if part.type.kind == "event"]
    if not events:
        return s.words.fill("if", text_of(s, trigger), acts)
    states = parts[len(events) :]
    plain = parts[: len(events)] == events and not _is_timer_like(states)
    if plain and states:
        return s.words.fill("when_if", _all(s, events), _all(s, states), acts)
    return s.words.fill("when", text_of(s, trigger), acts)


def _is_timer_like(states: list[Node]) -> bool:
    return len(states) == 1 and states[0].head == "not_within"


def _all(s: Scope, parts: list[Node]) -> str:
    if len(parts) == 1:
        return text_of(s, parts[0])
    return s.words.join("and", [text_of(s, part, 3) for part in parts])


def schedule_text(s: Scope, node: Node) -> str:
    """每天10:00, daily at 10:00."""
    kind = str(node.args[0])
    rest = [text_of(s, part) if isinstance(part, Node) else str(part) for part in node.args[1:]]
    if kind == "weekly":
        return s.words.fill(kind, s.words.weekday(rest[0]), rest[1])
    if kind == "monthly" and rest[0] == "last":
        return s.words.fill("monthly_last", *rest)
    if kind == "cron":
        return s.words.fill(kind, str(arg(node, 1).args[0]))
    return s.words.fill(kind, *rest)


def _group(s: Scope, tree: Node) -> str:
    collected, key = nodes(tree)
    form, inner, window = collected.child(0), *collected.args[1:]
    template = "group"
    with s.inside(str(form.args[0])):
        parts = [text_of(s, form), text_of(s, key)]
        if isinstance(inner, Node):
            template += "_where"
            parts.append(text_of(s, inner))
        if isinstance(window, Node):
            template += "_in"
            parts.append(text_of(s, window))
    return s.words.fill(template, *parts)

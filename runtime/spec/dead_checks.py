"""Declarations that do nothing: what no rule, view or approval uses, or what cannot work here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rule_dsl import Node, Rule, rule_of
from rule_dsl.rule import walk
from runtime.spec.app import NameSpec
from runtime.spec.expressions import Expression, Read, tell_part
from runtime.spec.findings import NAMES, Findings, called
from runtime.spec.problems import Problem
from runtime.spec.vocabulary import BUILT_IN

_HEADS = {"queue": "queue", "document": "doc", "connector": "conn"}
"""The head under which a rule names a kind."""
_BUILT_IN = frozenset(name.key for name in BUILT_IN if name.kind == "channel")
"""Channels that need no connector."""
_TELLS = frozenset({"notify", "alert", "task", "escalate"})
_PEOPLE = frozenset({"role", "dept", "person", "field", "path", "param"})
_NEEDS = {"queue": "add_to", "document": "generate"}
"""The action without which a kind does nothing."""


def check_dead(findings: Findings, read: Iterable[Read]) -> None:
    """Hint at declarations without effect; warn where a rule that is on counts on one."""
    if not findings.blocks.actions:  # what an installation can do is not known here
        return
    live = list(_live(findings, read))
    used = {(n.head, str(n.args[0])) for _, tree in live for n in walk(tree) if _is_name(n)}
    channels = findings.spec.named("channel")
    used |= {
        ("conn", str(each.facts["connector"])) for each in channels if "connector" in each.facts
    }
    for channel in channels:
        _check_channel(findings, channel, is_used=("channel", channel.key) in used)
    for expression, tree in live:
        if expression.expect == "rule":
            _check_addressees(findings, expression, rule_of(tree))
    for kind, element, each in _declared(findings):
        if (_HEADS.get(kind, kind), each.key) not in used:
            _tell(findings, (kind, element, each), "spec_unused")
        elif not _works(findings, kind, each):
            _tell(findings, (kind, element, each), "spec_does_nothing")


def _check_addressees(findings: Findings, expression: Expression, rule: Rule) -> None:
    """Warn of messages and tasks for nobody; one beside another that names people is sent by it."""
    for actions in (rule.actions, rule.otherwise):
        told = [action for action in actions if action.head in _TELLS]
        if not any(_has_people(action) for action in told):
            for action in told:
                tell_part(findings, expression, action, "action_without_addressee")


def _live(findings: Findings, read: Iterable[Read]) -> Iterator[Read]:
    """What is read of an app but for rules that are off."""
    off = {f"rules/{rule.key}#text" for rule in findings.spec.rules if not rule.on}
    return ((expression, tree) for expression, tree in read if expression.element not in off)


def _is_name(node: Node) -> bool:
    return bool(node.args) and isinstance(node.args[0], str)


def _has_people(action: Node) -> bool:
    """Whether a message or a task names whom it is for."""
    return any(node.head in _PEOPLE for node in _named(action))


def _named(action: Node) -> Iterator[Node]:
    """The parts that may name people: of a list of recipients, or by themselves."""
    for part in action.children():
        yield from part.children() if part.head in ("to", "cc") else (part,)


def _check_channel(findings: Findings, channel: NameSpec, *, is_used: bool) -> None:
    if channel.key in _BUILT_IN or "connector" in channel.facts:
        return
    code = "channel_without_connector" if is_used else "channel_unused"
    problem = Problem(code, None, "hint", {"name": called(channel)})
    findings.add(problem, f"app#channels/{channel.key}")


def _declared(findings: Findings) -> Iterator[tuple[str, str, NameSpec]]:
    spec = findings.spec
    for plural, kind in (("queues", "queue"), ("documents", "document")):
        yield from ((kind, f"app#{plural}/{each.key}", each) for each in spec.named(kind))
    yield from (("connector", f"connectors/{each.key}", each) for each in spec.connectors)
    yield from (("metric", f"metrics/{each.key}", each) for each in spec.metrics)


def _works(findings: Findings, kind: str, each: NameSpec) -> bool:
    """Whether this installation has what the declaration needs."""
    blocks = findings.blocks
    if kind == "connector":
        return each.facts.get("type") in blocks.connectors
    if kind == "metric":
        return each.facts.get("type") in blocks.metrics
    return _NEEDS[kind] in blocks.actions


def _tell(findings: Findings, what: tuple[str, str, NameSpec], code: str) -> None:
    kind, element, each = what
    facts = {"kind": NAMES[kind], "name": called(each)}
    findings.add(Problem(code, None, "hint", facts), element)

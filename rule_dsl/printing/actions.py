"""Actions as text."""

from __future__ import annotations

from rule_dsl.printing.names import Scope
from rule_dsl.printing.values import arg, nodes, operand, text_of
from rule_dsl.tree import Node

_LISTS = frozenset("link escalate require recalculate update assign".split())
_SINGLE = frozenset("start generate block suggest highlight add_to archive lock".split())


def actions_text(s: Scope, done: list[Node]) -> str:
    """Several actions; what follows a timer is set apart by a semicolon."""
    text = ""
    after_timer = False
    for action in done:
        joint = "" if not text else "stop" if after_timer else "acts"
        text += (s.words.join(joint, ["", ""]) if joint else "") + action_text(s, action)
        after_timer = action.head == "timer"
    return text


def action_text(s: Scope, node: Node) -> str:
    """One action."""
    if node.head in _LISTS:
        return s.words.fill(node.head, items(s, nodes(node)))
    if node.head in _SINGLE:
        copies = _suffix(s, "cc", node.args[1]) if len(node.args) > 1 else ""
        return s.words.fill(node.head, text_of(s, arg(node, 0))) + copies
    return _ACTIONS[node.head](s, node)


def items(s: Scope, listed: list[Node]) -> str:
    """A list of names or texts."""
    return s.words.join("items", [text_of(s, item) for item in listed])


def _suffix(s: Scope, template: str, node: Node | str | None) -> str:
    listed = nodes(node)
    return s.words.fill(template, items(s, listed)) if listed else ""


def _notify(s: Scope, node: Node) -> str:
    to, what, via, attached, copies = node.args
    parts = {"to": items(s, nodes(to))}
    template = "notify" if isinstance(what, Node) else "notify_plain"
    if isinstance(what, Node):
        parts["what"] = text_of(s, what)
    if isinstance(via, Node):
        template += "_via"
        parts["via"] = text_of(s, via)
    text = s.words.fill(template, **parts)
    return text + _suffix(s, "with", attached) + _suffix(s, "cc", copies)


def _alert(s: Scope, node: Node) -> str:
    level, what, copies = node.args
    spelled = s.words.spelling(f"LEVEL:{level.args[0]}") if isinstance(level, Node) else ""
    if spelled and s.lang == "en":
        spelled += " "
    if isinstance(what, Node) and what.head == "text":
        said = text_of(s, what)
        text = (
            s.words.fill("alert_level_text", spelled, said)
            if spelled
            else s.words.fill("alert_text", said)
        )
    elif isinstance(what, Node):
        text = s.words.fill("alert_msg", text_of(s, what))
    else:
        text = s.words.fill("alert", spelled)
    return text + _suffix(s, "cc", copies)


def _task(s: Scope, node: Node) -> str:
    to, what, due, copies = node.args
    title = text_of(s, what) if isinstance(what, Node) else ""
    people = items(s, nodes(to))
    text = s.words.fill("task_to", title, people) if people else s.words.fill("task", title)
    if isinstance(due, Node):
        text += s.words.fill("due", text_of(s, due))
    return text + _suffix(s, "cc", copies)


def _set(s: Scope, node: Node) -> str:
    target, new = arg(node, 0), arg(node, 1)
    return s.words.fill("set", text_of(s, target), operand(s, new, target, 5))


def _tag(s: Scope, node: Node) -> str:
    text, target = node.child(0), node.args[1]
    if isinstance(target, Node):
        return s.words.fill(f"{node.head}_on", text_of(s, text), text_of(s, target))
    return s.words.fill(node.head, text_of(s, text))


def _create(s: Scope, node: Node) -> str:
    _, whom, attached = node.args
    name = text_of(s, node.child(0))
    people = nodes(whom)
    text = (
        s.words.fill("create_for", name, items(s, people))
        if people
        else s.words.fill("create", name)
    )
    return text + _suffix(s, "with", attached)


def _timer(s: Scope, node: Node) -> str:
    bound, what, *done = nodes(node)
    template = "timer" if what.head == "act" else "timer_field"
    return s.words.fill(template, text_of(s, bound), text_of(s, what), actions_text(s, done))


def _call(s: Scope, node: Node) -> str:
    name, asked = text_of(s, node.child(0)), node.args[1]
    if isinstance(asked, Node):
        return s.words.fill("call_for", name, items(s, nodes(asked)))
    return s.words.fill("call", name)


def _sync(s: Scope, node: Node) -> str:
    what, target = node.args[0], node.child(1)
    if isinstance(what, Node):
        return s.words.fill("sync_what", text_of(s, target), text_of(s, what))
    return s.words.fill("sync", text_of(s, target))


def _validate(s: Scope, node: Node) -> str:
    return s.words.fill("validate", text_of(s, arg(node, 0)))


def _step(s: Scope, node: Node) -> str:
    name, by = text_of(s, node.child(0)), node.args[1]
    if isinstance(by, Node):
        return s.words.fill(f"{node.head}_by", name, text_of(s, by, 5))
    return s.words.fill(node.head, name)


def _push_top(s: Scope, node: Node) -> str:
    count, source, by = (node.child(index) for index in range(3))
    to, attached = node.args[3:]
    people = items(s, nodes(to))
    with s.inside(source_form(s, source)):
        text = s.words.fill(
            "push_top", n=str(count.args[0]), what=text_of(s, source), by=text_of(s, by), to=people
        )
        return text + _suffix(s, "with", attached)


def source_form(s: Scope, source: Node) -> str:
    """The form whose records a list or form holds."""
    key = str(source.args[0])
    if source.head == "form":
        return key
    for name in s.vocabulary.names:
        if name.kind == "list" and name.key == key and name.form:
            return name.form
    return s.subject


_ACTIONS = {
    "notify": _notify,
    "alert": _alert,
    "task": _task,
    "set": _set,
    "tag": _tag,
    "untag": _tag,
    "create": _create,
    "timer": _timer,
    "call": _call,
    "sync": _sync,
    "validate": _validate,
    "raise": _step,
    "lower": _step,
    "push_top": _push_top,
}

"""Events: what happens, to what, and by whom."""

from __future__ import annotations

from collections.abc import Callable

from lark import Tree

from rule_dsl.check.compare import comparable, refuse_pair, settle, state_field
from rule_dsl.check.context import (
    Context,
    is_unknown,
    localized,
    value,
)
from rule_dsl.check.names import (
    option_of,
    thing,
)
from rule_dsl.check.syntax import Part, span_of, trees, word_of
from rule_dsl.lexer.words import Word
from rule_dsl.synonyms.english import COPULAS
from rule_dsl.tree import Node, Span
from rule_dsl.types import ACTION, EVENT, Type

_PASSIVE = tuple(f"{verb} " for verb in COPULAS)
ENTERING = ("ENTER", "ENTERED")
PEOPLE = ("role", "person", "dept", "field")
TARGETS: dict[str, tuple[str, ...]] = {
    "created": ("form",),
    "submitted": ("form",),
    "clicked": ("act", "msg", "doc", "flow"),
    "scanned": ("field", "doc", "form"),
    "received": ("field", "form", "doc", "msg", "conn", "act"),
    "approved": ("form", "flow", "act"),
    "refused": ("form", "flow", "act"),
    "effective": ("form", "doc"),
    "deleted": ("form",),
    "restored": ("form",),
}


def _by(c: Context, part: Part | None) -> tuple[Node, ...]:
    if part is None:
        return ()
    return (Node("by", (thing(c, part, PEOPLE),), ACTION, span_of(part)),)


def _target(c: Context, kind: str, part: Part | None, span: Span) -> Node | None:
    kinds = TARGETS[kind]
    if part is None:
        if "form" in kinds and kinds[0] == "form":
            return Node("form", (c.subject,), Type("name", "form"), span)
        return None
    word = word_of(part)
    if word.kind == "TEXT":
        return Node("text", (str(word.value),), Type("text"), span_of(part))
    found = thing(c, part, kinds)
    if found.head == "form" and found.args[0] != c.subject:
        return c.refuse(
            "other_subject",
            span_of(part),
            name=word.text,
            form=localized(c.vocabulary.forms[c.subject].labels),
        )
    return found


def _make(c: Context, word: Word, target: Part | None, by: Part | None, span: Span) -> Node:
    kind = str(word.value)
    found = _target(c, kind, target, span)
    args: list[Node | str | None] = [kind]
    if found is not None:
        args.append(found)
    return Node("event", (*args, *_by(c, by)), EVENT, span)


def _words(part: Tree[Word], kind: str) -> Word:
    return next(ch for ch in part.children if isinstance(ch, Word) and ch.kind == kind)


def _event(c: Context, part: Tree[Word]) -> Node:
    names = [ch for ch in part.children if isinstance(ch, Tree)]
    target: Part | None = None
    by: Part | None = None
    match str(part.data):
        case "event":
            target = names[0] if names else None
        case "event_of":
            who = next(n for n in part.children if not isinstance(n, Word) or n.kind == "TEXT")
            if isinstance(who, Word) or _is_passive(_words(part, "EV")):
                target = who
            elif _is_person(c, who):
                by = who
            else:
                target = who
        case "event_by" | "event_bywho":
            by = names[0]
            target = names[1] if len(names) > 1 else None
        case "event_of_bywho":
            target, by = names
        case "event_only_by":
            by = names[0]
        case _:
            target, by = names
    return _make(c, _words(part, "EV"), target, by, span_of(part))


def _is_passive(verb: Word) -> bool:
    """Whether the verb is one like is scanned or 被删除: what stands before it is what it happens to."""
    return verb.text.startswith("被") or verb.text.lower().startswith(_PASSIVE)


def _is_person(c: Context, part: Part) -> bool:
    """Whether a name before a verb says who does it: a role, a person, a field that holds one."""
    steps = word_of(part).value
    if len(steps) > 1:
        return False
    for entity in steps[0].entities:
        if entity.kind == "form" and entity.key == c.subject:
            return False
    for entity in steps[0].entities:
        if entity.kind in ("role", "person", "dept"):
            return True
        if entity.kind == "field" and entity.owner == c.subject:
            item = c.field_of(entity.owner, entity.key)
            if item is not None and item.type.kind in ("person", "department", "link"):
                return True
    return False


def _changed(c: Context, part: Tree[Word]) -> Node:
    name = part.children[0]
    own = _own_form(c, name)
    found = own or thing(c, name, ("field",))
    return Node("event", ("changed", found), EVENT, span_of(part))


def _own_form(c: Context, part: Part) -> Node | None:
    steps = word_of(part).value
    if len(steps) == 1 and any(e.kind == "form" and e.key == c.subject for e in steps[0].entities):
        fields = [e for e in steps[0].entities if e.kind == "field" and e.owner == c.subject]
        if not fields:
            return Node("form", (c.subject,), Type("name", "form"), span_of(part))
    return None


def _changes_to(c: Context, part: Tree[Word]) -> Node:
    name, target = trees(part)
    span = span_of(part)
    found = _changing(c, name, span)
    return Node("event", ("changed_to", found, _end(c, found, target)), EVENT, span)


def _turns(c: Context, part: Tree[Word]) -> Node:
    """数量从5变为3, status changes from pending to reviewed."""
    name, before, after = trees(part)
    span = span_of(part)
    found = _changing(c, name, span)
    old, new = _end(c, found, before), _end(c, found, after)
    if old == new and not is_unknown(old):
        return c.refuse("changes_to_itself", span)
    origin = Node("from", (old,), ACTION, span_of(before))
    return Node("event", ("changed_to", found, new, origin), EVENT, span)


def _changing(c: Context, name: Part, span: Span) -> Node:
    """The field that changes; of the record itself its state."""
    if _own_form(c, name) is None:
        return thing(c, name, ("field",))
    state = state_field(c)
    if state is None:
        return c.refuse("becomes_needs_state", span)
    return Node("field", (state.key,), state.type, span_of(name))


def _end(c: Context, found: Node, part: Part) -> Node:
    """A value that the field had or has after a change."""
    if is_unknown(found):
        return value(c, part)
    span = span_of(part)
    kind = Type("choice", found.type.of) if found.type.kind == "choices" else found.type
    made = settle(c, value(c, part, kind), found, span)
    if not is_unknown(made) and not comparable(kind, made.type):
        refuse_pair(c, found, made, span)
    return made


def _becomes(c: Context, part: Tree[Word]) -> Node:
    name, target = (ch for ch in part.children if isinstance(ch, Tree))
    span = span_of(part)
    own = _own_form(c, name)
    if own is None:
        found = thing(c, name, ("form", "field"))
        if is_unknown(found):
            return found
        if found.head == "form":
            return c.refuse(
                "other_subject",
                span_of(name),
                name=word_of(name).text,
                form=localized(c.vocabulary.forms[c.subject].labels),
            )
        new = option_of(c, word_of(target).value[0].text, found.type, span_of(target))
        return Node("event", ("changed_to", found, new), EVENT, span)
    step = word_of(target).value[0]
    if any(e.kind == "form" for e in step.entities):
        return Node("event", ("became", thing(c, target, ("form",))), EVENT, span)
    state = state_field(c)
    if state is None:
        return c.refuse("becomes_needs_state", span)
    new = option_of(c, step.text, state.type, span_of(target))
    return Node(
        "event", ("changed_to", Node("field", (state.key,), state.type, span), new), EVENT, span
    )


def _enters(c: Context, part: Tree[Word]) -> Node:
    word = next(w for w in part.children if isinstance(w, Word) and w.kind in ENTERING)
    target = next(ch for ch in reversed(part.children) if isinstance(ch, Tree))
    span = span_of(part)
    state = state_field(c)
    found = word_of(target)
    text = found.value[0].text if found.kind in ("NAME", "SOFT") else str(found.value)
    if part.data == "enters" and _own_form(c, part.children[0]) is None:
        thing(c, part.children[0], ("field",))
    if state is None:
        return c.refuse("no_state_field", span, form=localized(c.form.labels), name=text)
    new = option_of(c, text, state.type, span_of(target))
    return Node("event", (str(word.value), new), EVENT, span)


def _act(c: Context, part: Tree[Word]) -> Node:
    names = [ch for ch in part.children if isinstance(ch, Tree)]
    who, act = names if part.data != "act_post_by" else reversed(names)
    found = thing(c, act, ("act",))
    span = span_of(part)
    if part.data == "act_by" and _own_form(c, who) is not None:
        return Node("event", ("act", found), EVENT, span)
    return Node("event", ("act", found, *_by(c, who)), EVENT, span)


Rule = Callable[[Context, "Tree[Word]"], Node]

EVENTS: dict[str, Rule] = {
    "event": _event,
    "event_of": _event,
    "event_by": _event,
    "event_bywho": _event,
    "event_target_by": _event,
    "event_only_by": _event,
    "event_of_bywho": _event,
    "event_of_by": _event,
    "changed": _changed,
    "changes_to": _changes_to,
    "turns": _turns,
    "becomes": _becomes,
    "enters": _enters,
    "enters_self": _enters,
    "act_by": _act,
    "act_bywho": _act,
    "act_post_by": _act,
}

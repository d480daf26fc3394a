"""Actions: what a rule does. Messages and their suffixes are in :mod:`rule_dsl.check.messaging`."""

from __future__ import annotations

from collections.abc import Callable

from lark import Tree

from rule_dsl.check import compare as comparing
from rule_dsl.check import free_words, syntax
from rule_dsl.check.context import (
    Context,
    value,
)
from rule_dsl.check.names import kind_with_article, thing
from rule_dsl.check.syntax import Part, find_word, span_of, trees, word_of
from rule_dsl.check.truth import predicate
from rule_dsl.check.typing import type_fact
from rule_dsl.lexer.words import Word
from rule_dsl.tree import Node, Span
from rule_dsl.types import ACTION, BOOL, TEXT, Type

RECIPIENTS = ("field", "role", "dept", "person", "channel", "list", "queue", "form")
CONTENT = ("msg", "doc", "field", "form", "list", "flow", "act", "param", "conn")
PEOPLE_TYPES = frozenset({"person", "department", "link", "text", "rows"})


def make(head: str, args: tuple[Node | str | None, ...], span: Span) -> Node:
    """An action."""
    return Node(head, args, ACTION, span)


def listed(head: str, items: list[Node]) -> Node:
    """``["to", …]``, ``["with", …]``, ``["cc", …]``, ``["for", …]``."""
    return Node(head, tuple(items), ACTION)


def recipients(c: Context, part: Part) -> list[Node]:
    """The people, roles, departments, groups or fields a message goes to."""
    found = []
    for name in syntax.parts(part):
        node = thing(c, name, RECIPIENTS)
        is_field = node.head in ("field", "path", "alias")
        if node.head == "form" or (is_field and node.type.kind not in PEOPLE_TYPES):
            found_kind = type_fact(node.type) if is_field else kind_with_article("form")
            node = c.refuse(
                "not_a_recipient", span_of(name), name=word_of(name).text, found=found_kind
            )
        found.append(node)
    return found


def content(c: Context, part: Part, to: Part | None = None) -> Node:
    """What is sent, suggested or attached: a declared message or document, a field, or text."""
    word = word_of(part)
    span = span_of(part)
    if word.kind == "FREE":
        return free_words.message(c, part, span_of(to) if to is not None else None)
    if word.kind == "TEXT":
        return Node("text", (str(word.value),), TEXT, span)
    if word.kind == "SOFT" and not _is_content(c, word):
        return Node("text", (word.text,), TEXT, span)
    return thing(c, part, CONTENT)


def _is_content(c: Context, word: Word) -> bool:
    return any(
        e.kind in CONTENT and (e.kind != "field" or e.owner == c.form.key)
        for e in word.value[0].entities
    )


def label(c: Context, part: Part) -> Node:
    """A tag, a title: always text, whatever a name of the same letters may mean."""
    word = word_of(part)
    if word.kind == "FREE":
        return free_words.label(c, part)
    text = word.value[0].text if word.kind in ("NAME", "SOFT") else str(word.value)
    return Node("text", (text,), TEXT, span_of(part))


def names(c: Context, part: Part, kinds: tuple[str, ...]) -> list[Node]:
    """Each of several names."""
    return [thing(c, name, kinds) for name in syntax.parts(part)]


def _tag(c: Context, part: Tree[Word]) -> list[Node]:
    head = "untag" if str(part.data).startswith("untag") else "tag"
    parts = trees(part)
    text = label(c, parts[-1])
    target: Node | None = None
    if len(parts) > 1:
        target = thing(c, parts[0], ("field", "form"))
        if target.head == "form" and target.args[0] == c.subject:
            target = None
    return [make(head, (text, target), span_of(part))]


def _create(c: Context, part: Tree[Word]) -> list[Node]:
    parts = trees(part)
    kinds = ("form", "doc", "msg")
    found = thing(c, parts[-1], kinds)
    span = span_of(part)
    whom = listed("for", recipients(c, parts[0])) if len(parts) > 1 else None
    if found.head == "msg":
        return [_notify(listed("to", list(_nodes(whom))), found, None, span)]
    if found.head == "doc":
        return [make("generate", (found,), span)]
    return [make("create", (found, whom, None), span)]


def _nodes(node: Node | None) -> tuple[Node, ...]:
    return tuple(a for a in node.args if isinstance(a, Node)) if node else ()


def _notify(to: Node, what: Node | None, channel: Node | None, span: Span) -> Node:
    return make("notify", (to, what, channel, listed("with", []), listed("cc", [])), span)


def _task(c: Context, part: Tree[Word]) -> list[Node]:
    parts = trees(part)
    to = listed("to", recipients(c, parts.pop(0))) if part.data == "task_for" else listed("to", [])
    what = label(c, parts[0]) if parts else None
    return [make("task", (to, what, None, listed("cc", [])), span_of(part))]


def _each(head: str, *kinds: str) -> Rule:
    """One action for each name."""

    def build(c: Context, part: Tree[Word]) -> list[Node]:
        parts = trees(part)
        if not parts:
            itself = Node("form", (c.subject,), Type("name", "form"), span_of(part))
            return [make(head, (itself,), span_of(part))]
        listed_names = list(parts[0].children) if parts[0].data == "names" else parts[:1]
        return [make(head, (thing(c, name, kinds),), span_of(part)) for name in listed_names]

    return build


def _together(head: str, *kinds: str) -> Rule:
    """One action for all names."""

    def build(c: Context, part: Tree[Word]) -> list[Node]:
        return [make(head, tuple(names(c, trees(part)[0], kinds)), span_of(part))]

    return build


def _start(c: Context, part: Tree[Word]) -> list[Node]:
    found = thing(c, trees(part)[0], ("flow", "msg", "queue", "conn", "act", "form", "list"))
    span = span_of(part)
    if found.head == "msg":
        return [make("alert", (None, found, listed("cc", [])), span)]
    if found.head == "conn":
        return [make("call", (found, None), span)]
    return [make("start", (found,), span)]


def _alert(c: Context, part: Tree[Word]) -> list[Node]:
    level: Node | None = None
    what: Node | None = None
    for child in part.children:
        if isinstance(child, Word) and child.kind == "LEVEL":
            level = Node("level", (str(child.value),), ACTION)
        elif isinstance(child, Word) and child.kind == "TEXT":
            what = Node("text", (str(child.value),), TEXT, span_of(child))
        elif isinstance(child, Tree):
            word = word_of(child)
            is_message = word.kind == "NAME" and any(
                e.kind == "msg" for e in word.value[0].entities
            )
            what = thing(c, child, ("msg",)) if is_message else label(c, child)
    return [make("alert", (level, what, listed("cc", [])), span_of(part))]


def _call(c: Context, part: Tree[Word]) -> list[Node]:
    parts = trees(part)
    found = thing(c, parts[0], ("conn", "flow"))
    asked = None
    if len(parts) > 1:
        asked = listed("for", [thing(c, parts[1], ("field", "param", "form", "doc"))])
    return [make("call", (found, asked), span_of(part))]


def _sync(c: Context, part: Tree[Word]) -> list[Node]:
    parts = trees(part)
    target = thing(c, parts[-1], ("conn", "channel", "queue"))
    span = span_of(part)
    if len(parts) == 1:
        return [make("sync", (None, target), span)]
    what = names(c, parts[0], ("field", "doc", "form", "list"))
    return [make("sync", (None if _is_self(c, item) else item, target), span) for item in what]


def _is_self(c: Context, node: Node) -> bool:
    return node.head == "form" and node.args[0] == c.subject


def _block(c: Context, part: Tree[Word]) -> list[Node]:
    parts = trees(part)
    if not parts:
        c.refuse("block_says_nothing", span_of(part))
        return []
    return [make("block", (label(c, parts[0]),), span_of(part))]


def _require(c: Context, part: Tree[Word]) -> list[Node]:
    return [make("require", tuple(names(c, trees(part)[0], ("field",))), span_of(part))]


def _validate(c: Context, part: Tree[Word]) -> list[Node]:
    found = predicate(c, trees(part)[0])
    if found.type.kind == "event":
        return [c.refuse("event_inside", span_of(part))]
    return [make("validate", (found,), span_of(part))]


def _must(c: Context, part: Tree[Word]) -> list[Node]:
    """结束日期不能早于开始日期: a standing validation."""
    left_part, right_part = trees(part)
    operator = find_word(part, "OP")
    span = span_of(part)
    left = value(c, left_part)
    found = comparing.comparison(
        c, str(operator.value), left, value(c, right_part, left.type), span
    )
    if part.data == "must_not":
        found = Node("not", (found,), BOOL, span)
    return [make("validate", (found,), span)]


def _suggest(c: Context, part: Tree[Word]) -> list[Node]:
    word = word_of(trees(part)[0])
    if word.kind == "FREE":
        return [make("suggest", (label(c, trees(part)[0]),), span_of(part))]
    kinds = ("flow", *CONTENT)
    what = content(c, trees(part)[0]) if word.kind != "NAME" else thing(c, trees(part)[0], kinds)
    return [make("suggest", (what,), span_of(part))]


def _add_to(c: Context, part: Tree[Word]) -> list[Node]:
    found = thing(c, trees(part)[-1], ("queue", "list"))
    return [make("add_to", (found,), span_of(part))]


def _assign(c: Context, part: Tree[Word]) -> list[Node]:
    found = recipients(c, trees(part)[-1])
    return [make("assign", tuple(found), span_of(part))]


Rule = Callable[[Context, "Tree[Word]"], list[Node]]

ACTIONS: dict[str, Rule] = {
    "tag": _tag,
    "tag_on": _tag,
    "untag": _tag,
    "untag_on": _tag,
    "create": _create,
    "create_for": _create,
    "task": _task,
    "task_for": _task,
    "link": _together("link", "form", "field", "list"),
    "start_flow": _start,
    "alert": _alert,
    "call": _call,
    "sync": _sync,
    "generate": _each("generate", "doc", "field", "form"),
    "block": _block,
    "require": _require,
    "validate": _validate,
    "must": _must,
    "must_not": _must,
    "recalculate": _together("recalculate", "field", "doc", "flow"),
    "update": _together("update", "field", "doc", "form"),
    "suggest": _suggest,
    "highlight": _each("highlight", "field", "form", "list"),
    "highlight_post": _each("highlight", "field", "form", "list"),
    "add_to": _add_to,
    "add_what_to": _add_to,
    "assign": _assign,
    "assign_what": _assign,
    "archive": _each("archive", "field", "form", "doc"),
    "archive_post": _each("archive", "field", "form", "doc"),
    "lock": _each("lock", "field", "form", "doc"),
    "lock_post": _each("lock", "field", "form", "doc"),
}

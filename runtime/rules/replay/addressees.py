"""Whom a rule's actions would have addressed: roles and departments as they are today."""

from __future__ import annotations

from collections.abc import Iterator

from rule_dsl import Node
from rule_dsl.rule import walk
from rule_dsl.targets.python import compile_python
from rule_dsl.targets.scope import Scope
from runtime.context import Context
from runtime.spec.app import label
from runtime.store import people

ADDRESSING = frozenset({"to", "cc", "escalate", "assign"})


def addressees(ctx: Context, form: str, actions: tuple[Node, ...], scope: Scope) -> tuple[str, ...]:
    """The names of the people that these actions name, each once.

    A role or department that nobody active is in is named itself.
    """
    found: dict[str, None] = {}
    for node in _named(actions):
        found.update(dict.fromkeys(_names(ctx, form, node, scope)))
    return tuple(found)


def _named(actions: tuple[Node, ...]) -> Iterator[Node]:
    for action in actions:
        for part in walk(action):
            if part.head in ADDRESSING:
                yield from (each for each in part.args if isinstance(each, Node))


def _names(ctx: Context, form: str, node: Node, scope: Scope) -> list[str]:
    key = str(node.args[0]) if node.args else ""
    if node.head == "role":
        holders = people.people_with_role(ctx.connection, ctx.app.key, key)
        return [each.name for each in holders if each.active] or [_label(ctx, "role", key)]
    if node.head == "dept":
        return _members(ctx, people.find_department(ctx.connection, ctx.app.key, key) or key, key)
    if node.head == "person":
        return _people(ctx, [key])
    if node.type.kind not in ("person", "department"):
        return []
    value = compile_python(node, ctx.app.vocabulary, form)(scope)
    ids = sorted(value) if isinstance(value, frozenset) else [value] if value else []
    if node.type.kind == "department":
        return [name for each in ids for name in _members(ctx, str(each), str(each))]
    return _people(ctx, [str(each) for each in ids])


def _members(ctx: Context, room: str, key: str) -> list[str]:
    everybody = people.people(ctx.connection)
    there = [each.name for each in everybody if each.department == room and each.active]
    return there or [_label(ctx, "department", key)]


def _people(ctx: Context, ids: list[str]) -> list[str]:
    names = people.names_of(ctx.connection, ids)
    return [names.get(each, each) for each in ids]


def _label(ctx: Context, kind: str, key: str) -> str:
    declared = next((each for each in ctx.app.spec.named(kind) if each.key == key), None)
    return key if declared is None else label(declared.labels, ctx.lang, key)

"""What is said with a denial inside its name: a yes/no field, a state, a move that was not made."""

from __future__ import annotations

from lark import Tree

from rule_dsl.check.compare import state_field
from rule_dsl.check.context import Context, is_unknown, localized
from rule_dsl.check.names import labels_of, node_of, path, thing_of
from rule_dsl.check.syntax import span_of, word_of
from rule_dsl.check.truth import truth
from rule_dsl.lexer.words import Entity, Step, Word
from rule_dsl.tree import Node, Span
from rule_dsl.types import BOOL, Type
from rule_dsl.vocabulary import Move


def _denied(c: Context, part: Tree[Word], _expect: Type | None = None) -> Node:
    """备件未到齐, 未付款, 未完工, parts are not ready."""
    steps: tuple[Step, ...] = word_of(part).value
    span = span_of(part)
    last = steps[-1]
    own = len(steps) == 1 or any(e.key == c.form.key for e in steps[0].entities)
    is_field = any(e.kind == "field" and (len(steps) > 1 or _is_own(c, e)) for e in last.entities)
    if not is_field and own:
        reached = _reached(c, last)
        if reached is not None:
            return _not_in(c, reached, span)
        if any(e.kind == "act" for e in last.entities):
            return c.refuse("not_event", span)
    found = path(c, steps, span) if len(steps) > 1 else thing_of(c, last, span, ("field",))
    if is_unknown(found):
        return found
    return Node("not", (truth(found),), BOOL, span)


def _is_own(c: Context, entity: Entity) -> bool:
    return entity.owner == c.form.key


def _reached(c: Context, step: Step) -> Entity | None:
    """The state that is denied: by its name, or as the only one that a move leads to."""
    state = state_field(c)
    if state is None:
        return None
    owner = f"{c.form.key}.{state.key}"
    named = [e for e in step.entities if e.kind == "state" and e.owner == owner]
    if named:
        return named[0]
    keys = {e.key for e in step.entities if e.kind == "act" and _is_own(c, e)}
    targets = {move.target for move in c.form.moves if move.key in keys}
    return Entity("state", targets.pop(), owner) if len(targets) == 1 else None


def _not_in(c: Context, state: Entity, span: Span) -> Node:
    """In none of the states that come with it or after it."""
    form, _, key = (state.owner or "").rpartition(".")
    after = _after(c.vocabulary.forms[form].moves, state.key)
    item = c.field_of(form, key)
    keys = [o.key for o in item.options if o.key in after] if item else [state.key]
    passed = [Entity("state", each, state.owner) for each in keys]
    said = [localized(labels_of(c, each)) for each in passed]
    names = {
        "zh": "、".join(f"「{s['zh']}」" for s in said),
        "en": ", ".join(f"“{s['en']}”" for s in said),
    }
    c.suggest("denied_state", span, names=names)
    members = [node_of(c, each, span) for each in passed]
    field = Node("field", (key,), members[0].type, span)
    if len(members) == 1:
        return Node("!=", (field, members[0]), BOOL, span)
    return Node("not", (Node("in", (field, *members), BOOL, span),), BOOL, span)


def _after(moves: tuple[Move, ...], state: str) -> set[str]:
    """The state, and those it leads to from which there is no way back before it."""
    before = {source for move in moves if move.target == state for source in move.source}
    return {state} | {
        each
        for each in _leads_to(moves, state)
        if each not in before and not before & _leads_to(moves, each)
    }


def _leads_to(moves: tuple[Move, ...], state: str) -> set[str]:
    found: set[str] = set()
    pending = [state]
    while pending:
        here = pending.pop()
        ahead = {m.target for m in moves if here in m.source or not m.source} - found
        found |= ahead
        pending += ahead
    return found


DENIED = {"denied": _denied}

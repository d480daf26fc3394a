"""What is said with a denial inside its name: a yes/no field, a state, a move that was not made."""

from __future__ import annotations

from dataclasses import dataclass

from lark import Tree

from rule_dsl.check.compare import state_field
from rule_dsl.check.context import Context, is_unknown, localized
from rule_dsl.check.names import labels_of, node_of, path, thing_of
from rule_dsl.check.syntax import span_of, word_of
from rule_dsl.check.truth import truth
from rule_dsl.lexer.words import Entity, Step, Word
from rule_dsl.tree import Node, Span
from rule_dsl.types import BOOL, Type
from rule_dsl.vocabulary import Field, Form, Labels, Move


def _denied(c: Context, part: Tree[Word], _expect: Type | None = None) -> Node:
    """备件未到齐, 未付款, 未完工, parts are not ready."""
    steps: tuple[Step, ...] = word_of(part).value
    span = span_of(part)
    last = steps[-1]
    own = len(steps) == 1 or any(e.key == c.form.key for e in steps[0].entities)
    is_field = any(e.kind == "field" and (len(steps) > 1 or _is_own(c, e)) for e in last.entities)
    if not is_field and own:
        state = state_field(c)
        denied = _denial(c, last, state) if state is not None else None
        if state is not None and denied is not None:
            return _not_done(c, state, denied, span)
        if any(e.kind == "act" for e in last.entities):
            return c.refuse("not_event", span)
    found = path(c, steps, span) if len(steps) > 1 else thing_of(c, last, span, ("field",))
    if is_unknown(found):
        return found
    return Node("not", (truth(found),), BOOL, span)


def _is_own(c: Context, entity: Entity) -> bool:
    return entity.owner == c.form.key


@dataclass(frozen=True, slots=True)
class _Denial:
    """What was not done: its target, the states it starts from (none: any), its own labels."""

    target: str
    sources: frozenset[str]
    labels: Labels | None = None


def _denial(c: Context, step: Step, state: Field) -> _Denial | None:
    """A state is denied by its name, a move by its own, where it leads to one state only."""
    owner = f"{c.form.key}.{state.key}"
    named = [e.key for e in step.entities if e.kind == "state" and e.owner == owner]
    if named:
        into = [move for move in c.form.moves if move.target == named[0]]
        return _Denial(named[0], _sources(into))
    keys = {e.key for e in step.entities if e.kind == "act" and _is_own(c, e)}
    moves = [move for move in c.form.moves if move.key in keys]
    if len({move.target for move in moves}) != 1:
        return None
    return _Denial(moves[0].target, _sources(moves), moves[0].labels)


def _sources(moves: list[Move]) -> frozenset[str]:
    any_state = any(not move.source for move in moves)
    return frozenset(() if any_state else (each for move in moves for each in move.source))


def _not_done(c: Context, state: Field, denied: _Denial, span: Span) -> Node:
    """In no state that a record is in only after what is denied."""
    done = _done(c.form, state, denied)
    if done is None:
        return c.refuse("denied_way_back", span, name=localized(denied.labels or {}))
    keys = [option.key for option in state.options if option.key in done] or [denied.target]
    owner = f"{c.form.key}.{state.key}"
    passed = [Entity("state", each, owner) for each in keys]
    said = [localized(labels_of(c, each)) for each in passed]
    names = {
        "zh": "、".join(f"「{s['zh']}」" for s in said),
        "en": ", ".join(f"“{s['en']}”" for s in said),
    }
    c.suggest("denied_state", span, names=names)
    members = [node_of(c, each, span) for each in passed]
    field = Node("field", (state.key,), members[0].type, span)
    if len(members) == 1:
        return Node("!=", (field, members[0]), BOOL, span)
    return Node("not", (Node("in", (field, *members), BOOL, span),), BOOL, span)


def _done(form: Form, state: Field, denied: _Denial) -> set[str] | None:
    """The states in which it was done; None where the state cannot tell.

    Those that come with it or after it, but not those that are also reached without it and from
    where it is still ahead: a record sent back for it has not done it again. What can be done only
    after its own target was left is a way back, and being there says nothing of it.
    """
    target, sources = denied.target, denied.sources
    first = form.initial or tuple(option.key for option in state.options[:1])
    without = _reached(form.moves, set(first) - {target}, target)
    if sources and not sources & without:
        return {target} if denied.labels is None else None
    after = _reached(form.moves, {target}, None)
    ahead = {each for each in after if not sources or sources & _reached(form.moves, {each}, None)}
    return {target} | (after - (without & ahead))


def _reached(moves: tuple[Move, ...], start: set[str], never: str | None) -> set[str]:
    """The states to which moves lead from some states, these among them, past one state."""
    found, pending = set(start), list(start)
    while pending:
        here = pending.pop()
        ahead = {m.target for m in moves if here in m.source or not m.source} - found - {never}
        found |= ahead
        pending += ahead
    return found


DENIED = {"denied": _denied}

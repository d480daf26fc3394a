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
    right = node_of(c, state, span)
    key = (state.owner or "").rpartition(".")[2]
    c.suggest("denied_state", span, name=localized(labels_of(c, state)))
    return Node("!=", (Node("field", (key,), right.type, span), right), BOOL, span)


DENIED = {"denied": _denied}

"""Whether a change of a record is the one that ``F changes to X`` or ``F changes from Y to X`` means."""

from __future__ import annotations

from functools import lru_cache

from rule_dsl.targets.python import Program, compile_python
from rule_dsl.targets.scope import Scope
from rule_dsl.tree import Node
from rule_dsl.types import BOOL
from rule_dsl.vocabulary import Vocabulary


def turned(event: Node, form: tuple[Vocabulary, str], before: Scope | None, after: Scope) -> bool:
    """Whether the field had, before, the value that was said (if one was), and has the other now.

    That it changed at all is the caller's to know.
    """
    new, old = _programs(event, *form)
    if not new(after):
        return False
    return old is None or (before is not None and bool(old(before)))


@lru_cache(maxsize=512)
def _programs(event: Node, vocabulary: Vocabulary, form: str) -> tuple[Program, Program | None]:
    field, new, *more = event.children()
    old = [part.child(0) for part in more if part.head == "from"]
    has, *had = (compile_python(_having(field, value), vocabulary, form) for value in (new, *old))
    return has, had[0] if had else None


def _having(field: Node, value: Node) -> Node:
    """The field has the value; several choices have it among theirs."""
    is_member = field.type.kind == "choices" and value.head in ("opt", "text")
    return Node("contains" if is_member else "=", (field, value), BOOL)

"""What 且 and 或 join on: a condition may leave out what the one before it has named.

所有配件的数量均>1且<10 speaks of the same rows twice, 任一配件单价>5且数量<2 of the same row: what
goes on about rows belongs into the condition on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lark import Tree

from rule_dsl.check.syntax import Part, find_word, kind_of, parts, trees
from rule_dsl.lexer.lexicon import Lexicon
from rule_dsl.lexer.words import Step, Word

AGAIN = frozenset(
    "again again_bound again_contains again_lacks again_empty again_filled again_in again_not_in "
    "again_between".split()
)
"""Conditions whose left side was named before."""
_QUANTIFIED = frozenset(
    "any_row all_rows some_rows last_rows last_rows_of latest_row latest_row_of".split()
)
_FOUND = frozenset("exists exists_last".split())
_ELSEWHERE = frozenset(
    "exists exists_in exists_last roll roll_field roll_of roll_where roll_of_where roll_en_of roll_en_where "
    "roll_en_of_where".split()
).union(_QUANTIFIED)
_THROUGH = frozenset("not_ and_ or_ bracket".split())


def is_again(part: Part) -> bool:
    """Whether a piece of syntax begins with a condition whose left side was named before."""
    if isinstance(part, Tree) and str(part.data) in _THROUGH:
        return bool(part.children) and is_again(part.children[0])
    return isinstance(part, Tree) and str(part.data) in AGAIN


def gathered(
    joined: Iterable[Part], joint: str, goes_on: Callable[[Part, Part], bool]
) -> list[Part]:
    """What ``joint`` joins; ``goes_on`` tells which part speaks on about the rows before it."""
    found: list[Part] = []
    for part in joined:
        last = found[-1] if found else None
        rows, bare = rows_at(last), _bare(part)
        goes = rows is not None and (is_again(bare) or goes_on(rows, bare))
        if goes and isinstance(last, Tree):
            found[-1] = _within(last, joint, part)
        else:
            found.append(part)
    return found


def rows_at(part: Part | None) -> Tree[Word] | None:
    """The condition on other records that a piece of syntax is, or denies."""
    if not isinstance(part, Tree):
        return None
    if part.data == "not_":
        return rows_at(part.children[0])
    is_one = part.data in _QUANTIFIED or (part.data in _FOUND and len(trees(part)) > 1)
    is_open = is_one and trees(part)[-1].data != "bracket"
    return part if is_open else None


def goes_on(lexicon: Lexicon, form: str, rows: Part, part: Part) -> bool:
    """Whether a condition names a field of those rows: one ``form`` lacks, or any beside 本单…."""
    theirs = _forms_of(lexicon, rows)
    names = _names(part)
    outer = any(steps[0].outer for steps in (*names, *_names(trees(rows)[-1])))
    for steps in names:
        owners = {e.owner for e in steps[0].entities if e.kind == "field"}
        if not steps[0].outer and owners & theirs and (outer or form not in owners):
            return True
    return False


def _names(part: Part) -> list[tuple[Step, ...]]:
    """The names in a piece of syntax, but not those inside a condition on other records."""
    if isinstance(part, Word):
        return [part.value] if part.kind in ("NAME", "SOFT") else []
    if part.data in _ELSEWHERE:
        return []
    return [steps for child in part.children for steps in _names(child)]


def _forms_of(lexicon: Lexicon, rows: Part) -> set[str | None]:
    """The forms whose records the names before the condition could mean."""
    said = [steps for part in trees(rows)[:-1] for steps in _names(part)]
    entities = [entity for steps in said for step in steps for entity in step.entities]
    lines = {e for e in entities if e in lexicon.types and lexicon.types[e].kind == "rows"}
    return {e.key for e in entities if e.kind == "form"} | {lexicon.types[e].of for e in lines}


def _within(rows: Tree[Word], joint: str, more: Part) -> Tree[Word]:
    """The same condition on rows with one more part in it, and the window said behind that."""
    *before, last = rows.children
    if rows.data == "not_" and isinstance(last, Tree):
        return Tree(rows.data, [*before, _within(last, joint, more)])
    inner = last.children if isinstance(last, Tree) and last.data == joint else [last]
    window = _window(more)
    if window is None or rows.data != "exists":
        return Tree(rows.data, [*before, Tree(joint, [*inner, more])])
    return Tree("exists_in", [*before, Tree(joint, [*inner, _bare(more)]), window])


def _window(part: Part) -> Word | None:
    """The window behind a condition: where … in last 24 hours."""
    is_windowed = isinstance(part, Tree) and part.data == "lately"
    if not is_windowed or kind_of(parts(part)[0]) == "reference":
        return None
    return find_word(part, "DUR")


def _bare(part: Part) -> Part:
    """A condition without the window behind it."""
    return part if _window(part) is None else parts(part)[0]

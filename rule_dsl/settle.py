"""Of all readings of a text for one subject: the one that is meant, its rivals, and the broken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rule_dsl.errors import Problem
from rule_dsl.meaning import Meaning, mean
from rule_dsl.search import Reading
from rule_dsl.tree import Node, Span
from rule_dsl.vocabulary import Vocabulary

MARGIN = 12
"""How much dearer a reading may be and still be worth a warning: one name cut in two."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What was found for one subject. ``misfit`` makes sense, but is not what its place wants."""

    subject: str
    best: Meaning | None
    rivals: tuple[Meaning, ...]
    broken: tuple[Meaning, ...]
    misfit: Meaning | None = None

    def outcome(self) -> tuple[Node | None, tuple[Problem, ...]]:
        """The tree, unless two readings are equally good, and what to say."""
        if self.best is None:
            return None, ()
        equal = [rival for rival in self.rivals if rival.reading.cost == self.best.reading.cost]
        best = _value_before_order([self.best, *equal])
        if best is None:
            return None, (ambiguity(self.best, equal[0]),)
        splits = (
            split_name(best, rival) or split_name(rival, best, first=False)
            for rival in self.rivals
            if rival not in equal
        )
        warned = next((split for split in splits if split is not None), None)
        return best.tree, (*best.problems, *((warned,) if warned else ()))


def settle(
    vocabulary: Vocabulary, subject: str, readings: Iterable[Reading], heads: frozenset[str]
) -> Settled:
    """Read on until what follows is too dear to matter."""
    best: Meaning | None = None
    misfit: Meaning | None = None
    rivals: list[Meaning] = []
    broken: list[Meaning] = []
    for reading in readings:
        if best is not None and reading.cost > best.reading.cost + MARGIN:
            break
        meaning = mean(vocabulary, subject, reading)
        if not meaning.is_sound:
            broken.append(meaning)
        elif meaning.tree.head not in heads:
            misfit = misfit or meaning
        elif best is None:
            best = meaning
        elif meaning.tree != best.tree and all(meaning.tree != r.tree for r in rivals):
            rivals.append(meaning)
    return Settled(subject, best, tuple(rivals), tuple(broken), misfit)


def _value_before_order(equal: list[Meaning]) -> Meaning | None:
    """等级=高 is a condition, by itself and before an action, not the order to set it."""
    values = [each for each in equal if not _is_order(each.tree)]
    orders = [each for each in equal if _is_order(each.tree)]
    if len(values) == 1 and len(values) + len(orders) == len(equal):
        return values[0]
    return equal[0] if len(equal) == 1 else None


def _is_order(tree: Node) -> bool:
    return tree.head == "rule" and tree.child(0).head == "always"


def ambiguity(first: Meaning, second: Meaning) -> Problem:
    """Two readings that nothing settles."""
    start, end = difference(first, second)
    facts = {
        "first": cut(first, start, end),
        "second": cut(second, start, end),
    }
    return Problem("ambiguous", "error", Span(start, end), facts)


def split_name(one: Meaning, other: Meaning, *, first: bool = True) -> Problem | None:
    """The warning that a name read whole could also have been read in pieces, or (where ``first``
    is false) that the pieces that were read could have been one name.
    """
    start, end = difference(one, other)
    whole = [w for w in one.reading.words if w.start == start and w.kind == "NAME"]
    pieces = [w for w in other.reading.words if start <= w.start < end]
    if not whole or not pieces or pieces[0].end >= whole[0].end or pieces[0].kind != "NAME":
        return None
    span = Span(start, whole[0].end)
    if first:
        facts = {"name": whole[0].text, "second": cut(other, start, span.end)}
        return Problem("other_reading", "warning", span, facts)
    facts = {"name": cut(other, start, span.end), "second": cut(one, start, span.end)}
    return Problem("read_in_pieces", "warning", span, facts)


def difference(first: Meaning, second: Meaning) -> tuple[int, int]:
    """The stretch where two readings cut the text differently."""
    ours = {(w.start, w.end, w.kind) for w in first.reading.words}
    theirs = {(w.start, w.end, w.kind) for w in second.reading.words}
    apart = ours ^ theirs
    if not apart:
        words = first.reading.words
        return words[0].start, words[-1].end
    return min(start for start, _, _ in apart), max(end for _, end, _ in apart)


def cut(meaning: Meaning, start: int, end: int) -> str:
    """How a reading cuts a stretch: each name in its own quotes."""
    words = [w for w in meaning.reading.words if start <= w.start and w.end <= end]
    return "".join(f"「{w.text}」" if w.kind == "NAME" else w.text for w in words)

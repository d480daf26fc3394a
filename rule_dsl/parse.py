"""The front door's ``parse``: text in; a tree, or problems a clerk can act on, out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from rule_dsl.check.context import localized
from rule_dsl.errors import Problem
from rule_dsl.explain import explain
from rule_dsl.lexer.candidates import Text
from rule_dsl.lexer.lexicon import lexicon_of
from rule_dsl.limits import check_text
from rule_dsl.meaning import Meaning, mean
from rule_dsl.rule import rule_of, walk
from rule_dsl.search import Reading, Search
from rule_dsl.tree import Node, Span
from rule_dsl.vocabulary import Vocabulary

Expect = Literal["rule", "formula", "condition", "any"]

MARGIN = 12
"""How much dearer a reading may be and still be worth a warning: one name cut in two."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text means: its tree (None when refused), whose record it reads, and what to say."""

    tree: Node | None
    subject: str | None
    problems: tuple[Problem, ...] = ()

    @property
    def hints(self) -> tuple[Problem, ...]:
        """What is only worth knowing."""
        return tuple(problem for problem in self.problems if problem.severity != "error")

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What must be mended."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def parse(
    text: str,
    vocabulary: Vocabulary,
    *,
    subject: str | None = None,
    expect: Expect = "any",
) -> Parsed:
    """Read one sentence. Bad text never raises: it comes back as problems."""
    refused = check_text(text)
    if refused is not None:
        return Parsed(None, subject, (refused,))
    subjects = (subject,) if subject is not None else tuple(vocabulary.forms)
    search = Search(Text(text, lexicon_of(vocabulary)))
    heads = _HEADS[expect]
    settled = [_settle(vocabulary, one, search.readings(), heads) for one in subjects]
    sound = [found for found in settled if found.best is not None]
    if len(sound) == 1:
        return sound[0].parsed()
    if sound:
        return _subjectless(sound) or _several(vocabulary, text, sound)
    return Parsed(None, subject, explain(text, vocabulary, subjects, settled, search))


@dataclass(frozen=True, slots=True)
class Settled:
    """All readings of a text for one subject: the best sound one, its rivals, and the broken."""

    subject: str
    best: Meaning | None
    rivals: tuple[Meaning, ...]
    broken: tuple[Meaning, ...]

    def parsed(self) -> Parsed:
        """The outcome when this subject is meant."""
        assert self.best is not None
        equal = [rival for rival in self.rivals if rival.reading.cost == self.best.reading.cost]
        if equal:
            return Parsed(None, self.subject, (ambiguity(self.best, equal[0]),))
        problems = list(self.best.problems)
        for rival in self.rivals:
            split = split_name(self.best, rival)
            if split is not None:
                problems.append(split)
                break
        return Parsed(self.best.tree, self.subject, tuple(problems))


_HEADS: Mapping[Expect, frozenset[str]] = {
    "rule": frozenset({"rule"}),
    "formula": frozenset({"formula"}),
    "condition": frozenset({"formula"}),
    "any": frozenset({"rule", "formula", "group"}),
}
"""What a text may be, by what its place wants."""


def _settle(
    vocabulary: Vocabulary, subject: str, readings: Iterable[Reading], heads: frozenset[str]
) -> Settled:
    best: Meaning | None = None
    rivals: list[Meaning] = []
    broken: list[Meaning] = []
    for reading in readings:
        if best is not None and reading.cost > best.reading.cost + MARGIN:
            break
        meaning = mean(vocabulary, subject, reading)
        if meaning.tree.head not in heads:
            continue
        if not meaning.is_sound:
            broken.append(meaning)
        elif best is None:
            best = meaning
        elif meaning.tree != best.tree and all(meaning.tree != r.tree for r in rivals):
            rivals.append(meaning)
    return Settled(subject, best, tuple(rivals), tuple(broken))


def _subjectless(sound: list[Settled]) -> Parsed | None:
    """A text that reads no record of its own (a schedule, a sum of numbers, a list) needs no form."""
    trees = [found.best.tree for found in sound if found.best is not None]
    if any(tree != trees[0] for tree in trees) or not _is_free(trees[0]):
        return None
    outcome = sound[0].parsed()
    return Parsed(outcome.tree, None, outcome.problems)


def _is_free(tree: Node) -> bool:
    if tree.head == "group":
        return True
    if tree.head == "formula":
        return not any(node.head in ("field", "path", "roll") for node in walk(tree))
    return tree.head == "rule" and rule_of(tree).schedule is not None


def _several(vocabulary: Vocabulary, text: str, sound: list[Settled]) -> Parsed:
    forms = [localized(vocabulary.forms[found.subject].labels) for found in sound]
    listed = {
        "zh": "、".join(f"「{form['zh']}」" for form in forms),
        "en": ", ".join(f"“{form['en']}”" for form in forms),
    }
    span = Span(0, len(text))
    return Parsed(None, None, (Problem("ambiguous_subject", "error", span, {"forms": listed}),))


def ambiguity(first: Meaning, second: Meaning) -> Problem:
    """Two readings that nothing settles."""
    start, end = difference(first, second)
    facts = {
        "first": cut(first, start, end),
        "second": cut(second, start, end),
    }
    return Problem("ambiguous", "error", Span(start, end), facts)


def split_name(best: Meaning, rival: Meaning) -> Problem | None:
    """The warning that a name read whole could also have been read in pieces."""
    start, end = difference(best, rival)
    whole = [w for w in best.reading.words if w.start == start and w.kind == "NAME"]
    pieces = [w for w in rival.reading.words if start <= w.start < end]
    if not whole or not pieces or pieces[0].end >= whole[0].end or pieces[0].kind != "NAME":
        return None
    facts = {"name": whole[0].text, "second": cut(rival, start, whole[0].end)}
    return Problem("other_reading", "warning", Span(start, whole[0].end), facts)


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

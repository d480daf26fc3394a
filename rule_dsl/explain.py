"""What is wrong with a text that has no sound reading: the nearest reading tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from rule_dsl.errors import Problem
from rule_dsl.lexer.candidates import Text
from rule_dsl.lexer.keywords import joints, keywords
from rule_dsl.lexer.quotes import opens_quote, read_quote
from rule_dsl.lexer.width import fold
from rule_dsl.limits import MAX_DEPTH
from rule_dsl.meaning import Meaning, mean
from rule_dsl.mend import mend_problems, mended
from rule_dsl.rewrite import Asked, Option, nearest, sound
from rule_dsl.search import Reading, Search, cost_of
from rule_dsl.tree import Span

MAX_TRIED = 12
LONGEST_JOINT = 12
_FREE = 20
_PRICE = 26
"""What each kind of problem of the checker adds to the price of a reading."""


class Tried(Protocol):
    """All readings tried for one subject."""

    @property
    def subject(self) -> str: ...

    @property
    def broken(self) -> tuple[Meaning, ...]: ...


def explain(asked: Asked, settled: Iterable[Tried], search: Search) -> tuple[Problem, ...]:
    """The problems of the nearest reading, or of the nearest mended one.

    What can be put right by taking over what is suggested is nearer than what cannot, and nothing
    is suggested that would not be read.
    """
    text = asked.text
    plain = _open_quote(text) or _second_else(text) or _arrow(text) or _dangling(search.text)
    if plain is not None:
        return sound(asked, (plain,))
    if search.is_too_deep:
        return (Problem("too_deep", "error", Span(0, len(text)), {"limit": str(MAX_DEPTH)}),)
    if search.is_exhausted:
        return (Problem("too_ambiguous", "error", Span(0, len(text))),)
    options = [
        Option(_price(meaning), _errors(meaning.problems))
        for found in settled
        for meaning in found.broken[:MAX_TRIED]
    ]
    options += _mended_options(asked, search)
    if options:
        return nearest(asked, options)
    return (_not_understood(text, search),)


def _mended_options(asked: Asked, search: Search) -> Iterator[Option]:
    for reading, _ in zip(mended(asked.text, search), range(MAX_TRIED), strict=False):
        found = mend_problems(asked.text, reading)
        told = [mean(asked.vocabulary, subject, reading) for subject in asked.subjects]
        closest = min(told, key=lambda meaning: len(_errors(meaning.problems)))
        own = [p for p in _errors(closest.problems) if p.span.start < p.span.end]
        price = reading.cost + _PRICE * sum(not p.code.startswith("unknown") for p in own)
        if _has_gap(reading):
            own = [p for p in own if p.code.startswith("unknown")]
        problems = tuple(sorted((*found, *own), key=lambda p: p.span.start))
        if problems:
            yield Option(price, problems)


def _price(meaning: Meaning) -> int:
    """Free words that are refused as such are near: they were only not taken for a message."""
    codes = {problem.code for problem in _errors(meaning.problems)}
    price = meaning.reading.cost + _PRICE * len(codes)
    if all(code.startswith("words_") for code in codes):
        free = [word for word in meaning.reading.words if word.rank == "free"]
        price -= sum(cost_of(word) - _FREE for word in free)
    return price


def _errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.severity == "error")


def _has_gap(reading: Reading) -> bool:
    return any(word.rank == "mend" for word in reading.words)


def _open_quote(text: str) -> Problem | None:
    position = 0
    while position < len(text):
        if not opens_quote(text[position]) or _is_apostrophe(text, position):
            position += 1
            continue
        quote = read_quote(text, position)
        if quote is None:
            mark = text[position]
            return Problem("open_quote", "error", Span(position, len(text)), {"mark": mark})
        position = quote.end
    return None


def _second_else(text: str) -> Problem | None:
    folded = fold(text)
    found = [
        Span(place, end)
        for place in range(len(text))
        for end, values in keywords().match(folded, place)
        if any(kind == "ELSE" for kind, _ in values)
    ]
    return Problem("several_else", "error", found[1]) if len(found) > 1 else None


def _dangling(text: Text) -> Problem | None:
    """A text that ends in 并 or "otherwise": what is to be done is missing behind it."""
    end = len(text.source.rstrip(" ,，;；。.\n"))
    for start in range(max(0, end - LONGEST_JOINT), end):
        if text.folded[start:end] in joints() and _stands_apart(text, start, end):
            place = Span(start, end)
            return Problem("dangling_joint", "error", place, {"name": text.source[start:end]})
    return None


def _stands_apart(text: Text, start: int, end: int) -> bool:
    """Whether a joint is a word of its own, not the end of an English word or of a name."""
    before = text.folded[start - 1 : start]
    if text.folded[start].isascii() and before.isascii() and before.isalnum():
        return False
    tries = (text.lexicon.names, keywords())
    return not any(
        stop >= end
        for trie in tries
        for at in range(max(0, start - LONGEST_JOINT), start)
        for stop, _ in trie.match(text.folded, at)
    )


_ARROW = re.compile(r"[-–—]+ ?[>＞]|→|⇒")


def _arrow(text: str) -> Problem | None:
    """-> is no comparison: what it means is said in words."""
    for found in _ARROW.finditer(text):
        if not _is_quoted(text, found.start()):
            words = (" changes to ", " to ", " > ") if text.isascii() else ("变为", "改为", ">")
            facts = {"mark": found.group()}
            return Problem("arrow", "error", Span(*found.span()), facts, words)
    return None


def _is_quoted(text: str, place: int) -> bool:
    position = 0
    while position < place:
        quote = read_quote(text, position) if opens_quote(text[position]) else None
        if quote is not None and not _is_apostrophe(text, position):
            if quote.start < place < quote.end:
                return True
            position = quote.end
        else:
            position += 1
    return False


def _is_apostrophe(text: str, position: int) -> bool:
    return text[position] in "'’" and position > 0 and text[position - 1].isalnum()


def _not_understood(text: str, search: Search) -> Problem:
    place = search.furthest[0].position if search.furthest else 0
    if place >= len(text.rstrip()):
        return Problem("ends_early", "error", Span(max(0, len(text) - 1), len(text)))
    return Problem("not_understood", "error", Span(place, len(text)), {"found": text[place:][:8]})

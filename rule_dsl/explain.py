"""What is wrong with a text that has no sound reading: the nearest reading tells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from rule_dsl.errors import Problem
from rule_dsl.lexer.keywords import keywords
from rule_dsl.lexer.quotes import opens_quote, read_quote
from rule_dsl.lexer.width import fold
from rule_dsl.limits import MAX_DEPTH
from rule_dsl.meaning import Meaning, mean
from rule_dsl.mend import mend_problems, mended
from rule_dsl.search import Reading, Search
from rule_dsl.tree import Span
from rule_dsl.vocabulary import Vocabulary

MAX_TRIED = 12
_PRICE = 26
"""What each kind of problem of the checker adds to the price of a reading."""


class Tried(Protocol):
    """All readings tried for one subject."""

    @property
    def subject(self) -> str: ...

    @property
    def broken(self) -> tuple[Meaning, ...]: ...


def explain(
    text: str,
    vocabulary: Vocabulary,
    subjects: Iterable[str],
    settled: Iterable[Tried],
    search: Search,
) -> tuple[Problem, ...]:
    """The problems of the nearest reading, or of the nearest mended one."""
    plain = _open_quote(text) or _second_else(text)
    if plain is not None:
        return (plain,)
    if search.is_too_deep:
        return (Problem("too_deep", "error", Span(0, len(text)), {"limit": str(MAX_DEPTH)}),)
    if search.is_exhausted:
        return (Problem("too_ambiguous", "error", Span(0, len(text))),)
    options = [
        (_price(meaning), _errors(meaning.problems))
        for found in settled
        for meaning in found.broken[:MAX_TRIED]
    ]
    for reading, _ in zip(mended(text, search), range(MAX_TRIED), strict=False):
        found = mend_problems(text, reading)
        told = [mean(vocabulary, subject, reading) for subject in subjects]
        nearest = min(told, key=lambda meaning: len(_errors(meaning.problems)))
        own = [p for p in _errors(nearest.problems) if p.span.start < p.span.end]
        price = reading.cost + _PRICE * sum(not p.code.startswith("unknown") for p in own)
        if _has_gap(reading):
            own = [p for p in own if p.code.startswith("unknown")]
        problems = tuple(sorted((*found, *own), key=lambda p: p.span.start))
        if problems:
            options.append((price, problems))
    if options:
        return min(options, key=lambda option: option[0])[1]
    return (_not_understood(text, search),)


def _price(meaning: Meaning) -> int:
    codes = {problem.code for problem in _errors(meaning.problems)}
    return meaning.reading.cost + _PRICE * len(codes)


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


def _is_apostrophe(text: str, position: int) -> bool:
    return text[position] in "'’" and position > 0 and text[position - 1].isalnum()


def _not_understood(text: str, search: Search) -> Problem:
    place = search.furthest[0].position if search.furthest else 0
    if place >= len(text.rstrip()):
        return Problem("ends_early", "error", Span(max(0, len(text) - 1), len(text)))
    return Problem("not_understood", "error", Span(place, len(text)), {"found": text[place:][:8]})

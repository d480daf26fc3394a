"""The search: every way to cut a text that the grammar takes, cheapest first, within a budget.

Names overlap with names and with words of the language, so one text may be cut in several ways.
First the reachable places are explored (a place is a position with the parser's states, so each
is visited once); then readings are drawn from the places that lead to the end, in order of cost.
A word costs the same whatever its length, so the longest names win; paths, free text and dropped
noise cost more. The checker decides which readings make sense.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

from lark import Tree

from rule_dsl.grammar.table import END, Stack, load_table
from rule_dsl.lexer.candidates import Text
from rule_dsl.lexer.words import Word

Syntax = Tree[Word]
States = tuple[int, ...]

MAX_FEEDS = 20_000
MAX_READINGS = 40
MAX_STACK = 240
_COSTS = {
    "name": 10,
    "word": 10,
    "literal": 10,
    "path": 12,
    "key": 13,
    "spoken": 14,
    "denied": 15,
    "skip": 12,
}
_FREE, _FREE_CHAR = 100, 10


def cost_of(word: Word) -> int:
    """What a word costs a reading."""
    if word.rank == "free":
        return _FREE + _FREE_CHAR * len(word.text)
    if word.kind == "NUMBER" and word.value[1] is not None:
        return _COSTS["literal"] + 1
    if word.rank == "path":
        return _COSTS["path"] + len(word.value) - 1
    return _COSTS[word.rank]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to cut the text that the grammar takes: its words, its syntax tree, its cost."""

    words: tuple[Word, ...]
    syntax: Syntax
    cost: int
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the parser stands: position, states, open brackets, and how much was mended so far."""

    position: int
    states: States
    calls: tuple[bool, ...] = ()
    after_function: bool = False
    mends: int = 0


Step = tuple[int, Word, Place]


@dataclass(slots=True)
class Search:
    """One run over one text. ``furthest`` are the places where nothing fitted any more.

    ``mend`` adds steps that take what is not there, for explaining a text that has no reading.
    """

    text: Text
    mend: Callable[[Text, Place, int], list[Step]] | None = None
    budget: int = MAX_FEEDS
    spent: int = 0
    is_too_deep: bool = False
    furthest: list[Place] = field(default_factory=list)
    _steps: dict[Place, list[Step]] = field(default_factory=dict)
    _to_go: dict[Place, int] = field(default_factory=dict)
    _drawn: list[Reading] = field(default_factory=list)
    _source: Iterator[Reading] | None = None

    @property
    def is_exhausted(self) -> bool:
        """Whether the budget ran out before every way was tried."""
        return self.spent >= self.budget

    def readings(self) -> Iterator[Reading]:
        """Every reading, the cheapest first (drawn once, given to each who asks)."""
        if self._source is None:
            self._source = self._draw()
        index = 0
        while True:
            if index == len(self._drawn):
                found = next(self._source, None)
                if found is None:
                    return
                self._drawn.append(found)
            yield self._drawn[index]
            index += 1

    def places(self) -> dict[Place, list[Step]]:
        """Every place the text leads to, with the steps from there."""
        self._explore(Place(0, (load_table().start,)))
        return self._steps

    def _draw(self) -> Iterator[Reading]:
        table = load_table()
        start = Place(0, (table.start,))
        self._explore(start)
        self._measure()
        if start not in self._to_go:
            return
        count = found = 0
        heap = [(self._to_go[start], 0, 0, start, table.begin(), ())]
        while heap and found < MAX_READINGS:
            total, _, spent, place, stack, words = heappop(heap)
            if self._at_end(place):
                done = table.feed(stack, END, None)
                if done is not None:
                    found += 1
                    yield Reading(words, done.values[-1], total, self.text.source)
                    continue
            for cost, word, following in self._steps[place]:
                rest = self._to_go.get(following)
                if rest is None:
                    continue
                count += 1
                new: Stack | None = stack
                taken: tuple[Word, ...] = words
                if word.rank == "mend" and word.kind == "SKIP":
                    taken = (*words, word)
                elif word.kind != "SKIP":
                    new, taken = table.feed(stack, word.kind, word), (*words, word)
                if new is None:
                    continue
                heappush(
                    heap,
                    (spent + cost + rest, count, spent + cost, following, new, taken),  # type: ignore[misc]
                )

    def _explore(self, start: Place) -> None:
        table = load_table()
        pending = [start]
        size = len(self.text.source)
        while pending and self.spent < self.budget:
            place = pending.pop()
            if place in self._steps:
                continue
            position = self.text.skip_space(place.position)
            if position >= size and table.shift(place.states, END) is not None:
                self._steps[place] = []
                continue
            steps = self._next(place, position) if position < size else []
            if self.mend is not None:
                steps += self.mend(self.text, place, position)
                self.spent += 8
            self._steps[place] = steps
            if not steps:
                self._note(place, position)
            pending.extend(following for _, _, following in reversed(steps))

    def _next(self, place: Place, position: int) -> list[Step]:
        if len(place.states) >= MAX_STACK:
            self.is_too_deep = True
            return []
        table = load_table()
        steps: list[Step] = []
        in_call = bool(place.calls) and place.calls[-1]
        words = self.text.candidates(position, in_call)
        if table.shift(place.states, "FREE") is not None:
            words += self.text.free(position)
        for word in words:
            if word.kind == "SKIP":
                steps.append((cost_of(word), word, replace(place, position=word.end)))
                continue
            self.spent += 1
            states = table.shift(place.states, word.kind)
            if states is not None:
                steps.append((cost_of(word), word, follow(place, word, states)))
        return steps

    def _measure(self) -> None:
        """The cheapest way to the end from every place that has one (places are a DAG)."""
        table = load_table()
        for place in sorted(self._steps, key=lambda place: (-place.position, -place.mends)):
            if self._at_end(place) and table.shift(place.states, END) is not None:
                self._to_go[place] = 0
                continue
            best = [
                cost + self._to_go[following]
                for cost, _, following in self._steps[place]
                if following in self._to_go
            ]
            if best:
                self._to_go[place] = min(best)

    def _at_end(self, place: Place) -> bool:
        return self.text.skip_space(place.position) >= len(self.text.source)

    def _note(self, place: Place, position: int) -> None:
        if self.furthest and position < self.furthest[0].position:
            return
        if self.furthest and position > self.furthest[0].position:
            self.furthest.clear()
        self.furthest.append(Place(position, place.states, place.calls))


def follow(place: Place, word: Word, states: States, mends: int = 0) -> Place:
    """The place after a word."""
    calls = place.calls
    if word.kind == "_LPAR":
        calls = (*calls, place.after_function)
    elif word.kind == "_RPAR":
        calls = calls[:-1]
    return Place(word.end, states, calls, word.kind == "FUNC", place.mends + mends)

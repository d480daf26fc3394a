"""The search: every way to cut a text that the grammar takes, cheapest first, within a budget.

Names overlap with names and with words of the language, so one text may be cut in several ways.
First the reachable places are explored (a place is a position with the parser's states, so each
is visited once); then readings are drawn from the places that lead to the end, in order of cost.
A word costs the same whatever its length, so the longest names win; paths, free text and dropped
noise cost more. The checker decides which readings make sense.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush

from lark import Tree

from rule_dsl.grammar.table import END, Stack, load_table
from rule_dsl.lexer.candidates import Text
from rule_dsl.lexer.words import Word

Syntax = Tree[Word]
States = tuple[int, ...]

MAX_FEEDS = 20_000
MAX_READINGS = 40
_COSTS = {"name": 10, "word": 10, "literal": 10, "path": 12, "key": 13, "spoken": 14, "skip": 12}
_FREE, _FREE_CHAR = 100, 10


def cost_of(word: Word) -> int:
    """What a word costs a reading."""
    if word.rank == "free":
        return _FREE + _FREE_CHAR * len(word.text)
    if word.rank == "path":
        return _COSTS["path"] + len(word.value) - 1
    return _COSTS[word.rank]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to cut the text that the grammar takes: its words, its syntax tree, its cost."""

    words: tuple[Word, ...]
    syntax: Syntax
    cost: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where the parser stands: the position in the text, its states, and the open brackets."""

    position: int
    states: States
    calls: tuple[bool, ...] = ()
    after_function: bool = False


Step = tuple[int, Word, Place]


@dataclass(slots=True)
class Search:
    """One run over one text. ``furthest`` are the places where nothing fitted any more."""

    text: Text
    spent: int = 0
    furthest: list[Place] = field(default_factory=list)
    _steps: dict[Place, list[Step]] = field(default_factory=dict)
    _to_go: dict[Place, int] = field(default_factory=dict)
    _drawn: list[Reading] = field(default_factory=list)
    _source: Iterator[Reading] | None = None

    @property
    def is_exhausted(self) -> bool:
        """Whether the budget ran out before every way was tried."""
        return self.spent >= MAX_FEEDS

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
            if self.text.skip_space(place.position) >= len(self.text.source):
                done = table.feed(stack, END, None)
                if done is not None:
                    found += 1
                    yield Reading(words, done.values[-1], total)
                continue
            for cost, word, following in self._steps[place]:
                rest = self._to_go.get(following)
                if rest is None:
                    continue
                count += 1
                new: Stack | None = stack
                taken: tuple[Word, ...] = words
                if word.kind != "SKIP":
                    new, taken = table.feed(stack, word.kind, word), (*words, word)
                assert new is not None
                heappush(
                    heap,
                    (spent + cost + rest, count, spent + cost, following, new, taken),  # type: ignore[misc]
                )

    def _explore(self, start: Place) -> None:
        table = load_table()
        pending = [start]
        size = len(self.text.source)
        while pending and self.spent < MAX_FEEDS:
            place = pending.pop()
            if place in self._steps:
                continue
            position = self.text.skip_space(place.position)
            if position >= size:
                self._steps[place] = []
                self.spent += 1
                if table.shift(place.states, END) is None:
                    self._note(place, position)
                continue
            steps = self._next(place, position)
            self._steps[place] = steps
            if not steps:
                self._note(place, position)
            pending.extend(following for _, _, following in reversed(steps))

    def _next(self, place: Place, position: int) -> list[Step]:
        table = load_table()
        steps: list[Step] = []
        in_call = bool(place.calls) and place.calls[-1]
        for word in self.text.candidates(position, in_call):
            if word.kind == "SKIP":
                following = Place(word.end, place.states, place.calls, place.after_function)
                steps.append((cost_of(word), word, following))
                continue
            self.spent += 1
            states = table.shift(place.states, word.kind)
            if states is not None:
                steps.append((cost_of(word), word, _follow(place, word, states)))
        return steps

    def _measure(self) -> None:
        """The cheapest way to the end from every place that has one (places are a DAG)."""
        table = load_table()
        size = len(self.text.source)
        for place in sorted(self._steps, key=lambda place: -place.position):
            if self.text.skip_space(place.position) >= size:
                if table.shift(place.states, END) is not None:
                    self._to_go[place] = 0
                continue
            best = [
                cost + self._to_go[following]
                for cost, _, following in self._steps[place]
                if following in self._to_go
            ]
            if best:
                self._to_go[place] = min(best)

    def _note(self, place: Place, position: int) -> None:
        if self.furthest and position < self.furthest[0].position:
            return
        if self.furthest and position > self.furthest[0].position:
            self.furthest.clear()
        self.furthest.append(Place(position, place.states, place.calls))


def _follow(place: Place, word: Word, states: States) -> Place:
    calls = place.calls
    if word.kind == "_LPAR":
        calls = (*calls, place.after_function)
    elif word.kind == "_RPAR":
        calls = calls[:-1]
    return Place(word.end, states, calls, word.kind == "FUNC")

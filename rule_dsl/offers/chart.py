"""The chart: neighbouring items are put together by rules of meaning, within a counted budget.

Order hardly matters to people, so a rule looks at two neighbours and their types, not at a grammar
of sentences. What may be passed over between two items is known from the letters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush

from rule_dsl.offers.item import Item, Value
from rule_dsl.offers.lexical import Letters
from rule_dsl.types import Type
from rule_dsl.vocabulary import Field, Form, Vocabulary

BUDGET = 14_000
"""Pairs of neighbours that are looked at before the chart stops."""
_MOST = 5
"""Readings of one kind that one stretch of text may have."""
DEAREST = 16


@dataclass(slots=True)
class Reader:
    """What the rules know: the app, whose record is meant, the text."""

    vocabulary: Vocabulary
    subject: str
    letters: Letters

    @property
    def form(self) -> Form:
        """The form whose records the sentence is about."""
        return self.vocabulary.forms[self.subject]

    @property
    def state(self) -> Field | None:
        """Its lifecycle's state field."""
        return next((each for each in self.form.fields.values() if each.is_state), None)

    def links_to(self, form: str) -> list[str]:
        """The subject's links to another form."""
        return [each.key for each in self.form.fields.values() if each.type == Type("link", form)]

    def at_home(self, value: Value) -> Value | None:
        """A field of another form as a path from the subject, where only one link leads there."""
        if value.scope in ("", self.subject):
            return value
        links = self.links_to(value.scope)
        if len(links) != 1:
            return None
        node = ["path", links[0], value.node]
        return Value(node, value.type, self.subject, value.field, value.unit)

    def field_of(self, form: str, key: str) -> Field | None:
        """A declared field."""
        found = self.vocabulary.forms.get(form)
        return found.fields.get(key) if found else None

    def between(self, left: Item, right: Item) -> str:
        """The letters between two items."""
        return self.letters.folded[left.end : right.start]


Made = tuple[str, object, int]
"""Kind, value and extra cost of what a rule makes."""
Alone = Callable[[Reader, Item], Iterable[Made]]
Pair = Callable[[Reader, Item, Item], Iterable[Made]]


@dataclass(slots=True)
class Rules:
    """What can be made of one item, and of two neighbours, by their kinds."""

    alone: dict[str, list[Alone]] = field(default_factory=lambda: defaultdict(list))
    pairs: dict[tuple[str, str], list[Pair]] = field(default_factory=lambda: defaultdict(list))

    def take(self, others: Rules) -> None:
        """Enter the rules of another table."""
        for kind, alone in others.alone.items():
            self.alone[kind].extend(alone)
        for kinds, pairs in others.pairs.items():
            self.pairs[kinds].extend(pairs)

    def one(self, *kinds: str) -> Callable[[Alone], Alone]:
        """A rule on items of these kinds."""

        def enter(rule: Alone) -> Alone:
            for kind in kinds:
                self.alone[kind].append(rule)
            return rule

        return enter

    def two(self, lefts: str, rights: str) -> Callable[[Pair], Pair]:
        """A rule on neighbours; kinds are separated by blanks."""

        def enter(rule: Pair) -> Pair:
            for left in lefts.split():
                for right in rights.split():
                    self.pairs[left, right].append(rule)
            return rule

        return enter


@dataclass(slots=True)
class Chart:
    """All items of one text."""

    reader: Reader
    rules: Rules
    spent: int = 0
    entered: int = 0
    starts: dict[int, list[Item]] = field(default_factory=lambda: defaultdict(list))
    ends: dict[int, list[Item]] = field(default_factory=lambda: defaultdict(list))
    reach: dict[int, frozenset[int]] = field(default_factory=dict)
    back: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    _seen: dict[tuple[str, int, int], dict[str, int]] = field(default_factory=dict)
    _agenda: list[tuple[int, int, int, Item]] = field(default_factory=list)

    def run(self) -> None:
        """Put together what can be, the surest first, until nothing is left or the budget is spent."""
        self._measure()
        for item in self.reader.letters.items:
            self._enter(item)
        while self._agenda and self.spent < BUDGET:
            _, _, _, item = heappop(self._agenda)
            self.starts[item.start].append(item)
            self.ends[item.end].append(item)
            for made in self._alone(item):
                self._enter(made)
            for place in self.reach[item.end]:
                for right in tuple(self.starts.get(place, ())):
                    self._join(item, right)
            for place in tuple(self.back[item.start]):
                for left in tuple(self.ends.get(place, ())):
                    if left is not item:
                        self._join(left, item)

    def _measure(self) -> None:
        size = len(self.reader.letters.folded)
        self.reach[size] = frozenset({size})
        for place in range(size - 1, -1, -1):
            found = {place}
            for end in self.reader.letters.skips.get(place, ()):
                found |= self.reach[end]
            self.reach[place] = frozenset(found)
        for place, far in self.reach.items():
            for end in far:
                self.back[end].add(place)

    def _alone(self, item: Item) -> Iterator[Item]:
        for rule in self.rules.alone.get(item.kind, ()):
            for kind, value, cost in rule(self.reader, item):
                yield Item(kind, item.start, item.end, value, item.cost + cost)

    def _join(self, left: Item, right: Item) -> None:
        rules = self.rules.pairs.get((left.kind, right.kind))
        if not rules:
            return
        self.spent += 1
        if self.spent > BUDGET:
            return
        for rule in rules:
            for kind, value, cost in rule(self.reader, left, right):
                total = left.cost + right.cost + cost
                self._enter(Item(kind, left.start, right.end, value, total))

    def _enter(self, item: Item) -> None:
        if item.cost > DEAREST:
            return
        seen = self._seen.setdefault((item.kind, item.start, item.end), {})
        same = repr(item.value)
        known = seen.get(same)
        if known is not None and known <= item.cost:
            return
        if known is None and len(seen) >= _MOST:
            return
        seen[same] = item.cost
        self.entered += 1
        heappush(self._agenda, (item.end - item.start, item.cost, self.entered, item))

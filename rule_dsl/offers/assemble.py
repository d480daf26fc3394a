"""From phrases to whole rules: the text is tiled with them, and each tiling is put in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rule_dsl.offers.bounds import negate
from rule_dsl.offers.chart import Chart, Reader
from rule_dsl.offers.item import Absence, Item, Json, hole

_WIDTH = 14
"""Tilings that are kept for each place."""
_PHRASES = frozenset(
    "evt cond absent timed do forbidden pre mustbe never exc when sched notact block ruled trail".split()
)
_JOINTS = frozenset("if else unless and or pause before".split())
_TRAILING = frozenset({"if", "unless", "before"})
"""Words behind an action that begin what it depends on."""
_PHRASE, _DEED_ONLY = 3, 8
_STOPS = ";；。."
_BARE_TIMER = 3
"""Parts of a timer that does nothing yet."""
_LONGEST_REASON = 80

Tiling = tuple[int, tuple[Item, ...]]


def tilings(chart: Chart) -> list[Tiling]:
    """Sequences of phrases that use every word of the text, the surest first."""
    size = len(chart.reader.letters.folded)
    best: dict[int, list[Tiling]] = {0: [(0, ())]}
    for place in range(size):
        here = sorted(best.pop(place, ()), key=_cost)[:_WIDTH]
        if not here:
            continue
        for start in chart.reach[place]:
            if start == size:
                best.setdefault(size, []).extend(here)
                continue
            for item in chart.starts.get(start, ()):
                if item.kind in _PHRASES or item.kind in _JOINTS:
                    price = item.cost + (_PHRASE if item.kind in _PHRASES else 0)
                    grown = [(cost + price, (*parts, item)) for cost, parts in here]
                    best.setdefault(item.end, []).extend(grown)
    return sorted(best.get(size, ()), key=_cost)[: 2 * _WIDTH]


def _cost(tiling: Tiling) -> int:
    return tiling[0]


class _UnfitError(Exception):
    """These phrases make no rule."""


@dataclass(slots=True)
class _Draft:
    """A rule while its phrases are put in order."""

    reader: Reader
    events: list[Json] = field(default_factory=list)
    schedule: Json = None
    conditions: list[Json] = field(default_factory=list)
    done: list[Json] = field(default_factory=list)
    otherwise: list[Json] = field(default_factory=list)
    timer: list[Json] | None = None
    is_else: bool = False
    is_before: bool = False
    marker: str = ""
    cost: int = 0

    def close(self) -> None:
        """End the timer that is open."""
        if self.timer is not None:
            if len(self.timer) == _BARE_TIMER:
                raise _UnfitError
            (self.otherwise if self.is_else else self.done).append(self.timer)
            self.timer = None

    def turn(self) -> None:
        """Otherwise: what follows is done in the other case."""
        self.close()
        if not self.done:
            raise _UnfitError
        self.is_else = True

    def add(self, action: Json) -> None:
        """One action more, where the sentence stands."""
        if self.timer is not None:
            self.timer.append(action)
        else:
            (self.otherwise if self.is_else else self.done).append(action)

    @property
    def acts(self) -> bool:
        """Whether anything is to be done yet."""
        only_blocks = all(action[0] == "block" for action in self.done)
        return bool(not only_blocks or self.timer or self.otherwise)

    def happen(self, event: Json) -> None:
        """What sets it off."""
        if event in self.events:
            return
        if self.events and self.marker != "or":
            raise _UnfitError
        if self.acts and self.marker != "if":
            raise _UnfitError
        self.events.append(event)

    def require(self, condition: Json) -> None:
        """One condition more."""
        if (self.acts and self.marker not in _TRAILING) or self.is_else or self.timer:
            raise _UnfitError
        is_until = self.marker == "before" and bool(self.done)
        if self.marker == "before" and not is_until:
            raise _UnfitError
        is_denied = self.marker == "unless" or is_until
        self.conditions.append(negate(condition) if is_denied else condition)

    def block(self) -> None:
        """Stop what was about to happen, and say why in the author's own words."""
        if self.done and self.done[-1][0] == "block":
            return
        reason = self.reader.letters.source.strip(" \n.。!！")[:_LONGEST_REASON]
        self.add(["block", ["text", reason]])


def assemble(reader: Reader, parts: tuple[Item, ...]) -> Iterator[tuple[int, Json]]:
    """The rule that a tiling makes, and what it costs more; none where it makes no sense."""
    draft = _Draft(reader)
    try:
        for index, part in enumerate(parts):
            _place(draft, part, any(each.kind == "do" for each in parts[index + 1 :]))
            _mark(draft, part)
        tree = _whole(draft)
    except _UnfitError:
        return
    yield draft.cost, tree


def _mark(draft: _Draft, part: Item) -> None:
    """Which joint stands before what follows: a leading word holds until the next action."""
    if part.kind in _TRAILING or part.kind == "or":
        draft.marker = part.kind
    elif part.kind in ("do", "else", "forbidden", "block", "mustbe", "never"):
        draft.marker = ""
    elif draft.marker in ("unless", "or", "before") and part.kind not in _JOINTS:
        draft.marker = "if"


def _place(draft: _Draft, part: Item, acts_follow: bool) -> None:
    match part.kind:
        case "else":
            draft.turn()
        case "pause":
            if part.value in _STOPS and draft.timer and len(draft.timer) > _BARE_TIMER:
                draft.close()
        case "do":
            draft.add(part.value)
        case "absent":
            _absent(draft, part.value, acts_follow)
        case "timed":
            draft.happen(part.value[0])
            _absent(draft, part.value[1], acts_follow)
        case "notact":
            draft.cost += 3
            _absent(draft, Absence(hole("how_long", part.start, part.end), part.value), acts_follow)
        case "evt" | "when" | "cond" | "exc" | "sched" | "trail" | "ruled":
            _head(draft, part)
        case _:
            _forbid(draft, part)


def _head(draft: _Draft, part: Item) -> None:
    """What sets it off, and on what conditions."""
    match part.kind:
        case "evt":
            draft.happen(part.value)
        case "when":
            draft.happen(part.value[0])
            draft.require(part.value[1])
        case "cond" if part.value.scope == draft.reader.subject:
            draft.require(part.value.node)
        case "exc":
            draft.conditions.append(part.value.node)
        case "trail" if part.value.scope == draft.reader.subject:
            draft.marker = "if"
            draft.require(part.value.node)
        case "ruled":
            draft.require(part.value[0].node)
            draft.add(part.value[1])
        case "sched" if draft.schedule is None and not draft.events:
            draft.schedule = part.value
        case _:
            raise _UnfitError


def _absent(draft: _Draft, absence: Absence, acts_follow: bool) -> None:
    if draft.marker == "unless":
        raise _UnfitError
    timer = ["timer", absence.within, absence.act]
    if not draft.events:
        draft.require(["not_within", absence.within, absence.act])
    elif acts_follow:
        draft.close()
        draft.timer = timer
    elif draft.timer is None and draft.done and not draft.is_else:
        draft.done = [[*timer, *draft.done]]
    else:
        raise _UnfitError


def _forbid(draft: _Draft, part: Item) -> None:
    match part.kind:
        case "pre":
            if draft.done and draft.done[-1][0] == "block" and not draft.events:
                draft.events.append(part.value)
            else:
                draft.happen(part.value)
                draft.is_before = True
        case "forbidden":
            if part.value not in draft.events:
                if draft.events and not draft.is_before:
                    raise _UnfitError
                draft.events = [part.value]
            draft.is_before = False
            draft.block()
        case "block":
            if part.end - part.start < 2 or draft.acts:
                raise _UnfitError
            draft.is_before = False
            draft.block()
        case "mustbe":
            draft.marker = ""
            draft.require(negate(part.value.node))
            draft.is_before = False
            draft.block()
            draft.cost += 0 if draft.events else 3
        case "never":
            draft.marker = ""
            draft.require(part.value.node)
            draft.is_before = False
            draft.block()


def _whole(draft: _Draft) -> Json:
    if draft.is_before and all(action[0] != "require" for action in draft.done):
        raise _UnfitError
    draft.close()
    if draft.is_else and not (draft.otherwise and draft.conditions):
        raise _UnfitError
    heads = _heads(draft)
    _check_whole(heads)
    trigger = heads[0] if len(heads) == 1 else ["and", *heads]
    done = draft.done
    if not done:
        draft.cost += _DEED_ONLY
        done = [hole("do_what")]
    if any(done[place] in done[:place] for place in range(len(done))):
        raise _UnfitError
    return ["rule", trigger, ["do", *done], ["else", *draft.otherwise]]


def _heads(draft: _Draft) -> list[Json]:
    """Schedule, events and conditions, each once."""
    if draft.schedule is not None and draft.events:
        raise _UnfitError
    heads = [draft.schedule] if draft.schedule is not None else []
    if draft.events:
        heads.append(draft.events[0] if len(draft.events) == 1 else ["or", *draft.events])
    for condition in draft.conditions:
        heads.extend(condition[1:] if condition[0] == "and" else [condition])
    if not heads:
        raise _UnfitError
    return [each for place, each in enumerate(heads) if each not in heads[:place]]


def _check_whole(heads: list[Json]) -> None:
    """Conditions that contradict or repeat each other come from one stretch read twice."""
    if any(["not", head] in heads for head in heads):
        raise _UnfitError
    equal = [_about(head) for head in heads]
    known = [each for each in equal if each is not None]
    if len(set(known)) < len(known):
        raise _UnfitError


def _about(condition: Json) -> str | None:
    """What a condition says is so: two of one thing contradict or repeat each other."""
    if condition[0] == "held":
        return _about(condition[1])
    return repr(condition[1]) if condition[0] == "=" else None

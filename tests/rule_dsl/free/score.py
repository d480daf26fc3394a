"""How free sentences are understood: by themselves, by one press, by the right question, or not.

``python -m tests.rule_dsl.free.score [held|all] [-v]`` prints it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rule_dsl import Node
from rule_dsl.lexer.candidates import Text
from rule_dsl.lexer.lexicon import lexicon_of
from rule_dsl.offers import Offered, offer
from rule_dsl.search import Search
from rule_dsl.settle import settle
from tests.rule_dsl.free.trades import Said, Trade, open_reasons, trades

_SMALLER = {"h": (60, "min"), "w": (7, "d")}
_UNORDERED = frozenset({"to", "cc", "assign", "escalate", "require"})
OUTCOMES = ("understood", "helped", "asked", "unhelpful", "misread")


@dataclass(frozen=True, slots=True)
class Scored:
    """One sentence and what became of it."""

    trade: Trade
    said: Said
    outcome: str
    offered: Offered


def score(which: str = "all") -> list[Scored]:
    """Every sentence of the development part, the held-out part, or both."""
    return [
        _scored(trade, said)
        for trade in trades()
        for said in trade.sentences
        if which == "all" or said.is_held_out == (which == "held")
    ]


def _scored(trade: Trade, said: Said) -> Scored:
    words = trade.vocabulary
    strict = _strict(said, trade)
    if said.meaning is None:
        if strict is not None:
            return Scored(trade, said, "misread", Offered())
        offered = offer(said.text, words, said.form)
        if offered.offers:
            return Scored(trade, said, "misread", offered)
        slots = [question.slot for question in offered.questions]
        return Scored(trade, said, "asked" if said.slot in slots else "unhelpful", offered)
    meant = plain(trade.tree(said))
    if strict is not None:
        same = plain(open_reasons(strict.dump())) == meant
        return Scored(trade, said, "understood" if same else "misread", Offered())
    offered = offer(said.text, words, said.form)
    trees = [plain(open_reasons(each.tree.dump())) for each in offered.offers]
    if meant in trees:
        return Scored(trade, said, "helped", offered)
    return Scored(trade, said, "misread" if trees else "unhelpful", offered)


def _strict(said: Said, trade: Trade) -> Node | None:
    """What the strict grammar makes of it, as ``parse`` does but without explaining what is wrong."""
    search = Search(Text(said.text, lexicon_of(trade.vocabulary)))
    found = settle(trade.vocabulary, said.form, search.readings(), frozenset({"rule"}))
    return found.outcome()[0]


def plain(tree: Any) -> Any:
    """A tree with one form for what is the same: in as or, not pushed inwards, parts and people in order."""
    if not isinstance(tree, list):
        return tree
    head, *rest = tree
    if head == "dur" and rest[1] in _SMALLER:
        times, unit = _SMALLER[rest[1]]
        return ["dur", str(int(Decimal(rest[0]) * times)), unit]
    if head == "in" and (len(rest) > 2 or rest[1][0] != "list"):
        return plain(["or", *(["=", rest[0], each] for each in rest[1:])])
    if head == "!=":
        return plain(["not", ["=", *rest]])
    if head == "not":
        return _denied(rest[0])
    parts = _together([plain(part) for part in rest]) if head == "do" else [plain(p) for p in rest]
    if head in ("and", "or"):
        inner = [part[1:] if part[0] == head else [part] for part in parts]
        flat = sorted((each for some in inner for each in some), key=repr)
        return [head, *flat] if len(flat) > 1 else flat[0]
    return [head, *(sorted(parts, key=repr) if head in _UNORDERED else parts)]


def _together(actions: list[Any]) -> list[Any]:
    """The same sent to one and then to another is sent to both."""
    done: list[Any] = []
    for action in actions:
        before = done[-1] if done else None
        if before and before[0] == action[0] == "notify" and before[2:] == action[2:]:
            people = sorted((*before[1][1:], *action[1][1:]), key=repr)
            done[-1] = ["notify", ["to", *people], *action[2:]]
        else:
            done.append(action)
    return done


def _denied(inner: Any) -> Any:
    head, *rest = inner
    if head in ("in", "!="):
        return _denied(plain(inner))
    if head in ("or", "and"):
        return plain(["and" if head == "or" else "or", *(["not", part] for part in rest)])
    if head == "not":
        return plain(rest[0])
    if head == "between":
        return plain(["or", ["<", rest[0], rest[1]], [">", rest[0], rest[2]]])
    return ["not", plain(inner)]


def tally(scored: Iterable[Scored]) -> Counter[str]:
    """How many of each outcome, answerable and not."""
    counts: Counter[str] = Counter()
    for each in scored:
        counts[each.outcome] += 1
        counts["answerable" if each.said.meaning else "unanswerable"] += 1
        if each.said.meaning and each.outcome in ("understood", "helped"):
            counts["right"] += 1
    return counts


def main() -> None:
    """Print the score, and with -v what was not understood."""
    which = next((word for word in sys.argv[1:] if word in ("dev", "held", "all")), "all")
    scored = score(which)
    if "-v" in sys.argv:
        for each in scored:
            bad = each.outcome in ("unhelpful", "misread")
            if bad:
                print(
                    each.outcome.upper(),
                    each.said.trade,
                    each.said.text,
                    "=>",
                    each.said.meaning or each.said.slot,
                )
                for one in each.offered.offers:
                    print("      offer", one.text)
                for asked in each.offered.questions:
                    span = each.said.text[asked.span.start : asked.span.end]
                    print("      ask", asked.slot, span, [c.label for c in asked.choices][:4])
    counts = tally(scored)
    print(f"{which}: {dict(counts)}")
    print(
        f"answered {counts['right']}/{counts['answerable']}, asked {counts['asked']}/{counts['unanswerable']}, misread {counts['misread']}"
    )


if __name__ == "__main__":
    main()

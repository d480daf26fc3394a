"""Offers: canonical sentences that a free text may mean, and what is to be asked where it is open.

Nothing here becomes a rule: an offer is a sentence the author may take over. It is printed from a
tree, and only kept when that sentence, read by the strict grammar, is the same tree again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, partial

from rule_dsl.limits import check_text
from rule_dsl.load import BadTree, load
from rule_dsl.offers import bounds, conditions, deeds, happenings, joined, related, times
from rule_dsl.offers.ask import Question, ask, ask_at_large
from rule_dsl.offers.assemble import assemble, tilings
from rule_dsl.offers.chart import Chart, Reader, Rules
from rule_dsl.offers.item import Json, holes
from rule_dsl.offers.lexical import Letters, letters
from rule_dsl.offers.sound import is_chinese
from rule_dsl.parse import read_back
from rule_dsl.printing import print_text
from rule_dsl.tree import Node
from rule_dsl.vocabulary import Vocabulary

LONGEST = 400
"""Longer texts are not read loosely."""
MOST = 3
_MARGIN = 3
"""How much dearer than the surest reading another may be and still be offered."""
_TRIED = 8


@dataclass(frozen=True, slots=True)
class Offer:
    """One sentence to take over: its tree and its canonical text."""

    tree: Node
    text: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What the loose reader makes of a text: sentences to take over, or what it must ask."""

    offers: tuple[Offer, ...] = ()
    questions: tuple[Question, ...] = ()
    letters: Letters | None = field(default=None, compare=False, repr=False)


@cache
def rules() -> Rules:
    """All rules, in one table."""
    table = Rules()
    for module in (bounds, conditions, times, joined, happenings, related, deeds):
        table.take(module.RULES)
    return table


def offer(text: str, vocabulary: Vocabulary, subject: str) -> Offered:
    """Offers and questions for a text about records of ``subject``. Never raises on any text."""
    if check_text(text) is not None or len(text) > LONGEST or subject not in vocabulary.forms:
        return Offered()
    found = letters(text, vocabulary, subject)
    reader = Reader(vocabulary, subject, found)
    lang = "zh" if any(is_chinese(char) for char in text) else "en"
    best: int | None = None
    offers: list[Offer] = []
    for cost, tree in _readings(reader):
        if best is not None and cost > best + _MARGIN:
            break
        open_ones = holes(tree)
        if open_ones:
            if best is not None:
                continue
            return Offered(
                (), (ask(reader, tree, open_ones[0], lang, partial(_said, reader, lang)),), found
            )
        made = verified(tree, reader, lang)
        if made is not None and all(made.tree != each.tree for each in offers):
            best = cost if best is None else best
            offers.append(made)
            if len(offers) == MOST:
                break
    if offers:
        return Offered(tuple(offers), (), found)
    question = ask_at_large(reader, lang)
    return Offered((), (question,) if question is not None else (), found)


def _readings(reader: Reader) -> Iterator[tuple[int, Json]]:
    """Rules that use every word, the surest first."""
    chart = Chart(reader, rules())
    chart.run()
    found: dict[str, tuple[int, Json]] = {}
    for cost, parts in tilings(chart):
        for more, tree in assemble(reader, parts):
            known = found.get(repr(tree))
            if known is None or known[0] > cost + more:
                found[repr(tree)] = (cost + more, tree)
    yield from sorted(found.values(), key=lambda each: each[0])[:_TRIED]


def verified(tree: Json, reader: Reader, lang: str) -> Offer | None:
    """The offer of a tree, when its canonical sentence means exactly that tree."""
    try:
        node = load(tree, reader.vocabulary, reader.subject)
        text = print_text(node, reader.vocabulary, reader.subject, lang)
    except (BadTree, KeyError, ValueError, TypeError, IndexError, AttributeError):
        return None
    read, problems = read_back(text, reader.vocabulary, reader.subject)
    if read is None or read != node or any(each.severity == "error" for each in problems):
        return None
    return Offer(read, text)


def _said(reader: Reader, lang: str, tree: Json) -> str:
    """The sentence of a tree with nothing open; nothing where it is open or makes no sense."""
    made = None if holes(tree) else verified(tree, reader, lang)
    return made.text if made is not None else ""

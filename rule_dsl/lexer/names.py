"""Names in a text: declared labels, quoted names, and paths (客户的信用额度, customer's credit limit)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rule_dsl.lexer.keywords import kind_words, outer, possessive, records
from rule_dsl.lexer.lexicon import Lexicon
from rule_dsl.lexer.quotes import read_quote
from rule_dsl.lexer.words import Entity, Step, Word

MAX_STEPS = 3
ITSELF = Entity("form", "")
"""The record itself, of whatever form it is."""


def names(text: str, folded: str, start: int, lexicon: Lexicon) -> Iterator[Word]:
    """Every name and path that starts here."""
    for step in first_steps(text, folded, start, lexicon):
        yield _word(text, (step,))
        yield from _paths(text, folded, (step,), lexicon)
        yield from _of(text, folded, step, lexicon)


def quoted_name(text: str, folded: str, start: int, lexicon: Lexicon) -> Step | None:
    """A name in 「」, backticks or 《》, with or without its kind before it."""
    position, kind = start, None
    for end, kinds in kind_words().match(folded, start):
        if end < len(text) and text[_skip(folded, end)] in "「`":
            position, kind = _skip(folded, end), kinds[0]
    if position >= len(text) or text[position] not in "「`《":
        return None
    quote = read_quote(text, position)
    if quote is None:
        return None
    found = lexicon.named(quote.content)
    if kind is not None:
        found = tuple(entity for entity in found if entity.kind == kind)
    return Step(quote.content, found, start, quote.end)


def _skip(folded: str, position: int) -> int:
    while position < len(folded) - 1 and folded[position] == " ":
        position += 1
    return position


def first_steps(text: str, folded: str, start: int, lexicon: Lexicon) -> Iterator[Step]:
    """Every name that starts here, quoted, by its key, or said of the outer record."""
    quoted = quoted_name(text, folded, start, lexicon)
    if quoted is not None:
        yield quoted
    else:
        ends = set()
        for end, entities in lexicon.names.match(folded, start):
            ends.add(end)
            yield Step(text[start:end], tuple(entities), start, end)
        for end, entities in lexicon.keys.match(folded, start):
            if end not in ends:
                yield Step(text[start:end], tuple(entities), start, end, key=True)
    for end, _ in records().match(folded, start):
        yield Step(text[start:end], (ITSELF,), start, end, outer=True)
    for end, _ in outer().match(folded, start):
        here = past_space(folded, past_possessive(folded, end))
        yield from _outer_steps(text, folded, start, here, lexicon)


def _outer_steps(text: str, folded: str, start: int, here: int, lexicon: Lexicon) -> Iterator[Step]:
    quoted = quoted_name(text, folded, here, lexicon) if here < len(text) else None
    if quoted is not None:
        yield Step(quoted.text, quoted.entities, start, quoted.end, outer=True)
        return
    for stop, entities in lexicon.names.match(folded, here):
        fields = tuple(entity for entity in entities if entity.kind in ("field", "form"))
        if fields:
            yield Step(text[here:stop], fields, start, stop, outer=True)


def _paths(text: str, folded: str, steps: tuple[Step, ...], lexicon: Lexicon) -> Iterator[Word]:
    if len(steps) > MAX_STEPS:
        return
    last = steps[-1]
    targets = {lexicon.target_of(entity) for entity in last.entities} - {None}
    if not targets:
        return
    joined = past_possessive(folded, last.end)
    for here in {past_space(folded, last.end), past_space(folded, joined)}:
        for step in _field_steps(text, folded, here, targets, lexicon):
            longer = (*steps, step)
            yield _word(text, longer)
            yield from _paths(text, folded, longer, lexicon)


_OF = re.compile(r" +of +(?:(?:the|this|its|their) +)?")


def _of(text: str, folded: str, step: Step, lexicon: Lexicon) -> Iterator[Word]:
    """Fault rate of the machine: the same path, with what is read said first."""
    between = _OF.match(folded, step.end)
    if between is None or step.outer or between.end() >= len(text):
        return
    for link in first_steps(text, folded, between.end(), lexicon):
        targets = {lexicon.target_of(e) for e in link.entities if e.kind == "field"} - {None}
        fields = tuple(e for e in step.entities if e.kind == "field" and e.owner in targets)
        if fields and not link.outer:
            last = Step(step.text, fields, step.start, step.end)
            said = text[step.start : link.end]
            yield Word("NAME", step.start, link.end, said, (link, last), "path")


def _field_steps(
    text: str, folded: str, here: int, targets: set[str | None], lexicon: Lexicon
) -> Iterator[Step]:
    if here >= len(text):
        return
    quoted = quoted_name(text, folded, here, lexicon)
    if quoted is not None:
        fields = tuple(e for e in quoted.entities if e.kind == "field" and e.owner in targets)
        if fields:
            yield Step(quoted.text, fields, here, quoted.end)
        return
    ends: dict[int, list[Entity]] = {}
    for target in targets:
        trie = lexicon.fields.get(target or "")
        for end, entities in trie.match(folded, here) if trie else ():
            ends.setdefault(end, []).extend(entities)
    for end, found in ends.items():
        yield Step(text[here:end], tuple(found), here, end)


def past_possessive(folded: str, position: int) -> int:
    """The place after 的, 's or a dot, where one stands."""
    at = position
    if folded[at : at + 2] in ("'s", "’s"):
        return at + 2
    if folded[at - 1 : at + 2] in ("s' ", "s’ "):
        return at + 1
    if folded[at : at + 1] == "." and folded[at + 1 : at + 2].isalpha():
        return at + 1
    for end, _ in possessive().match(folded, at):
        return end
    return position


def past_space(folded: str, position: int) -> int:
    """The next place that is no blank."""
    while position < len(folded) and folded[position] == " ":
        position += 1
    return position


def _word(text: str, steps: tuple[Step, ...]) -> Word:
    start, end = steps[0].start, steps[-1].end
    plain = len(steps) == 1 and not steps[0].outer
    rank = ("key" if steps[0].key else "name") if plain else "path"
    return Word("NAME", start, end, text[start:end], steps, rank)

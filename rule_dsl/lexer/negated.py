"""Labels with a word inside them: 备件未到齐 denies 备件到齐, parts are ready says parts ready."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from rule_dsl.lexer.lexicon import Lexicon
from rule_dsl.lexer.names import first_steps, past_possessive, past_space
from rule_dsl.lexer.trie import Trie
from rule_dsl.lexer.words import Entity, Step, Word
from rule_dsl.synonyms import chinese, english
from rule_dsl.types import BOOL


@cache
def insertions() -> Trie[bool]:
    """Words inside a label → whether they deny it."""
    trie: Trie[bool] = Trie()
    for word in (*chinese.DENIALS, *english.DENIALS):
        trie.add(word, True)
    for word in (*chinese.ASSERTIONS, *english.COPULAS):
        trie.add(word, False)
    return trie


def spoken_labels(text: str, folded: str, start: int, lexicon: Lexicon) -> Iterator[Word]:
    """Every yes/no field, state or act said with such a word that starts here, also after 的."""
    yield from _from(text, folded, (start, start), (), lexicon)
    for step in first_steps(text, folded, start, lexicon):
        for here in {
            past_space(folded, step.end),
            past_space(folded, past_possessive(folded, step.end)),
        }:
            if here < len(text):
                yield from _from(text, folded, (start, here), (step,), lexicon)


def _from(
    text: str, folded: str, places: tuple[int, int], before: tuple[Step, ...], lexicon: Lexicon
) -> Iterator[Word]:
    start, here = places
    owners = {lexicon.target_of(entity) for step in before for entity in step.entities}
    for end, entities, gap, denies in lexicon.names.interrupted(folded, here, insertions()):
        found = tuple(
            entity
            for entity in entities
            if (not before or _owner(entity) in owners) and _fits(lexicon, entity, denies)
        )
        is_bare = gap == here and not before and folded[here].isascii()
        if not found or (is_bare and not denies):
            continue
        steps = (*before, Step(text[here:end], found, here, end))
        kind, rank = ("DENIED", "denied") if denies else ("NAME", "path")
        yield Word(kind, start, end, text[start:end], steps, rank)


def _fits(lexicon: Lexicon, entity: Entity, denies: bool) -> bool:
    """A yes/no may be said or denied, a state and a move denied."""
    if entity.kind == "field":
        return lexicon.types.get(entity) == BOOL
    return denies and entity.kind in ("act", "state")


def _owner(entity: Entity) -> str | None:
    return (
        entity.owner.partition(".")[0] if entity.owner and entity.kind == "state" else entity.owner
    )

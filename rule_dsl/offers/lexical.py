"""From letters to items: names, amounts and colloquial words found in a text, and what may be passed over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from rule_dsl.lexer.lexicon import lexicon_of
from rule_dsl.lexer.trie import Trie
from rule_dsl.lexer.width import fold
from rule_dsl.lexer.words import Entity
from rule_dsl.offers import words_en, words_zh
from rule_dsl.offers.amounts import amounts_at, is_glued
from rule_dsl.offers.clock import schedules_at
from rule_dsl.offers.item import Choice, Item, Value, hole
from rule_dsl.offers.known import (
    EXACT,
    PART,
    STEMMED,
    corrections,
    english_at,
    known_of,
    names_at,
    spread_at,
)
from rule_dsl.offers.sound import WORD, is_chinese, stem, syllables
from rule_dsl.types import NUMBER
from rule_dsl.vocabulary import Field, Vocabulary

_BLANK = " \n\t\"'“”‘’「」`*。.!！?？…()（）"
_PAUSE = ",，;；:：。.\n-—>→?？!！"
_THINGS = frozenset({"act", "msg", "doc", "flow", "conn", "queue", "channel", "list"})
_ALSO_NAME = 2
"""What it costs to read letters that are a declared name as a word of the language."""


@dataclass(frozen=True, slots=True)
class Letters:
    """One text as its items, and ``skips``: from each place, where passing over a filler leads."""

    source: str
    folded: str
    items: tuple[Item, ...]
    skips: dict[int, set[int]]


@cache
def _words() -> Trie[str]:
    trie: Trie[str] = Trie()
    for table in (words_zh.WORDS, words_en.WORDS):
        for kind, spellings in table.items():
            for spelling in dict.fromkeys(spellings):
                trie.add(spelling, kind)
    return trie


@cache
def _fillers() -> Trie[None]:
    trie: Trie[None] = Trie()
    for filler in dict.fromkeys((*words_zh.FILLER, *words_en.FILLER)):
        trie.add(filler, None)
    return trie


def letters(source: str, vocabulary: Vocabulary, subject: str) -> Letters:
    """Everything known in a text."""
    folded = fold(source).replace("’", "'")
    names = _outermost(list(_named(folded, vocabulary, subject)))
    whole = [
        (each.start, each.end) for each in names if each.cost == EXACT and each.end - each.start > 1
    ]
    items = list(names)
    spoken = list(_spoken(folded, source, vocabulary))
    leads = [(each.start, each.end) for each in spoken if each.kind == "if"]
    for each in spoken:
        if each.kind.startswith("vague") and _is_within(each.start, each.end, leads):
            continue
        if not _is_within(each.start, each.end, whole):
            is_name = (each.start, each.end) in whole
            items.append(replace(each, cost=each.cost + _ALSO_NAME) if is_name else each)
    verbs = {(each.start, each.end) for each in spoken if each.kind == "created"}
    own = [each for each in names if each.cost == EXACT or (each.start, each.end) not in verbs]
    return Letters(source, folded, tuple(items), _skips(folded, own, subject, whole))


def _spoken(folded: str, source: str, vocabulary: Vocabulary) -> Iterator[Item]:
    """Words of the language, amounts and times."""
    units = lexicon_of(vocabulary).units
    for start, char in enumerate(folded):
        if char in _PAUSE:
            yield Item("pause", start, start + 1, char)
        yield from amounts_at(folded, source, start, units)
        yield from schedules_at(folded, start)
        for end, kinds in _words().match(folded, start):
            for kind in kinds:
                yield Item(kind, start, end)


def _skips(
    folded: str, names: list[Item], subject: str, whole: list[tuple[int, int]]
) -> dict[int, set[int]]:
    """What may be passed over: blanks, fillers, and what the form itself is called."""
    skips: dict[int, set[int]] = defaultdict(set)
    for start, char in enumerate(folded):
        if char in _BLANK or char.isspace():
            skips[start].add(start + 1)
        for end, _ in _fillers().match(folded, start):
            skips[start].add(end)
    for each in names:
        if each.kind == "form" and each.value == subject:
            skips[each.start].add(each.end)
    return {
        start: {end for end in ends if not _is_within(start, end, whole)}
        for start, ends in skips.items()
    }


def _is_within(start: int, end: int, whole: list[tuple[int, int]]) -> bool:
    """Whether letters stand inside a declared name, where they mean nothing of their own."""
    return any(
        first <= start and end <= last and end - start < last - first for first, last in whole
    )


def _outermost(names: list[Item]) -> list[Item]:
    """Without names that stand inside a longer one found at least as surely."""
    kept = []
    for each in names:
        longer = (
            other
            for other in names
            if other.start <= each.start
            and each.end <= other.end
            and other.end - other.start > each.end - each.start
            and other.cost % 10 <= max(each.cost % 10, 0)
        )
        if not any(longer):
            kept.append(each)
    return kept


def _named(folded: str, vocabulary: Vocabulary, subject: str) -> Iterator[Item]:
    known = known_of(vocabulary)
    if any(is_chinese(char) for char in folded):
        sounds = syllables(folded, vocabulary.pinyin)
        for start in range(len(folded)):
            if is_glued(folded, start):
                continue
            for end, entities, cost in names_at(known, folded, sounds, start):
                yield from _items(vocabulary, subject, entities, Item("", start, end, None, cost))
    words = list(WORD.finditer(folded))
    stems = [stem(word.group()) for word in words]
    mended = corrections(known, (word.group() for word in words))
    for index, word in enumerate(words):
        for count, entities, cost in english_at(known, stems, index, mended):
            last = words[index + count - 1]
            end = last.end() - (2 if last.group().endswith("'s") else 0)
            piece = folded[word.start() : end]
            price = EXACT if cost != PART and piece in known.labels else cost
            yield from _items(
                vocabulary, subject, entities, Item("", word.start(), end, None, price)
            )
        for count, entities, is_denied in spread_at(known, stems, index):
            at = Item("", word.start(), words[index + count - 1].end(), None, STEMMED)
            for item in _items(vocabulary, subject, entities, at):
                yield replace(item, kind=f"no {item.kind}") if is_denied else item


def _items(
    vocabulary: Vocabulary, subject: str, entities: Iterable[Entity], at: Item
) -> Iterator[Item]:
    """What a found name may be, each with its meaning; people of one shortened name are a question."""
    found = [
        item
        for entity in sorted(entities, key=repr)
        for item in _item(vocabulary, subject, entity, at)
    ]
    people = [item for item in found if item.kind == "who"]
    if at.cost == PART and sum(item.kind == "choice" for item in found) > 1:
        found = [item for item in found if item.kind != "choice"]
    if at.cost == PART and len(people) > 1:
        found = [item for item in found if item.kind != "who"]
        nodes = [item.value[0] for item in people]
        found.append(replace(at, kind="who", value=(hole("which", at.start, at.end, *nodes),)))
    yield from found


def _item(vocabulary: Vocabulary, subject: str, entity: Entity, at: Item) -> Iterator[Item]:
    kind, key, owner = entity.kind, entity.key, entity.owner
    match kind:
        case "field" if owner in vocabulary.forms:
            yield from _field(vocabulary.forms[str(owner)].fields[key], str(owner), subject, at)
        case "opt" | "state":
            form, _, name = (owner or "").rpartition(".")
            cost = at.cost + (0 if form == subject else 1)
            yield replace(at, kind="choice", value=Choice([kind, key], form, name), cost=cost)
        case "role" | "dept" | "person":
            yield replace(at, kind="who", value=([kind, key],))
        case "form":
            yield replace(at, kind="form", value=key)
        case "param":
            yield from _parameter(vocabulary, key, at)
        case _ if kind in _THINGS and owner in (None, subject):
            yield replace(at, kind=kind, value=[kind, key])


def _field(field: Field, owner: str, subject: str, at: Item) -> Iterator[Item]:
    cost = at.cost + (0 if owner == subject else 1)
    value = Value(field.key, field.type, owner, field, field.unit)
    yield replace(at, kind="value", value=value, cost=cost)
    if owner == subject and field.type.kind in ("person", "department"):
        yield replace(at, kind="who", value=(field.key,), cost=cost)


def _parameter(vocabulary: Vocabulary, key: str, at: Item) -> Iterator[Item]:
    for name in vocabulary.names:
        if (name.kind, name.key) == ("param", key):
            value = Value(["param", key], name.type or NUMBER, "", None, name.unit)
            yield replace(at, kind="value", value=value)

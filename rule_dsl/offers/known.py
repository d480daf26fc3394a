"""The names of one app as people write them: shortened, misspelt, by sound, in other forms of the word.

Built once per vocabulary. A name is found by its letters, by its sound, without 已 or 是否, by a part of it
that only it has, with one letter wrong, and in English by the stems of its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from rule_dsl.lexer.lexicon import lexicon_of
from rule_dsl.lexer.width import fold
from rule_dsl.lexer.words import Entity
from rule_dsl.offers.sound import WORD, is_chinese, stem, syllables
from rule_dsl.suggest import distance
from rule_dsl.vocabulary import Vocabulary

EXACT, STRIPPED, STEMMED, SOUND, PART, WRONG = 0, 1, 1, 2, 3, 4
LONGEST = 14
_SHORTEST_WRONG = 4
_KEPT = frozenset(
    "一二三四五六七八九十百千万0123456789未不没非无上下左右大小高低正副前后入出进收发早晚甲乙丙丁ABCDEFG"
)
"""Characters that make another name of it: they are never taken for a slip."""
_FLUFF = ("已经", "已", "是否", "需要", "需", "有", "未")
_LATIN_WRONG = 5
_INSIDE = ("了", "完", "好", "过", "完了", "好了")
"""What stands inside a verb of two characters when it is over: 发了货, 派完单."""
_SHORTEST_PREFIX = 3
_BETWEEN = frozenset(
    stem(word)
    for word in "is are was were be been being the a an has have had of yet still".split()
)
"""Words that may stand inside a name: the door is open."""
_DENIALS = frozenset(stem(word) for word in "not isn't aren't wasn't hasn't haven't never".split())
_PAIR = 2

Found = tuple[int, tuple[Entity, ...], int]
"""Where a name ends, what it may be, and how far it is from the letters."""


@dataclass(frozen=True, slots=True)
class Known:
    """The indexes over one vocabulary's names."""

    sounds: dict[tuple[str, ...], set[Entity]] = field(default_factory=dict)
    parts: dict[str, set[Entity]] = field(default_factory=dict)
    stripped: dict[str, set[Entity]] = field(default_factory=dict)
    slips: dict[str, set[tuple[str, int]]] = field(default_factory=dict)
    labels: dict[str, set[Entity]] = field(default_factory=dict)
    stems: dict[tuple[str, ...], set[Entity]] = field(default_factory=dict)
    stem_parts: dict[tuple[str, ...], set[Entity]] = field(default_factory=dict)
    content: dict[tuple[str, ...], set[Entity]] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)


_BUILT: WeakKeyDictionary[Vocabulary, Known] = WeakKeyDictionary()


def known_of(vocabulary: Vocabulary) -> Known:
    """The indexes of a vocabulary (built on first use)."""
    found = _BUILT.get(vocabulary)
    if found is None:
        found = _build(vocabulary)
        _BUILT[vocabulary] = found
    return found


def _build(vocabulary: Vocabulary) -> Known:
    known = Known()
    names = lexicon_of(vocabulary).names
    for label in names.labels():
        entities = set(names.exact(label))
        known.labels.setdefault(label, set()).update(entities)
        if any(is_chinese(char) for char in label):
            _enter_chinese(known, label, entities, vocabulary.pinyin)
        if any(char.isascii() and char.isalpha() for char in label):
            _enter_english(known, label, entities)
    return known


def _enter_chinese(
    known: Known, label: str, entities: set[Entity], pinyin: Mapping[str, str]
) -> None:
    size = len(label)
    if size > 1:
        known.sounds.setdefault(tuple(syllables(label, pinyin)), set()).update(entities)
    for fluff in _FLUFF:
        rest = label.removeprefix(fluff)
        if rest != label and rest and (len(rest) > 1) and fluff != "未":
            known.stripped.setdefault(rest, set()).update(entities)
            break
    _enter_parts(known, label, entities)
    if size == _PAIR:
        acts = {each for each in entities if each.kind == "act"}
        for inside in _INSIDE if acts else ():
            known.stripped.setdefault(label[0] + inside + label[1], set()).update(acts)
    if _SHORTEST_WRONG <= size <= LONGEST:
        for place in range(size):
            if label[place] not in _KEPT:
                known.slips.setdefault(label[:place] + label[place + 1 :], set()).add(
                    (label, place)
                )


def _enter_parts(known: Known, label: str, entities: set[Entity]) -> None:
    size = len(label)
    for start in range(size):
        for end in range(start + 2, size + 1):
            if end - start < size:
                known.parts.setdefault(label[start:end], set()).update(entities)


def _enter_english(known: Known, label: str, entities: set[Entity]) -> None:
    words = WORD.findall(label)
    stems = tuple(stem(word) for word in words)
    if not stems:
        return
    known.stems.setdefault(stems, set()).update(entities)
    content = tuple(one for one in stems if one not in _BETWEEN)
    if len(content) > 1:
        known.content.setdefault(content, set()).update(entities)
    if len(content) == _PAIR:
        acts = {each for each in entities if each.kind == "act"}
        if acts:
            known.content.setdefault(content[::-1], set()).update(acts)
    for word in words:
        if len(word) >= _LATIN_WRONG:
            known.words.setdefault(word, set()).add(stem(word))
    for start in range(len(stems)):
        for end in range(start + 1, len(stems) + 1):
            if end - start < len(stems):
                known.stem_parts.setdefault(stems[start:end], set()).update(entities)


def names_at(known: Known, folded: str, sounds: list[str], start: int) -> Iterator[Found]:
    """Chinese names that start here."""
    limit = min(len(folded), start + LONGEST)
    for end in range(start + 1, limit + 1):
        piece = folded[start:end]
        if piece in known.labels:
            yield end, tuple(known.labels[piece]), EXACT
            counted = [each for each in known.parts.get(piece, ()) if each.kind == "field"]
            if counted and len(piece) > 1:
                yield end, tuple(counted), PART
            continue
        if not is_chinese(piece[-1]) or not is_chinese(piece[0]):
            continue
        if piece in known.stripped:
            yield end, tuple(known.stripped[piece]), STRIPPED
        heard = known.sounds.get(tuple(sounds[start:end]))
        if heard:
            yield end, tuple(heard), SOUND
        elif piece in known.parts:
            yield end, tuple(known.parts[piece]), PART
        elif len(piece) >= _SHORTEST_WRONG - 1:
            wrong = _slipped(known, piece)
            if wrong:
                yield end, tuple(wrong), WRONG


def _slipped(known: Known, piece: str) -> set[Entity]:
    """Names with one character more, less, or other than is written."""
    found: set[Entity] = set()
    for label, place in known.slips.get(piece, ()):
        if 0 < place < len(label) - 1:
            found |= known.labels[label]
    if len(piece) < _SHORTEST_WRONG:
        return found
    for place, char in enumerate(piece):
        if char in _KEPT:
            continue
        rest = piece[:place] + piece[place + 1 :]
        found.update(
            entity
            for label, other in known.slips.get(rest, ())
            if other == place
            for entity in known.labels[label]
        )
    return found


def english_at(
    known: Known, stems: list[str], index: int, corrected: Mapping[int, str]
) -> Iterator[tuple[int, tuple[Entity, ...], int]]:
    """English names whose first word is this one: the number of words, what they may be, the cost."""
    for count in range(1, min(8, len(stems) - index) + 1):
        group = stems[index : index + count]
        found = known.stems.get(tuple(group))
        if found:
            yield count, tuple(found), STEMMED
            continue
        part = known.stem_parts.get(tuple(group))
        if part:
            yield count, tuple(part), PART
        if any(index + place in corrected for place in range(count)):
            mended = tuple(corrected.get(index + place, word) for place, word in enumerate(group))
            found = known.stems.get(mended)
            if found:
                yield count, tuple(found), WRONG


def spread_at(
    known: Known, stems: list[str], index: int
) -> Iterator[tuple[int, tuple[Entity, ...], bool]]:
    """English names with other words inside: the door is open, work hasn't started; whether one denies it."""
    for count in range(3, min(9, len(stems) - index) + 1):
        group = stems[index : index + count]
        if group[-1] in _BETWEEN or group[-1] in _DENIALS:
            continue
        inner = [one for one in group[1:-1] if one not in _BETWEEN and one not in _DENIALS]
        found = known.content.get((group[0], *inner, group[-1]))
        if found and len(inner) < count - 2:
            yield count, tuple(found), any(one in _DENIALS for one in group)


def corrections(known: Known, words: Iterable[str]) -> dict[int, str]:
    """For each word that looks like a misspelt word of a name: the stem that was meant."""
    found: dict[int, str] = {}
    stems = {one for some in known.words.values() for one in some}
    for index, word in enumerate(words):
        if word in known.words or stem(word) in stems:
            continue
        begun = {
            one for label, forms in known.words.items() if label.startswith(word) for one in forms
        }
        if len(word) >= _SHORTEST_PREFIX and len(begun) == 1:
            found[index] = begun.pop()
        if len(word) < _LATIN_WRONG:
            continue
        limit = 2 if len(word) > 8 else 1
        near = {
            one
            for label, forms in known.words.items()
            if label[0] == word[0] and distance(fold(word), label, limit) <= limit
            for one in forms
        }
        if len(near) == 1:
            found[index] = near.pop()
    return found

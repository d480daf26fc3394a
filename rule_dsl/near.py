"""Names nearly written: a declared label that is one letter off, or sounds the same.

The index holds every label less one letter (and as it is), so that a stretch of text is looked up
a few times instead of being compared with every label.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from weakref import WeakKeyDictionary

from rule_dsl.lexer.width import fold
from rule_dsl.suggest import distance
from rule_dsl.vocabulary import Labels, Vocabulary

SHORTEST_CHINESE, SHORTEST_ENGLISH = 3, 5
"""Labels shorter than this have too many neighbours; two Chinese characters may still sound alike."""
LONGEST_STRETCH = 24
MOST_WORDS = 4
MOST_LOOKUPS = 400


@dataclass(slots=True)
class Neighbours:
    """The labels of one vocabulary, found by what is nearly theirs."""

    labels: frozenset[str]
    less_one: dict[str, list[str]] = field(default_factory=dict)
    sounds: dict[str, list[str]] = field(default_factory=dict)
    pinyin: Mapping[str, str] = field(default_factory=dict)

    def near(self, written: str) -> str | None:
        """The declared label that a stretch of text nearly is (never one that it is)."""
        text = fold(written.strip())
        if not text or text in self.labels or text[0].isdigit():
            return None
        if len(text) >= _shortest(text) - 1:
            for key in _less_one(text):
                for label in self.less_one.get(key, ()):
                    folded = fold(label)
                    if folded not in text and distance(text, folded, 1) == 1:
                        return label
        sound = "" if text.isascii() else self.pinyin.get(written.strip(), "")
        return next(iter(self.sounds.get(sound, ())), None) if sound else None


_BUILT: WeakKeyDictionary[Vocabulary, Neighbours] = WeakKeyDictionary()


def neighbours_of(vocabulary: Vocabulary) -> Neighbours:
    """The index of a vocabulary (built on first use)."""
    found = _BUILT.get(vocabulary)
    if found is None:
        found = _build(vocabulary)
        _BUILT[vocabulary] = found
    return found


def _build(vocabulary: Vocabulary) -> Neighbours:
    labels = sorted(
        {label for some in _labels(vocabulary) for each in some.values() for label in each}
    )
    found = Neighbours(frozenset(map(fold, labels)), pinyin=vocabulary.pinyin)
    for label in labels:
        folded = fold(label)
        if len(folded) >= _shortest(folded):
            for key in _less_one(folded):
                found.less_one.setdefault(key, []).append(label)
        sound = "" if folded.isascii() else vocabulary.pinyin.get(label, "")
        if sound and len(folded) > 1:
            found.sounds.setdefault(sound, []).append(label)
    return found


def _labels(vocabulary: Vocabulary) -> Iterator[Labels]:
    for form in vocabulary.forms.values():
        yield form.labels
        for item in form.fields.values():
            yield item.labels
            yield from (option.labels for option in item.options)
        yield from (move.labels for move in form.moves)
    yield from (name.labels for name in vocabulary.names)


def _shortest(folded: str) -> int:
    return SHORTEST_ENGLISH if folded.isascii() else SHORTEST_CHINESE


def _less_one(folded: str) -> set[str]:
    return {folded, *(folded[:at] + folded[at + 1 :] for at in range(len(folded)))}


def near_name(vocabulary: Vocabulary, text: str) -> tuple[int, int, str] | None:
    """The first stretch of a text that is nearly a declared name: where it is, and the name."""
    index = neighbours_of(vocabulary)
    for start, end in islice(_stretches(text), MOST_LOOKUPS):
        label = index.near(text[start:end])
        if label is not None:
            return start, end, label
    return None


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that may be a name, longest first: whole words of English, any of Chinese."""
    starts = [at for at in range(len(text)) if _begins(text, at)]
    ends = [at for at in range(1, len(text) + 1) if at == len(text) or _begins(text, at)]
    for start in starts:
        for end in sorted((e for e in ends if start < e <= start + LONGEST_STRETCH), reverse=True):
            if text[start:end].count(" ") <= MOST_WORDS:
                yield start, end


def _begins(text: str, at: int) -> bool:
    """Whether something may begin here: not in the middle of an English word."""
    if text[at] == " ":
        return at > 0 and text[at - 1] != " "
    return not (
        at
        and text[at].isascii()
        and text[at].isalnum()
        and text[at - 1].isascii()
        and text[at - 1].isalnum()
    )

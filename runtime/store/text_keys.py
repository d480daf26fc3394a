"""What a text is sorted and found by, on every database alike: worked out when it is stored.

No database orders Chinese by its sound and Latin without regard to case in the same way as another
one, nor finds a word whatever its case, width and accents. So beside each text of a record stand two
more: ``k_…`` is compared by code point and gives the order, ``s_…`` is looked through.

The order: digits, then Latin letters without regard to case and accents, then Chinese by its sound
(pinyin with its tone, then the character), then other writing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import sqlalchemy as sa

from runtime.pinyin import toned
from runtime.store.columns import Text

SORTED, SEARCHED = "k", "s"
"""How the name of a key's column begins, where that of the text begins with ``f``."""
MOST_SORTED = 60
MOST_SPELLED = 120
MOST_WORDS = 8
_PLAIN = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_AFTER_LATIN = "~"
_MARKS = range(0x300, 0x370)


def fold(text: str) -> str:
    """A text without regard to case, width and accents, its blanks single."""
    if text.isascii():
        return " ".join(text.lower().split())
    wide = unicodedata.normalize("NFKC", text).casefold()
    apart = unicodedata.normalize("NFD", wide)
    bare = "".join(letter for letter in apart if ord(letter) not in _MARKS)
    return " ".join(unicodedata.normalize("NFC", bare).translate(_PLAIN).split())


def search_words(text: str) -> tuple[str, ...]:
    """The words that a record must hold, each somewhere, to be found by a text."""
    return tuple(dict.fromkeys(fold(text).split()))[:MOST_WORDS]


def sort_key(text: str | None) -> str | None:
    """What a text is sorted by; nothing for none."""
    return None if text is None else _sorted(text[:MOST_SORTED])


def search_key(text: str | None) -> str | None:
    """What a text is found by: itself folded, its pinyin, and the pinyin's first letters."""
    if text is None or text.isascii():
        return text and fold(text)
    folded = fold(text)
    return "\n".join([folded, *_spelled(folded[:MOST_SPELLED])])


def key_columns(name: str) -> Mapping[str, sa.Column[str]]:
    """The two columns beside a text's."""
    return {
        kind: sa.Column(f"{kind}{name[1:]}", Text(), nullable=True, info={"key": kind})
        for kind in (SORTED, SEARCHED)
    }


def keys_of(name: str, text: str | None) -> dict[str, str | None]:
    """The values of the two columns beside a text's."""
    return {f"{SORTED}{name[1:]}": sort_key(text), f"{SEARCHED}{name[1:]}": search_key(text)}


@lru_cache(maxsize=20_000)
def _sorted(text: str) -> str:
    folded = fold(text)
    if folded.isascii():
        return folded
    return "".join(
        letter if sound is None else f"{_AFTER_LATIN}{sound}{letter}"
        for letter, sound in toned(folded)
    )


@lru_cache(maxsize=20_000)
def _spelled(folded: str) -> tuple[str, ...]:
    """A folded text in pinyin, and by its first letters; nothing where it is not Chinese."""
    said = [(letter, sound[:-1] if sound else None) for letter, sound in toned(folded)]
    if all(sound is None for _, sound in said):
        return ()
    whole = "".join(sound or letter for letter, sound in said)
    return whole, "".join(sound[0] if sound else letter for letter, sound in said)

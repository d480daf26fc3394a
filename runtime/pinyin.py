"""How Chinese is typed: syllables and initials, for search and for keys made from labels.

The dictionary takes most of a second to load, so it is loaded by the first who asks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

_HAN = "\u3400"
_LONGEST_WORD = 4
_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}


def syllables(text: str) -> list[str]:
    """The pinyin of each character, without tones; other text as it is."""
    return [str(each) for each in _dictionary().lazy_pinyin(text)]


def toned(text: str) -> list[tuple[str, str | None]]:
    """Each character with how it sounds here, its tone as a digit behind (5: none); None for others.

    Words are looked up before characters (重庆 is chong2qing4), which costs microseconds, so that
    everything that is stored can be spelled.
    """
    found: list[tuple[str, str | None]] = []
    phrases, at = _phrases(), 0
    while at < len(text):
        if text[at] < _HAN:
            found.append((text[at], None))
            at += 1
            continue
        for end in range(min(at + _LONGEST_WORD, len(text)), at + 1, -1):
            sounds = phrases.get(text[at:end])
            if sounds is not None and len(sounds) == end - at:
                found += [(text[at + n], _digit(each[0])) for n, each in enumerate(sounds)]
                at = end
                break
        else:
            found.append((text[at], _sound(text[at])))
            at += 1
    return found


@cache
def _phrases() -> Mapping[str, list[list[str]]]:
    _dictionary()
    from pypinyin.constants import PHRASES_DICT  # noqa: PLC0415 - see the module's docstring

    known: Mapping[str, list[list[str]]] = PHRASES_DICT
    return known


@cache
def _sound(letter: str) -> str | None:
    """How a character sounds by itself; None for one that is not Chinese."""
    from pypinyin.constants import PINYIN_DICT  # noqa: PLC0415 - see the module's docstring

    marked = PINYIN_DICT.get(ord(letter))
    return None if marked is None else _digit(marked.partition(",")[0])


@cache
def _digit(marked: str) -> str:
    """A syllable with its tone as a digit behind: zhāng → zhang1."""
    apart = unicodedata.normalize("NFD", marked).replace("u\u0308", "v")
    tone = next((_TONES[mark] for mark in apart if mark in _TONES), "5")
    bare = "".join(each for each in apart if each.isascii())
    return f"{bare}{tone}"


def initials(text: str) -> str:
    """The first letters of the pinyin of a text."""
    style = _dictionary().Style.FIRST_LETTER
    return "".join(_dictionary().lazy_pinyin(text, style=style))


def is_called(name: str, wanted: str) -> bool:
    """Whether a name holds a text: as it is, in pinyin, or by its initials; case does not count."""
    text = wanted.casefold()
    if text in name.casefold():
        return True
    return any(text in each.casefold() for each in ("".join(syllables(name)), initials(name)))


class Pinyin(Mapping[str, str]):
    """Any text → how it sounds, its syllables apart: read only when a wrong name is to be guessed."""

    def __getitem__(self, text: str) -> str:
        if text.isascii():
            raise KeyError(text)
        return " ".join(syllables(text))

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@cache
def _dictionary() -> Any:
    import pypinyin  # noqa: PLC0415 - see the module's docstring

    return pypinyin

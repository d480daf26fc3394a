"""How Chinese is typed: syllables and initials, for search and for keys made from labels.

The dictionary takes most of a second to load, so it is loaded by the first who asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any


def syllables(text: str) -> list[str]:
    """The pinyin of each character, without tones; other text as it is."""
    return [str(each) for each in _dictionary().lazy_pinyin(text)]


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

"""Full-width and half-width, one code point to one code point, so that positions stay right."""

from __future__ import annotations

import unicodedata

FOLDED = {chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)}
FOLDED.update({"\u3000": " ", "\u2212": "-", "\u2013": "-", "\u00a0": " ", "\t": " ", "、": "、"})
FOLDED.update({"\r": " ", "︰": ":"})


def fold(text: str) -> str:
    """Half-width and lower case, as names and keywords are compared; same length as the text."""
    return "".join(_fold_char(char) for char in text)


def _fold_char(char: str) -> str:
    char = FOLDED.get(char, char)
    lower = char.lower()
    return lower if len(lower) == 1 else char


def cells(text: str) -> int:
    """How many terminal cells a text takes."""
    return sum(_cell(char) for char in text)


def _cell(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def is_word_char(char: str) -> bool:
    """Whether a character glues to its neighbours (Latin letters, digits), as Chinese does not."""
    if char.isascii():
        return char.isalnum() or char == "_"
    return char.isalpha() and unicodedata.east_asian_width(char) not in "WF"

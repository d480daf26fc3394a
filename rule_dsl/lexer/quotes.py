"""Quotes: “…” and "…" are text, ‘…’ and '…' text or a name, 「…」, `…` and 《…》 names."""

from __future__ import annotations

from dataclasses import dataclass

_PAIRS = {
    "“": "”",
    '"': '"',
    "‘": "’",
    "'": "'",
    "「": "」",
    "`": "`",
    "《": "》",
    "”": "”",
    "＂": "＂",
}
_TEXT, _SOFT, _NAME = frozenset('“"”＂'), frozenset("‘'"), frozenset("「`《")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted piece: its content, its place with the marks, and which kind of mark."""

    content: str
    start: int
    end: int
    kind: str
    mark: str


def read_quote(text: str, start: int) -> Quote | None:
    """The quote that starts here; None where none does or it is not closed."""
    opening = text[start]
    closing = _PAIRS.get(opening)
    if closing is None:
        return None
    position = start + 1
    content = []
    while position < len(text):
        char = text[position]
        if char == closing:
            if text[position + 1 : position + 2] == char:
                content.append(char)
                position += 2
                continue
            return Quote("".join(content), start, position + 1, _kind(opening), opening)
        content.append(char)
        position += 2 if char == opening == text[position + 1 : position + 2] else 1
    return None


def opens_quote(char: str) -> bool:
    """Whether a character opens a quote."""
    return char in _PAIRS


def _kind(opening: str) -> str:
    if opening in _TEXT:
        return "text"
    return "soft" if opening in _SOFT else "name"


def quote_text(content: str, lang: str) -> str:
    """A text in the quotes it is printed in."""
    return _doubled(content, '""' if lang == "en" else "“”")


def quote_name(content: str, lang: str) -> str:
    """A name in the quotes it is printed in."""
    return _doubled(content, "``" if lang == "en" else "「」")


def _doubled(content: str, marks: str) -> str:
    inside = "".join(char * 2 if char in marks else char for char in content)
    return marks[0] + inside + marks[1]

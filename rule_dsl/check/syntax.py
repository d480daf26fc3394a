"""Reading a piece of syntax: its parts, its words, its place."""

from __future__ import annotations

from collections.abc import Iterator

from lark import Tree

from rule_dsl.lexer.words import Word
from rule_dsl.tree import Span

Part = Tree[Word] | Word


def trees(part: Part) -> list[Tree[Word]]:
    """The parts that have parts themselves."""
    return [] if isinstance(part, Word) else [c for c in part.children if isinstance(c, Tree)]


def parts(part: Part) -> list[Part]:
    """Everything directly in a piece of syntax; nothing in a word."""
    return [] if isinstance(part, Word) else list(part.children)


def kind_of(part: Part) -> str:
    """The name of a piece of syntax."""
    return part.kind if isinstance(part, Word) else str(part.data)


def words(part: Part) -> list[Word]:
    """The words directly in a piece of syntax."""
    return [part] if isinstance(part, Word) else [c for c in part.children if isinstance(c, Word)]


def find_word(part: Part, kind: str) -> Word:
    """The word of that kind directly in a piece of syntax."""
    return next(found for found in words(part) if found.kind == kind)


def all_words(part: Part) -> Iterator[Word]:
    """Every word in a piece of syntax."""
    if isinstance(part, Word):
        yield part
        return
    for child in part.children:
        yield from all_words(child)


def word_of(part: Part) -> Word:
    """The first word in a piece of syntax."""
    return next(all_words(part))


def span_of(part: Part) -> Span:
    """The place of a piece of syntax."""
    found = list(all_words(part))
    if not found:
        return Span(0, 0)
    return Span(min(one.start for one in found), max(one.end for one in found))

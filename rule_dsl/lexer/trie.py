"""A trie of folded labels: every entry that starts at a place, shortest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Generic, TypeVar

from rule_dsl.lexer.width import fold, is_word_char

T = TypeVar("T")
V = TypeVar("V")
_LEAF = ""
_Branch = dict[str, Any]


class Trie(Generic[T]):
    """Labels to values; white space in a label matches any run of white space."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, label: str, value: T) -> None:
        """Enter a value under a label."""
        node = self._root
        for char in " ".join(fold(label).split()):
            node = node.setdefault(char, {})
        if node is not self._root:
            node.setdefault(_LEAF, []).append(value)

    def match(
        self, folded: str, start: int, *, is_unit: bool = False
    ) -> Iterator[tuple[int, list[T]]]:
        """``(end, values)`` for every label that starts here and ends at a word's end.

        A unit also ends and starts where digits do: 3h, 1h30m.
        """
        if start and start < len(folded) and _glued(folded, start, is_unit):
            return
        node = self._root
        position = start
        size = len(folded)
        while position < size:
            char = folded[position]
            if char.isspace():
                char = " "
                while position + 1 < size and folded[position + 1].isspace():
                    position += 1
            found = node.get(char)
            if found is None:
                return
            node = found
            position += 1
            leaf = node.get(_LEAF)
            if leaf is not None and not (position < size and _glued(folded, position, is_unit)):
                yield position, leaf

    def interrupted(
        self, folded: str, start: int, inserted: Trie[V]
    ) -> Iterator[tuple[int, list[T], int, V]]:
        """Labels with a word put in, or in the place of 已 or 是否: ``(end, values, place, word)``."""
        if start and start < len(folded) and _glued(folded, start, is_unit=False):
            return
        pending: list[tuple[_Branch, int, tuple[int, V] | None]] = [(self._root, start, None)]
        while pending:
            node, position, put = pending.pop()
            at_end = position >= len(folded)
            is_whole = at_end or (position > start and not _glued(folded, position, is_unit=False))
            if put is not None and _LEAF in node and is_whole:
                yield position, node[_LEAF], *put
            if at_end:
                continue
            if put is None:
                for end, words in inserted.match(folded, position):
                    after = _past_blanks(folded, end)
                    for into in _instead(node):
                        pending += [(into, after, (position, word)) for word in words]
            blank = folded[position].isspace()
            found = node.get(" " if blank else folded[position])
            if found is not None:
                pending.append((found, _past_blanks(folded, position + 1, blank), put))

    def exact(self, label: str) -> list[T]:
        """The values of exactly that label."""
        folded = " ".join(fold(label).split())
        for end, values in self.match(folded, 0):
            if end == len(folded):
                return values
        return []

    def labels(self) -> Iterable[str]:
        """Every label, folded."""
        pending = [("", self._root)]
        while pending:
            prefix, node = pending.pop()
            for char, child in node.items():
                if char == _LEAF:
                    yield prefix
                else:
                    pending.append((prefix + char, child))


def _instead(node: _Branch) -> Iterator[_Branch]:
    """Where a label goes on after a word put in here, or put in the place of 已 or 是否."""
    yield node
    for replaced in (node.get("已"), node.get("是", {}).get("否")):
        if replaced is not None:
            yield replaced


def _past_blanks(folded: str, position: int, run: bool = True) -> int:
    while run and position < len(folded) and folded[position].isspace():
        position += 1
    return position


def _glued(folded: str, position: int, is_unit: bool) -> bool:
    before, after = folded[position - 1], folded[position]
    if is_unit and (before.isdigit() or after.isdigit()):
        return False
    return is_word_char(before) and is_word_char(after)

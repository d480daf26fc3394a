"""Free text as a message: from here to the end of the clause, or to the next joining word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rule_dsl.lexer.trie import Trie
from rule_dsl.lexer.words import Word
from rule_dsl.synonyms import TABLES

_HARD = frozenset(',，。；;!！?？\n()（）“”"‘「」《》`')
_JOINTS = (
    "WITH",
    "CC",
    "GIVE",
    "VIA",
    "FOR",
    "ON",
    "ELSE",
    "_ACTSEP",
    "_TAGWORD",
    "_DUE",
    "IF",
    "WHEN",
    "UNLESS",
)
_RANKED = re.compile(r"(?:the )?top\s*\d|前\s*[\d一二三四五六七八九十]")
"""推送TOP3…按… is the action: with a slip in it, it does not become words to send."""
_END = re.compile(r"\.(?=\s|$)")
"""A full stop of English, not the point of a number."""
MAX_ENDS = 6
LONGEST = 120


@cache
def _joints() -> Trie[None]:
    return _spellings(_JOINTS)


@cache
def _heads() -> Trie[None]:
    """Free text does not begin with what begins another clause."""
    return _spellings(("IF", "WHEN", "UNLESS", "ELSE", "WITH", "CC", "VIA"))


@cache
def _sending() -> Trie[None]:
    return _spellings(("SEND",))


def _cuts(folded: str, start: int) -> bool:
    """Whether 发送 would be cut in two here: 发, and a message called 送."""
    ends = {end for end, _ in _sending().match(folded, start - 1)} if start else set()
    return start in ends and max(ends) > start


_ON = re.compile(r"on\b")


def _spellings(rows: tuple[str, ...]) -> Trie[None]:
    trie: Trie[None] = Trie()
    for table in TABLES.values():
        for row in rows:
            for spelling in table.get(row, ()):
                trie.add(spelling, None)
    return trie


def free_texts(source: str, folded: str, start: int) -> Iterator[Word]:
    """Every stretch that could be free text from here, shortest first."""
    if source[start] in _HARD or any(_heads().match(folded, start)) or _cuts(folded, start):
        return
    if _RANKED.match(folded, start) or _ON.match(folded, start):
        return
    position = start + 1
    count = 0
    last = min(len(source), start + LONGEST)
    if _END.match(source, start):
        return
    while position < last and source[position] not in _HARD and not _END.match(source, position):
        if count < MAX_ENDS and any(_joints().match(folded, position)):
            yield _free(source, start, position)
            count += 1
        position += 1
    yield _free(source, start, position)


def _free(source: str, start: int, end: int) -> Word:
    content = source[start:end].rstrip()
    return Word("FREE", start, start + len(content), content, content, "free")

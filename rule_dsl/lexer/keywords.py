"""The keyword trie: every synonym of every language, shared by all apps."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from rule_dsl.lexer.trie import Trie
from rule_dsl.synonyms import TABLES, chinese, english, unquoted
from rule_dsl.synonyms.kinds import KIND_WORDS

PUNCTUATION: tuple[tuple[str, str, str], ...] = (
    ("(", "_LPAR", ""),
    (")", "_RPAR", ""),
    ("+", "ADD_OP", "+"),
    ("-", "ADD_OP", "-"),
    ("-", "MINUS", "-"),
    ("*", "MUL_OP", "*"),
    ("×", "MUL_OP", "*"),
    ("/", "MUL_OP", "/"),
    ("÷", "MUL_OP", "/"),
    ("^", "_POWER", "^"),
    ("&", "_JOIN", "&"),
    ("、", "_LIST", ""),
)
MERGED_AFTER_COMMA = {
    kind: kind
    for kind in (
        *("_AND", "_OR", "ELSE", "WITH", "CC", "_THEN", "VIA", "_ACTSEP", "_DUE"),
        *("IF", "WHEN", "UNLESS"),
    )
}
MERGED_AFTER_STOP = {"ELSE": "ELSE", "_ACTSEP": "_STOP"}
"""Words that take the comma, or the full stop, before them, and what both together are."""


@cache
def keywords() -> Trie[tuple[str, str]]:
    """Spelling → (terminal, value)."""
    trie: Trie[tuple[str, str]] = Trie()
    for table in TABLES.values():
        for row, spellings in table.items():
            terminal, _, value = row.partition(":")
            for spelling in (*spellings, *_with_verbs(terminal, value, spellings)):
                if (terminal, value) not in trie.exact(spelling):
                    trie.add(spelling, (terminal, value))
    for spelling, terminal, value in PUNCTUATION:
        trie.add(spelling, (terminal, value))
    return trie


_VERBS = ("is", "are", "was", "were")


def _with_verbs(terminal: str, value: str, spellings: tuple[str, ...]) -> Iterator[str]:
    """An English comparison with its verb: are > 1, were at most 3, are in the list."""
    if terminal in ("OP", "IN", "BETWEEN", "EMPTY", "FILLED", "INLAST") and value != "=":
        for spelling in spellings:
            bare = spelling.removeprefix("is ").removeprefix("are ")
            is_near = (terminal, bare) == ("OP", "within")
            if spelling.isascii() and not is_near and bare.split()[0] not in _NO_VERBS:
                yield from (f"{verb} {bare}" for verb in _VERBS)


_NO_VERBS = frozenset(
    "has does isn't exceeds exceed reaches reach drops falls rises ranges from on = == !".split()
)


@cache
def unspoken() -> Trie[None]:
    """Words of the language that no message without quotes may hold."""
    signs = [spelling for spelling, _, _ in PUNCTUATION if spelling not in "-/&、()（）"]
    spoken = [
        spelling
        for row, spellings in english.ENGLISH.items()
        if row.partition(":")[0] in unquoted.ENGLISH_UNSPOKEN_ROWS
        for spelling in spellings
    ]
    return _plain((*unquoted.CHINESE_UNSPOKEN, *unquoted.ENGLISH_UNSPOKEN_WORDS, *spoken, *signs))


@cache
def joints() -> frozenset[str]:
    """Words that join one action to another."""
    rows = ("_ACTSEP", "_AND", "_LIST", "ELSE")
    tables = TABLES.values()
    found = {word for table in tables for row in rows for word in table.get(row, ())}
    return frozenset(found - {word for table in tables for word in table.get("_THEN", ())})


@cache
def channel_words() -> Trie[None]:
    """What ways of sending are called in general."""
    return _plain((*unquoted.CHINESE_CHANNELS, *unquoted.ENGLISH_CHANNELS))


@cache
def noise() -> Trie[None]:
    """Words that are dropped where no name and no keyword starts."""
    return _plain((*chinese.NOISE, *english.NOISE, ":"))


@cache
def outer() -> Trie[None]:
    """Words that point out of a condition on other records: 本单, this."""
    return _plain((*chinese.OUTER, *english.OUTER))


@cache
def records() -> Trie[None]:
    """Words for the record itself: 本单, this record."""
    return _plain((*chinese.RECORDS, *english.RECORDS))


@cache
def possessive() -> Trie[None]:
    """的 and 's."""
    return _plain((*chinese.POSSESSIVE, *english.POSSESSIVE))


@cache
def kind_words() -> Trie[str]:
    """角色「…」: the kind a quoted name is read as."""
    trie: Trie[str] = Trie()
    for kind, words in KIND_WORDS.items():
        for spellings in words.values():
            for spelling in spellings:
                trie.add(spelling, kind)
    return trie


def _plain(words: tuple[str, ...]) -> Trie[None]:
    trie: Trie[None] = Trie()
    for word in words:
        trie.add(word, None)
    return trie

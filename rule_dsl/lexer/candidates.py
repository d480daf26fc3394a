"""Every word that could start at a place, the preferred one first: longest, then names before words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rule_dsl.functions import FUNCTIONS
from rule_dsl.lexer import literals
from rule_dsl.lexer.free import free_texts
from rule_dsl.lexer.keywords import MERGED_AFTER_COMMA, MERGED_AFTER_STOP, keywords, noise
from rule_dsl.lexer.lexicon import Lexicon
from rule_dsl.lexer.names import names
from rule_dsl.lexer.negated import spoken_labels
from rule_dsl.lexer.numerals import chinese_number, english_number, english_one
from rule_dsl.lexer.quotes import opens_quote, read_quote
from rule_dsl.lexer.schedule import schedules
from rule_dsl.lexer.trie import Trie
from rule_dsl.lexer.width import fold
from rule_dsl.lexer.words import Step, Word

_NUMERALS = "零一二三四五六七八九十百千两半"
_TOP = re.compile(r"(?:top\s*|前\s*)(\d+|[一二三四五六七八九十]+)(?:名|个|条|位|单)?(?=\D|$)")


@dataclass(slots=True)
class Text:
    """A text being read: its folded twin, the app's lexicon, and the words found so far."""

    source: str
    lexicon: Lexicon
    folded: str = field(init=False)
    _found: dict[tuple[int, bool], tuple[Word, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folded = fold(self.source)

    def skip_space(self, position: int) -> int:
        """The next place that is no white space."""
        while position < len(self.folded) and self.folded[position] in " \n\u200b\ufeff":
            position += 1
        return position

    def candidates(self, position: int, in_call: bool) -> tuple[Word, ...]:
        """Every word that could start here, best first."""
        key = (position, in_call)
        found = self._found.get(key)
        if found is None:
            found = tuple(self._read(position, in_call))
            self._found[key] = found
        return found

    def free(self, position: int) -> tuple[Word, ...]:
        """Every stretch of free text that could start here."""
        return tuple(free_texts(self.source, self.folded, position))

    def _read(self, start: int, in_call: bool) -> Iterator[Word]:
        source, folded = self.source, self.folded
        char = folded[start]
        if opens_quote(source[start]):
            yield from self._quoted(start)
        if char in ",;。；.\n!！":
            yield from self._punctuation(start)
        yield from self._literals(start, in_call)
        for word in names(source, folded, start, self.lexicon):
            yield from (word, *self._gathered(word))
        yield from self._gathering(start)
        yield from spoken_labels(source, folded, start, self.lexicon)
        for end, found in keywords().match(folded, start):
            for terminal, value in found:
                yield Word(terminal, start, end, source[start:end], value)
        for end, spelled in functions().match(folded, start):
            if folded[self.skip_space(end) : self.skip_space(end) + 1] == "(":
                yield Word("FUNC", start, end, source[start:end], spelled[0])
        for end, _ in noise().match(folded, start):
            yield Word("SKIP", start, end, source[start:end], rank="skip")

    def _literals(self, start: int, in_call: bool) -> Iterator[Word]:
        folded = self.folded
        char = folded[start]
        if _starts_number(folded, start):
            for word in literals.numbers(folded, start, in_call, self.lexicon.units):
                yield from (word, *literals.beside(folded, word))
        if char.isdigit() or char in _NUMERALS:
            yield from literals.moments(folded, start)
        elif char == "的":
            yield from literals.shares(folded, start)
            yield from self._head_noun(start)
        elif self.lexicon.units.exact(self.source[start]):
            yield from self._after_sign(start, in_call)
        elif char in "前提":
            yield from literals.ahead(folded, start)
        elif char in "早上中下晚凌":
            yield from literals.times(folded, start)
        if char in "每edwhmqyac":
            yield from schedules(folded, start)
        if char in "t前":
            yield from _top(folded, start)

    def _gathered(self, word: Word) -> Iterator[Word]:
        """菜品明细的菜价合计: a field of all lines, and what is made of them."""
        if len(word.value) > 1 and self._has_lines(word):
            for end, aggregate in _aggregates(self.folded, self.skip_space(word.end)):
                text = self.source[word.start : end]
                yield Word("GATHER", word.start, end, text, (word, aggregate), "path")

    def _gathering(self, start: int) -> Iterator[Word]:
        """Total of dishes' price: the same, with what is made of them said first."""
        for end, aggregate in _aggregates(self.folded, start):
            after = self.skip_space(end)
            for word in names(self.source, self.folded, after, self.lexicon):
                if len(word.value) > 1 and self._has_lines(word):
                    text = self.source[start : word.end]
                    yield Word("GATHER", start, word.end, text, (word, aggregate), "path")

    def _has_lines(self, word: Word) -> bool:
        types = (self.lexicon.types.get(entity) for entity in word.value[0].entities)
        return any(kind is not None and kind.kind == "rows" for kind in types)

    def _head_noun(self, start: int) -> Iterator[Word]:
        """的集装箱 at the end of a condition: the records that it is about."""
        for end, entities in self.lexicon.names.match(self.folded, start + 1):
            forms = frozenset(entity.key for entity in entities if entity.kind == "form")
            if forms and self.folded[self.skip_space(end) :][:1] in (",", ""):
                yield Word("_END", start, end, self.source[start + 1 : end], forms, "path")

    def _after_sign(self, start: int, in_call: bool) -> Iterator[Word]:
        """An amount behind the sign of its currency: ¥5000."""
        after = self.skip_space(start + 1)
        if self.folded[after : after + 1].isdecimal():
            for word in literals.numbers(self.folded, after, in_call, self.lexicon.units):
                if word.kind == "NUMBER":
                    yield replace(word, start=start, text=self.source[start : word.end])

    def _quoted(self, start: int) -> Iterator[Word]:
        quote = read_quote(self.source, start)
        if quote is None or quote.kind == "name":
            return
        entities = self.lexicon.named(quote.content.strip())
        step = (Step(quote.content, entities, start, quote.end),)
        if quote.kind == "soft" and entities:
            yield Word("SOFT", start, quote.end, quote.content, step, "literal")
            return
        yield Word("TEXT", start, quote.end, quote.content, quote.content, "literal")
        if entities:
            yield Word("NAME", start, quote.end, quote.content, step, "spoken")

    def _punctuation(self, start: int) -> Iterator[Word]:
        char = self.folded[start]
        after = self.skip_space(start + 1)
        if char == ".":
            if after < len(self.folded) and after == start + 1:
                return
            char = "。"
        if char == ",":
            for kind in ("_COMMA", "_ACTSEP", "_LIST"):
                yield Word(kind, start, start + 1, self.source[start])
        else:
            yield Word("_STOP", start, start + 1, self.source[start])
            if char in ";；":
                yield Word("_COMMA", start, start + 1, self.source[start])
            if after >= len(self.folded):
                yield Word("SKIP", start, start + 1, self.source[start], rank="skip")
        merged = MERGED_AFTER_COMMA if char == "," else MERGED_AFTER_STOP
        for end, found in keywords().match(self.folded, after):
            for terminal, value in found:
                if terminal in merged:
                    yield Word(merged[terminal], start, end, self.source[start:end], value)


def _starts_number(folded: str, start: int) -> bool:
    char = folded[start]
    if char in "aefhnqst":
        return bool(english_number(folded, start) or english_one(folded, start))
    return char.isdigit() or char in _NUMERALS


def _aggregates(folded: str, position: int) -> Iterator[tuple[int, str]]:
    for end, found in keywords().match(folded, position) if position < len(folded) else ():
        for terminal, aggregate in found:
            if terminal == "AGG" and aggregate != "last":
                yield end, aggregate


def _top(folded: str, start: int) -> Iterator[Word]:
    found = _TOP.match(folded, start)
    if found:
        amount = found.group(1)
        number = amount if amount.isdecimal() else str(chinese_number(amount))
        yield Word("TOP", start, found.end(), found.group(), number)


_FUNCTIONS: dict[int, Trie[str]] = {}


def functions() -> Trie[str]:
    """Spelling of a function → its name."""
    trie = _FUNCTIONS.get(len(FUNCTIONS))
    if trie is None:
        trie = Trie()
        for function in FUNCTIONS.values():
            for spelling in (function.name, *function.aliases, *function.zh):
                trie.add(spelling, function.name)
        _FUNCTIONS[len(FUNCTIONS)] = trie
    return trie

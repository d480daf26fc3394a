"""The parse table: built once per process, on first use, and shared by all apps."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from lark import Lark, Tree
from lark.lexer import Lexer
from lark.parsers.lalr_analysis import Shift

GRAMMAR = Path(__file__).with_name("rule.lark")
END = "$END"


class FedLexer(Lexer):
    """Lark's door for a lexer of our own; tokens are fed one by one by :mod:`rule_dsl.search`."""

    __future_interface__ = 2

    def __init__(self, lexer_conf: Any) -> None:
        del lexer_conf

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Any]:
        """Nothing: the search feeds the parser itself, because it must be able to turn back."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Stack:
    """A parser's position: states and the values built so far. Immutable, so a search may branch."""

    states: tuple[int, ...]
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Lark's LALR table with the callbacks that build the syntax tree."""

    states: Mapping[int, Mapping[str, tuple[Any, Any]]]
    callbacks: Mapping[Any, Callable[[list[Any]], Any]]
    start: int
    end: int

    def begin(self) -> Stack:
        """The position before the first token."""
        return Stack((self.start,))

    def feed(self, stack: Stack, kind: str, token: Any) -> Stack | None:
        """The position after a token of that kind; None where it does not fit."""
        states, values = stack.states, stack.values
        while True:
            step = self.states[states[-1]].get(kind)
            if step is None:
                return None
            action, target = step
            if action is Shift:
                return Stack((*states, target), (*values, token))
            size = len(target.expansion)
            cut = len(values) - size
            value = self.callbacks[target]([_own(part) for part in values[cut:]])
            states = states[: len(states) - size]
            values = values[:cut]
            following = self.states[states[-1]][target.origin.name][1]
            states = (*states, following)
            values = (*values, value)
            if kind == END and following == self.end:
                return Stack(states, values)

    def shift(self, states: tuple[int, ...], kind: str) -> tuple[int, ...] | None:
        """The states after a token of that kind, building nothing; None where it does not fit."""
        while True:
            step = self.states[states[-1]].get(kind)
            if step is None:
                return None
            action, target = step
            if action is Shift:
                return (*states, target)
            size = len(target.expansion)
            states = states[: len(states) - size] if size else states
            following = self.states[states[-1]][target.origin.name][1]
            states = (*states, following)
            if kind == END and following == self.end:
                return states

    def kinds(self, states: tuple[int, ...]) -> frozenset[str]:
        """The kinds of token that fit next."""
        row = self.states[states[-1]]
        return frozenset(k for k in row if k.isupper() and self.shift(states, k) is not None)


def _own(part: Any) -> Any:
    """A part that may be changed: Lark appends to a repetition it inlines, but branches share it."""
    if isinstance(part, Tree) and part.data.startswith("_"):
        return Tree(part.data, list(part.children))
    return part


def build_lark(debug: bool = False, kept: Path | None = None) -> Lark:
    """Lark's parser of our grammar; ``kept`` is a file that saves building it anew.

    Lark knows by itself when what is kept is out of date, and builds where nothing can be kept.
    """
    text = GRAMMAR.read_text("utf-8")
    cache = False if kept is None else str(kept)
    return Lark(text, parser="lalr", lexer=FedLexer, debug=debug, cache=cache)


def _kept() -> Path | None:
    """A place among Python's own compiled modules; None where Python is told to keep nothing."""
    if sys.dont_write_bytecode:
        return None
    return Path(cache_from_source(str(GRAMMAR))).with_suffix(".table")


@cache
def load_table() -> Table:
    """The one table of this process."""
    frontend: Any = build_lark(kept=_kept()).parser
    conf = frontend.parser.parser
    table = frontend.parser._parse_table  # noqa: SLF001  (Lark has no other door to it)
    return Table(
        states=table.states,
        callbacks=conf.callbacks,
        start=table.start_states["start"],
        end=table.end_states["start"],
    )

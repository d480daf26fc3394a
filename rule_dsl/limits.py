"""Limits, checked by counting before anything is parsed, and the size of what was read."""

from __future__ import annotations

import re
from typing import Any

from lark import Tree

from rule_dsl.errors import Problem
from rule_dsl.tree import Node, Span

MAX_BYTES = 8_192
MAX_NODES = 1_000
MAX_DEPTH = 50
MAX_DIGITS = 38
MAX_SYNTAX_DEPTH = 120
MAX_CHAIN = 100
_CHAINED = frozenset("+ - * /".split())

_DIGITS = re.compile(r"[0-9０-９][0-9０-９,，.．]*")
_OPEN, _CLOSE = frozenset("(（"), frozenset(")）")


def check_text(text: str) -> Problem | None:
    """The first limit a text breaks."""
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError as found:
        return Problem("bad_character", "error", Span(found.start, found.end))
    if size > MAX_BYTES:
        facts = {"size": str(size), "limit": str(MAX_BYTES)}
        return Problem("too_long", "error", Span(0, len(text)), facts)
    if not text.strip():
        return Problem("nothing_written", "error", Span(0, len(text)))
    for place, char in enumerate(text):
        if char == "\x00" or (ord(char) < 32 and char not in "\n\r\t"):
            return Problem("bad_character", "error", Span(place, place + 1))
    return _check_depth(text) or _check_digits(text)


def _check_depth(text: str) -> Problem | None:
    depth = 0
    for place, char in enumerate(text):
        depth += (char in _OPEN) - (char in _CLOSE)
        if depth > MAX_DEPTH:
            facts = {"limit": str(MAX_DEPTH)}
            return Problem("too_deep", "error", Span(place, place + 1), facts)
    return None


def _check_digits(text: str) -> Problem | None:
    for found in _DIGITS.finditer(text):
        size = sum(char.isdigit() for char in found.group())
        if size > MAX_DIGITS and not _is_list(found.group()):
            facts = {"name": found.group()[:12] + "…", "size": str(size), "limit": str(MAX_DIGITS)}
            return Problem("too_many_digits", "error", Span(*found.span()), facts)
    return None


def _is_list(digits: str) -> bool:
    return max(len(part) for part in re.split("[,，.．]", digits)) <= MAX_DIGITS // 2


def check_syntax(syntax: Tree[Any]) -> Problem | None:
    """Whether a syntax tree is too deep to be walked (measured without recursion)."""
    pending = [(syntax, 1)]
    while pending:
        part, depth = pending.pop()
        if depth > MAX_SYNTAX_DEPTH:
            return Problem("too_deep", "error", Span(0, 0), {"limit": str(MAX_DEPTH)})
        pending.extend((c, depth + 1) for c in part.children if isinstance(c, Tree))
    return None


def check_tree(tree: Node) -> Problem | None:
    """The limit a tree breaks (walked without recursion)."""
    count = 0
    pending = [(tree, 1)]
    while pending:
        node, depth = pending.pop()
        depth -= _saved(node)
        count += 1
        if count > MAX_NODES:
            facts = {"limit": str(MAX_NODES)}
            return Problem("too_many_nodes", "error", tree.span or Span(0, 0), facts)
        if depth > MAX_DEPTH:
            facts = {"limit": str(MAX_DEPTH)}
            return Problem("too_deep", "error", tree.span or Span(0, 0), facts)
        pending.extend((arg, depth + 1) for arg in node.args if isinstance(arg, Node))
    return None


def _saved(node: Node) -> int:
    """How much less deep a chain of sums and products counts: its terms stand side by side."""
    length = 0
    while node.head in _CHAINED and isinstance(node.args[0], Node):
        node, length = node.args[0], length + 1
    return length if length <= MAX_CHAIN else 0

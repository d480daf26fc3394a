"""Writing YAML in one style: block form, and flow form where an element fits on a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from runtime.spec.yaml_text import plain

WIDTH = 100
_PLAIN = re.compile(r"[\w一-鿿][\w一-鿿 ./()+*<>=≥≤≠%~；，。、（）×÷_-]*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write_yaml(document: Mapping[str, Any]) -> str:
    """The text of a document; ``read_yaml`` gives the same values back."""
    return "\n".join(_mapping(document, 0)) + "\n"


def _mapping(value: Mapping[str, Any], depth: int) -> list[str]:
    lines: list[str] = []
    for key, each in value.items():
        lines += _pair(_key(key), each, depth)
    return lines


def _pair(key: str, value: Any, depth: int) -> list[str]:
    pad = "  " * depth
    if isinstance(value, str) and "\n" in value and _is_block(value):
        rows = value.rstrip("\n").split("\n")
        mark = "|" if value.endswith("\n") else "|-"
        return [f"{pad}{key}: {mark}", *(f"{pad}  {row}" if row else "" for row in rows)]
    line = f"{pad}{key}: {_flow(value)}"
    if not isinstance(value, (Mapping, list)) or not value:
        return [line]
    nested = isinstance(value, list) and any(isinstance(each, Mapping) for each in value)
    if not nested and len(line) <= WIDTH and not (isinstance(value, Mapping) and _is_deep(value)):
        return [line]
    if isinstance(value, Mapping):
        return [f"{pad}{key}:", *_mapping(value, depth + 1)]
    return [f"{pad}{key}:", *_list(value, depth + 1)]


def _list(value: list[Any], depth: int) -> list[str]:
    pad = "  " * depth
    lines: list[str] = []
    for each in value:
        flow = f"{pad}- {_flow(each)}"
        fits = len(flow) <= WIDTH and not (isinstance(each, Mapping) and _holds_elements(each))
        if fits or not isinstance(each, (Mapping, list)) or not each:
            lines.append(flow)
        elif isinstance(each, Mapping):
            inner = _mapping(each, depth + 1)
            lines += [f"{pad}- {inner[0].lstrip()}", *inner[1:]]
        else:
            inner = _list(each, depth + 1)
            lines += [f"{pad}- {inner[0].lstrip()}", *inner[1:]]
    return lines


def _holds_elements(value: Mapping[str, Any]) -> bool:
    return any(
        isinstance(each, list) and any(isinstance(item, Mapping) for item in each)
        for each in value.values()
    )


def _is_deep(value: Mapping[str, Any]) -> bool:
    return any(isinstance(each, Mapping) for each in value.values())


def _is_block(text: str) -> bool:
    """Whether a block scalar can hold it: no trailing or leading blank, nothing unprintable."""
    rows = text.split("\n")
    return (
        bool(rows[0].strip())
        and not rows[0].startswith(" ")
        and not text.endswith("\n\n")
        and all(row == row.rstrip() and row.isprintable() for row in rows)
    )


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(k)}: {_flow(each)}" for k, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(each) for each in value) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    if _PLAIN.fullmatch(text) and not text.endswith(" ") and _is_text(text):
        return text
    return '"' + "".join(_letter(letter) for letter in text) + '"'


def _key(key: str) -> str:
    """A key: never quoted where it looks like one, for keys are always text here."""
    return key if re.fullmatch(r"[a-z][a-z0-9_.]*", key) else _scalar(key)


def _is_text(text: str) -> bool:
    """Whether it stays a text when it is not quoted, here and for other readers of YAML."""
    words = {"yes", "no", "on", "off", "y", "n", "true", "false", "null"}
    return (
        isinstance(plain(text), str)
        and text.lower() not in words
        and not re.match(r"[-+.]?[0-9]", text)
    )


def _letter(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    if letter.isprintable():
        return letter
    code = ord(letter)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

"""The texts in a block's options that refer to something or are expressions.

The schema of an option says so by ``format``; an option without one is known by its name where
the name means the same in every block.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SAME_EVERYWHERE = {
    "form": "form",
    "columns": "field",
    "card": "field",
    "group": "field",
    "sort": "sort",
    "filter": "condition",
}
"""Options that mean the same in every block that has them."""


@dataclass(frozen=True, slots=True)
class OptionText:
    """A text in the options: where it is, and what its schema says it is."""

    pointer: str
    format: str
    value: str


def option_texts(options: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[OptionText]:
    """Every text that has a format."""
    for key, value in options.items():
        own = schema.get(key, {})
        yield from _texts(value, own, key, SAME_EVERYWHERE.get(key, ""))


def _texts(value: Any, schema: Any, pointer: str, format_: str) -> Iterator[OptionText]:
    known = schema if isinstance(schema, Mapping) else {}
    format_ = known.get("format", format_)
    if isinstance(value, str):
        if format_:
            yield OptionText(pointer, format_, value)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _texts(each, known.get("items", {}), f"{pointer}/{number}", format_)
    elif isinstance(value, Mapping):
        properties = known.get("properties", {})
        for key, each in value.items():
            own = properties.get(key, known.get("additionalProperties", {}))
            yield from _texts(each, own, f"{pointer}/{key}", "")

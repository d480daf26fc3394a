"""What was read from one file: plain values, and where each of them stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from runtime.spec.places import Place

Json = Any

Steps = tuple[str | int, ...]
"""The way from a document's root to a value: keys and list positions."""


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Where a text stands: its place, and line and column at which each of its lines begins.

    ``lines`` is empty where the writing (escapes, folding) does not follow the text.
    """

    place: Place
    lines: tuple[tuple[int, int], ...] = ()

    def at(self, line: int, column: int) -> Place:
        """The place of a line and column of the text (both from 1); its start where unknown."""
        if not 0 < line <= len(self.lines):
            return self.place
        first_line, first_column = self.lines[line - 1]
        return Place(self.place.path, first_line, first_column + column - 1)


@dataclass(frozen=True, slots=True)
class Document:
    """One file: ``value`` holds dicts, lists, texts, whole numbers, booleans and None only.

    ``places`` are those of values, ``keys`` those of mapping keys, ``texts`` those of texts.
    A decimal number is the text of its digits, so that nothing is ever rounded.
    """

    path: str
    value: Json
    places: Mapping[Steps, Place] = field(default_factory=dict)
    keys: Mapping[Steps, Place] = field(default_factory=dict)
    texts: Mapping[Steps, TextPlace] = field(default_factory=dict)

    def place(self, steps: Steps) -> Place:
        """Where the value stands, or the nearest one around it."""
        while steps and steps not in self.places:
            steps = steps[:-1]
        return self.places.get(steps, Place(self.path, 1, 1))

    def key(self, steps: Steps) -> Place:
        """Where the key of that value stands (its value, where it has none)."""
        return self.keys.get(steps) or self.place(steps)


Sources = Mapping[str, Document]
"""The documents of an app by what they declare: ``app``, ``forms/order``, ``rules/urgent`` …"""


def element_steps(document: Document, pointer: str) -> Steps:
    """The steps to what ``pointer`` names: keys of mappings, ``key``s of listed elements, or
    positions, joined by ``/``. They end early where the way does.
    """
    steps: list[str | int] = []
    value = document.value
    for part in pointer.split("/") if pointer else []:
        step: str | int | None = None
        if isinstance(value, dict):
            step = part if part in value else None
        elif isinstance(value, list):
            step = _position(value, part)
        if step is None:
            break
        steps.append(step)
        value = value[step]
    return tuple(steps)


def _position(items: list[Json], part: str) -> int | None:
    for position, item in enumerate(items):
        if isinstance(item, dict) and item.get("key") == part:
            return position
    if part.isdigit() and int(part) < len(items):
        return int(part)
    return None


def element_name(name: str, value: Json, steps: Steps) -> str:
    """How what stands at those steps is named in problems; the inverse of element_steps."""
    parts: list[str] = []
    for step in steps:
        value = value[step]
        key = value.get("key") if isinstance(step, int) and isinstance(value, dict) else None
        parts.append(key if isinstance(key, str) else str(step))
    return f"{name}#{'/'.join(parts)}" if parts else name


def text_place(sources: Sources, element: str) -> TextPlace | None:
    """Where the text of an element (``forms/order#fields/price/default``) stands."""
    name, _, pointer = element.partition("#")
    document = sources.get(name)
    if document is None:
        return None
    steps = element_steps(document, pointer)
    return document.texts.get(steps) or TextPlace(document.place(steps))


def place(sources: Sources, element: str) -> Place | None:
    """Where an element stands; None for an app that did not come from files."""
    found = text_place(sources, element)
    return found.place if found else None

"""Reading JSON strictly, with a place for every value: the same document YAML would give."""

from __future__ import annotations

import re
from bisect import bisect_right
from json.decoder import JSONDecoder
from typing import Any

from runtime.spec import limits
from runtime.spec.documents import Document, Steps, TextPlace
from runtime.spec.places import Place
from runtime.spec.problems import Problem
from runtime.spec.yaml_text import Unreadable

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)
_STRINGS = JSONDecoder()
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def read_json(path: str, text: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document in a JSON text, or None; and what is wrong with it."""
    reader = _Reader(path, text)
    try:
        value = reader.read()
    except Unreadable as stop:
        return None, (*reader.problems, stop.problem)
    return Document(path, value, reader.places, reader.keys, reader.texts), tuple(reader.problems)


class _Reader:
    """Reads one value after another, depth and number of values counted."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.problems: list[Problem] = []
        self.places: dict[Steps, Place] = {}
        self.keys: dict[Steps, Place] = {}
        self.texts: dict[Steps, TextPlace] = {}
        self.at = 0

    def read(self) -> Any:
        self._skip()
        if self.at >= len(self.text):
            raise Unreadable(Problem("spec_empty_file", Place(self.path, 1, 1)))
        value = self._value(())
        self._skip()
        if self.at < len(self.text):
            raise self._wrong()
        return value

    def _place(self, at: int) -> Place:
        row = bisect_right(self.starts, at) - 1
        return Place(self.path, row + 1, at - self.starts[row] + 1)

    def _wrong(self) -> Unreadable:
        seen = self.text[self.at : self.at + 20].split("\n")[0]
        return Unreadable(Problem("spec_json", self._place(self.at), facts={"text": seen}))

    def _skip(self) -> None:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _take(self, sign: str) -> bool:
        self._skip()
        if self.text.startswith(sign, self.at):
            self.at += len(sign)
            return True
        return False

    def _value(self, steps: Steps) -> Any:
        self._skip()
        place = self.places[steps] = self._place(self.at)
        if len(self.places) > limits.NODES:
            raise Unreadable(Problem("spec_many_nodes", place, facts={"most": limits.NODES}))
        if len(steps) > limits.DEPTH:
            raise Unreadable(Problem("spec_deep", place, facts={"most": limits.DEPTH}))
        if self._take("{"):
            return self._mapping(steps)
        if self._take("["):
            return self._sequence(steps)
        if self.text.startswith('"', self.at):
            return self._string(steps)
        value = self._plain(place)
        if isinstance(value, str):
            self.texts[steps] = TextPlace(place, ((place.line, place.column),))
        return value

    def _plain(self, place: Place) -> Any:
        for word, value in _WORDS.items():
            if self._take(word):
                return value
        found = _NUMBER.match(self.text, self.at)
        if not found:
            raise self._wrong()
        if len(found[0]) > limits.DIGITS:
            raise Unreadable(Problem("spec_many_digits", place, facts={"most": limits.DIGITS}))
        self.at = found.end()
        return found[0] if found[2] else int(found[0])

    def _characters(self) -> str:
        start = self.at
        try:
            found, self.at = _STRINGS.raw_decode(self.text, start)
        except ValueError:
            raise self._wrong() from None
        text = str(found)
        if len(text) > limits.SCALAR:
            raise Unreadable(
                Problem("spec_long_text", self._place(start), facts={"most": limits.SCALAR})
            )
        if any("\ud800" <= letter <= "\udfff" or letter == "\0" for letter in text):
            raise Unreadable(Problem("spec_bad_letter", self._place(start)))
        return text

    def _string(self, steps: Steps) -> str:
        start = self.at
        text = self._characters()
        place = self._place(start)
        same = self.at - start - 2 == len(text)
        self.texts[steps] = TextPlace(place, ((place.line, place.column + 1),) if same else ())
        return text

    def _mapping(self, steps: Steps) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not self._take("}"):
            if found and not self._take(","):
                raise self._wrong()
            self._skip()
            place = self._place(self.at)
            if not self.text.startswith('"', self.at):
                raise self._wrong()
            key = self._characters()
            if not self._take(":"):
                raise self._wrong()
            if key in found:
                first = self.keys[*steps, key]
                self.problems.append(
                    Problem("spec_twice", place, facts={"key": key, "line": first.line})
                )
                self._value((*steps, len(found), key))
                continue
            self.keys[*steps, key] = place
            found[key] = None
            found[key] = self._value((*steps, key))
        return found

    def _sequence(self, steps: Steps) -> list[Any]:
        found: list[Any] = []
        while not self._take("]"):
            if found and not self._take(","):
                raise self._wrong()
            found.append(self._value((*steps, len(found))))
        return found

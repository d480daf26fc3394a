"""Reading YAML strictly: one document of mappings, lists and scalars, nothing clever.

Only ``true`` and ``false`` are booleans; dates, times, octal and sexagesimal numbers stay text;
anchors, aliases, tags and merge keys are refused; a key stands once; limits are counted while
the events come, before anything is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from runtime.spec import limits
from runtime.spec.documents import Document, Steps, TextPlace
from runtime.spec.places import Place
from runtime.spec.problems import Problem

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)", re.ASCII)
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line in YAML."""
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unreadable(Exception):
    """A file that cannot be read any further, with the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def read_yaml(path: str, text: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document in a YAML text, or None; and what is wrong with it."""
    reader = _Reader(path, text)
    try:
        value = reader.read()
    except Unreadable as stop:
        return None, (*reader.problems, stop.problem)
    except yaml.YAMLError as error:
        return None, (*reader.problems, _syntax(path, text, error))
    return Document(path, value, reader.places, reader.keys, reader.texts), tuple(reader.problems)


def _syntax(path: str, text: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = _BREAK.split(text)
    written = lines[line] if line < len(lines) else ""
    code = "spec_yaml_tab" if written[: column + 1].strip(" ").startswith("\t") else "spec_yaml"
    return Problem(code, Place(path, line + 1, column + 1), facts={"text": written.strip()[:80]})


class _Reader:
    """Builds one document from the parser's events."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.source = _BREAK.split(text)
        self.events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self.problems: list[Problem] = []
        self.places: dict[Steps, Place] = {}
        self.keys: dict[Steps, Place] = {}
        self.texts: dict[Steps, TextPlace] = {}
        self.nodes = 0

    def read(self) -> Any:
        next(self.events)  # the stream starts
        event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            raise Unreadable(Problem("spec_empty_file", Place(self.path, 1, 1)))
        value = self._node(next(self.events), ())
        next(self.events)  # the document ends
        event = next(self.events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise Unreadable(Problem("spec_two_documents", self._place(event)))
        return value

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.path, mark.line + 1, mark.column + 1)

    def _node(self, event: Any, steps: Steps) -> Any:
        self._count(event, steps)
        place = self.places[steps] = self._place(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable(Problem("spec_anchor", place))
        if getattr(event, "tag", None):
            raise Unreadable(Problem("spec_tag", place, facts={"tag": str(event.tag)[:40]}))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(steps)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(steps)
        return self._scalar(event, steps)

    def _count(self, event: Any, steps: Steps) -> None:
        self.nodes += 1
        if self.nodes > limits.NODES:
            raise Unreadable(
                Problem("spec_many_nodes", self._place(event), facts={"most": limits.NODES})
            )
        if len(steps) > limits.DEPTH:
            raise Unreadable(Problem("spec_deep", self._place(event), facts={"most": limits.DEPTH}))

    def _mapping(self, steps: Steps) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            place = self._place(event)
            if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
                raise Unreadable(Problem("spec_key_is_no_name", place))
            key = str(event.value)
            if key == "<<" and not event.style:
                raise Unreadable(Problem("spec_merge", place))
            if key in found:
                first = self.keys[*steps, key]
                self.problems.append(
                    Problem("spec_twice", place, facts={"key": key, "line": first.line})
                )
                self._node(next(self.events), (*steps, len(found), key))
                continue
            self.keys[*steps, key] = place
            found[key] = None
            found[key] = self._node(next(self.events), (*steps, key))
        return found

    def _sequence(self, steps: Steps) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self._node(event, (*steps, len(found))))
        return found

    def _scalar(self, event: Any, steps: Steps) -> Any:
        text = str(event.value)
        place = self.places[steps]
        if len(text) > limits.SCALAR:
            raise Unreadable(Problem("spec_long_text", place, facts={"most": limits.SCALAR}))
        if not event.style:
            value = plain(text)
            if isinstance(value, int) and len(text) > limits.DIGITS:
                raise Unreadable(Problem("spec_many_digits", place, facts={"most": limits.DIGITS}))
            if not isinstance(value, str):
                return value
        self.texts[steps] = TextPlace(place, self._lines(event, text))
        return text

    def _lines(self, event: Any, text: str) -> tuple[tuple[int, int], ...]:
        """Where each line of a text begins, where its writing follows it letter by letter."""
        start, end = event.start_mark, event.end_mark
        if event.style == "|":
            return self._block_lines(start.line, text)
        quote = 1 if event.style else 0
        if event.style == ">" or start.line != end.line:
            return ()
        written = self.source[start.line][start.column + quote : start.column + quote + len(text)]
        return ((start.line + 1, start.column + 1 + quote),) if written == text else ()

    def _block_lines(self, header: int, text: str) -> tuple[tuple[int, int], ...]:
        below = self.source[header + 1 :]
        first = next((line for line in below if line.strip()), "")
        written = next((line for line in text.split("\n") if line.strip()), "")
        indent = len(first) - len(written)
        return tuple((header + 2 + row, indent + 1) for row in range(text.count("\n") + 1))


def plain(text: str) -> str | int | bool | None:
    """What an unquoted scalar means: a boolean, nothing, a whole number, or its own text."""
    if text in {"true", "false"}:
        return text == "true"
    if text in {"", "null", "~"}:
        return None
    if _INTEGER.fullmatch(text) and text != "-0":
        return int(text) if len(text) <= limits.DIGITS else 0
    return text

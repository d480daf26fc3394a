"""A ``.rule`` file: a short YAML head, a line ``---``, and the sentence."""

from __future__ import annotations

from dataclasses import replace

from runtime.spec.documents import Document, TextPlace
from runtime.spec.places import Place
from runtime.spec.problems import Problem
from runtime.spec.yaml_text import read_yaml

LINE = "---"


def read_rule(path: str, text: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """The head as a document, the sentence under its key ``text``."""
    lines = text.split("\n")
    cut = next((row for row, line in enumerate(lines) if row and line.rstrip() == LINE), None)
    if cut is None:
        return None, (Problem("spec_rule_without_line", Place(path, len(lines), 1)),)
    document, problems = read_yaml(path, "\n".join(lines[:cut]))
    if document is None or not isinstance(document.value, dict):
        return document, problems
    if "text" in document.value:
        place = document.key(("text",))
        return document, (*problems, Problem("spec_unknown_key", place, facts={"key": "text"}))
    above = next((row for row in range(cut + 1, len(lines)) if lines[row].strip()), len(lines))
    body = "\n".join(lines[above:])
    indent = len(body) - len(body.lstrip())
    sentence = body.strip()
    place = Place(path, above + 1, indent + 1)
    if not sentence:
        return None, (*problems, Problem("spec_rule_without_text", Place(path, cut + 1, 1)))
    starts = tuple(
        (above + row + 1, indent + 1 if row == 0 else 1) for row in range(sentence.count("\n") + 1)
    )
    return (
        replace(
            document,
            value={**document.value, "text": sentence},
            places={**document.places, ("text",): place},
            texts={**document.texts, ("text",): TextPlace(place, starts)},
        ),
        problems,
    )

"""What is wrong with a question, as the problem object of the public contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from runtime.errors import sentence

Json = Any


class Unfit(Exception):
    """A question that has no answer: everything that is wrong with it."""

    def __init__(self, problems: Iterable[Mapping[str, Json]]) -> None:
        super().__init__("unfit")
        self.problems = tuple(problems)


def problem(
    code: str,
    lang: str,
    facts: Mapping[str, Any] | None = None,
    *,
    path: str = "",
    hint: bool = False,
) -> dict[str, Json]:
    """A problem of the question as a whole, or of the value at ``path`` in it."""
    return {
        "code": code,
        "severity": "hint" if hint else "error",
        "path": path,
        "line": 0,
        "column": 0,
        "end_line": 0,
        "end_column": 0,
        "display_column": 0,
        "message": sentence(code, lang, facts),
        "hint": "",
        "suggestions": [],
    }

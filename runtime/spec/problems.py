"""One thing wrong in a spec: where it is, what it is, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from runtime.errors import sentence
from runtime.spec.places import Place

Severity = Literal["error", "warning", "hint"]


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as data: ``code`` and ``facts`` fill the sentence of ``runtime.errors``.

    ``element`` names what it is about (``forms/order#fields/price``), also where no file is;
    ``end`` is exclusive. ``text`` holds ready sentences (``message``, ``hint``) per language, for
    problems that come from the rule language.
    """

    code: str
    at: Place | None = None
    severity: Severity = "error"
    facts: Mapping[str, Any] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    end: Place | None = None
    text: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    element: str = ""

    def message(self, lang: str) -> str:
        """What happened, as a sentence."""
        return self.text["message"][lang] if self.text else sentence(self.code, lang, self.facts)

    def hint(self, lang: str) -> str:
        """What to do, as a sentence; empty where nothing can be said."""
        if self.text:
            return self.text.get("hint", {}).get(lang, "")
        hint = sentence(f"{self.code}.hint", lang, self.facts, missing="")
        if not self.suggestions:
            return hint
        near = sentence("did_you_mean", lang, {"near": self.suggestions[0]})
        return f"{near} {hint}" if lang == "en" and hint else near + hint


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by file, line and column; those without a place first."""

    def place(problem: Problem) -> tuple[str, int, int]:
        at = problem.at
        return (at.path, at.line, at.column) if at else ("", 0, 0)

    return tuple(sorted(problems, key=place))


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Those that stop a publication."""
    return tuple(each for each in problems if each.severity == "error")

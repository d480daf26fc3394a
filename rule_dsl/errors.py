"""Problems: one thing that is wrong or worth saying, as data; sentences come from the tables.

A problem is a code, a severity, a place and facts. A fact is text, or a mapping of language to
text where it reads differently in each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from rule_dsl.lexer.width import cells
from rule_dsl.messages import SENTENCES
from rule_dsl.tree import Span

Severity = Literal["error", "warning", "hint"]
Fact = str | Mapping[str, str]
_NO_FACTS: Mapping[str, Fact] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to tell the author."""

    code: str
    severity: Severity
    span: Span
    facts: Mapping[str, Fact] = field(default_factory=lambda: _NO_FACTS)
    suggestions: tuple[str, ...] = ()

    def message(self, lang: str) -> str:
        """What is wrong, one whole sentence."""
        return self._fill(SENTENCES[self.code][lang][0], lang)

    def hint(self, lang: str) -> str:
        """What to do about it, one whole sentence (or nothing)."""
        return self._fill(SENTENCES[self.code][lang][1], lang)

    def as_dict(self, lang: str, text: str, path: str = "") -> dict[str, Any]:
        """The problem object of the public contract."""
        line, column = position(text, self.span.start)
        end_line, end_column = position(text, self.span.end)
        before = text[: self.span.start].rpartition("\n")[2]
        return {
            "code": self.code,
            "severity": self.severity,
            "path": path,
            "line": line,
            "column": column,
            "end_line": end_line,
            "end_column": end_column,
            "display_column": cells(before) + 1,
            "message": self.message(lang),
            "hint": self.hint(lang),
            "suggestions": list(self.suggestions),
        }

    def _fill(self, sentence: str, lang: str) -> str:
        words = {
            key: fact if isinstance(fact, str) else fact.get(lang, next(iter(fact.values()), ""))
            for key, fact in self.facts.items()
        }
        words["suggestion"] = self.suggestions[0] if self.suggestions else ""
        return sentence.format_map(words)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column (both from 1, in code points) of an offset."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1

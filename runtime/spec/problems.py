"""One thing wrong in a spec: where it is, what it is, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from runtime.errors import sentence
from runtime.spec.places import Place

Severity = Literal["error", "warning", "hint"]


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as data: ``code`` and ``facts`` fill the sentence of ``runtime.errors``.

    ``path`` names the element (``forms/order.yaml#fields/price``); ``end_*`` are exclusive.
    ``text`` is a ready sentence per language, for problems that come from the rule language.
    """

    code: str
    at: Place | None = None
    severity: Severity = "error"
    facts: Mapping[str, Any] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    end: Place | None = None
    text: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def message(self, lang: str) -> str:
        """What happened, as a sentence."""
        return self.text["message"][lang] if self.text else sentence(self.code, lang, self.facts)

    def hint(self, lang: str) -> str:
        """What to do, as a sentence; empty where nothing can be said."""
        if self.text:
            return self.text.get("hint", {}).get(lang, "")
        return sentence(f"{self.code}.hint", lang, self.facts, missing="")

"""What is wrong with a file, by row: the first problems in full, of the others how many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from runtime.errors import LANGUAGES, Refusal, Wrong

MOST = 500
HIDDEN = "—"


def problem_at(row: int, wrong: Wrong, severity: str = "error") -> dict[str, Any]:
    """A problem as a job keeps it; row 0 is the whole file."""
    return {
        "row": row,
        "field": wrong.field,
        "code": wrong.code,
        "severity": severity,
        "message": {lang: wrong.message(lang) for lang in LANGUAGES},
    }


def wrongs_of(refusal: Refusal) -> tuple[Wrong, ...]:
    """What a refusal says is wrong, at least itself."""
    return refusal.wrongs or (Wrong(refusal.code, facts=refusal.facts),)


@dataclass(slots=True)
class Problems:
    """The problems of one file. ``rows`` are how many rows cannot be stored."""

    told: list[dict[str, Any]] = field(default_factory=list)
    rows: int = 0
    left_out: int = 0

    def add(self, row: int, wrongs: Iterable[Wrong], severity: str = "error") -> None:
        """Tell of problems at a row."""
        for each in wrongs:
            if len(self.told) < MOST or severity == "warning":
                self.told.append(problem_at(row, each, severity))
            else:
                self.left_out += 1

    def refuse(self, row: int, wrongs: Iterable[Wrong]) -> None:
        """Tell why a row cannot be stored."""
        self.rows += 1
        self.add(row, wrongs)

    @property
    def all(self) -> list[dict[str, Any]]:
        """Everything to be told: the whole file first, then by row."""
        whole = list(self.told)
        if self.left_out:
            facts = {"count": self.left_out}
            whole.append(problem_at(0, Wrong("more_problems", facts=facts), "warning"))
        return sorted(whole, key=lambda each: each["row"])

"""What the command line prints: sentences for people, JSON for machines."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from runtime.errors import Refusal, sentence
from runtime.spec.problems import Problem


@dataclass(frozen=True, slots=True)
class Output:
    """Where a command's result goes. Results go to stdout, complaints of people to stderr."""

    lang: str
    is_json: bool

    def say(self, code: str, **facts: Any) -> None:
        """A sentence for people; machines do not see it."""
        if not self.is_json:
            print(sentence(code, self.lang, facts))

    def line(self, text: str) -> None:
        """A line for people."""
        if not self.is_json:
            print(text)

    def result(self, value: Any) -> None:
        """The result for machines."""
        if self.is_json:
            sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")

    def refusal(self, refusal: Refusal) -> None:
        """Why something was not done, with everything that was wrong."""
        problems = getattr(refusal, "problems", ())
        if self.is_json:
            rows = [self.problem(each) for each in problems] or [
                {
                    "code": w.code,
                    "severity": "error",
                    "path": w.field,
                    "message": w.message(self.lang),
                }
                for w in refusal.wrongs
            ]
            rows = rows or [
                {"code": refusal.code, "severity": "error", "message": refusal.message(self.lang)}
            ]
            self.result(rows)
            return
        print(refusal.message(self.lang), file=sys.stderr)
        for wrong in refusal.wrongs:
            print(f"  {wrong.field or ''} {wrong.message(self.lang)}".rstrip(), file=sys.stderr)
        self.problems(problems, file=sys.stderr)

    def wrong_usage(self, wrong: Refusal, more: str) -> None:
        """What is wrong with what was typed, and how it is written."""
        self.refusal(wrong)
        if not self.is_json:
            print(more, file=sys.stderr)

    def problems(self, problems: Sequence[Problem], file: Any = None) -> int:
        """Print problems; the number of errors among them is returned."""
        if self.is_json and file is None:
            self.result([self.problem(each) for each in problems])
        else:
            for each in problems:
                where = f"{each.at.path}:{each.at.line}:{each.at.column}: " if each.at else ""
                print(f"{where}{each.message(self.lang)}", file=file or sys.stdout)
                hint = each.hint(self.lang)
                if hint:
                    print(f"    {hint}", file=file or sys.stdout)
        return sum(each.severity == "error" for each in problems)

    def problem(self, problem: Problem) -> dict[str, Any]:
        """A problem as the contract's object."""
        at, end = problem.at, problem.end
        return {
            "code": problem.code,
            "severity": problem.severity,
            "path": at.path if at else "",
            "line": at.line if at else 0,
            "column": at.column if at else 0,
            "end_line": end.line if end else (at.line if at else 0),
            "end_column": end.column if end else (at.column if at else 0),
            "display_column": getattr(problem, "display_column", None) or (at.column if at else 0),
            "message": problem.message(self.lang),
            "hint": problem.hint(self.lang),
            "suggestions": list(problem.suggestions),
        }

    def table(self, rows: Iterable[Sequence[object]]) -> None:
        """Rows for people, tab-separated."""
        if not self.is_json:
            for row in rows:
                print("\t".join("" if cell is None else str(cell) for cell in row))

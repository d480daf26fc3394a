"""The bench: one app, its targets open, questions answered one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.exc import SQLAlchemyError

from rule_dsl.targets.ops import Refused
from runtime.errors import Refusal
from runtime.rules.evaluate.answer import Answer, as_json
from runtime.rules.evaluate.ground import Expression, Ground
from runtime.rules.evaluate.js import JsError, JsTarget
from runtime.rules.evaluate.problem import Unfit, problem
from runtime.rules.evaluate.python import PythonTarget
from runtime.rules.evaluate.question import Question, Target
from runtime.rules.evaluate.reading import Case, read_case
from runtime.rules.evaluate.sql import open_postgres, open_sqlite

_FAILED = (
    SQLAlchemyError,
    JsError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
)
"""What goes wrong inside a target is an answer about it, so that the others still give theirs."""


class OpenTarget(Protocol):
    """A target that is ready."""

    def value(self, expression: Expression, case: Case) -> Any:
        """The value of an expression in a case. Raises Refused where it has none here."""

    def close(self) -> None:
        """Leave nothing behind."""


class Bench:
    """Answers questions; a target is opened when it is first asked."""

    def __init__(self, ground: Ground, targets: Sequence[Target], url: str | None) -> None:
        self.ground = ground
        self.targets = targets
        self._openings: Mapping[Target, Callable[[], OpenTarget]] = {
            "python": lambda: PythonTarget(ground),
            "sqlite": lambda: open_sqlite(ground),
            "postgres": lambda: open_postgres(ground, url),
            "js": lambda: JsTarget(ground),
        }
        self._open: dict[Target, OpenTarget] = {}
        self._missing: dict[Target, Refusal] = {}

    def answer(self, question: Question, now: datetime, lang: str) -> Answer:
        """The answer; what is wrong with the question is in its problems."""
        try:
            expression = self.ground.read(question.text, question.form, lang)
            return self.value(expression, question, now, lang)
        except Unfit as unfit:
            return Answer(False, None, dict.fromkeys(self.targets), unfit.problems)

    def value(self, expression: Expression, question: Question, now: datetime, lang: str) -> Answer:
        """The value of an expression that was read before; the question's own text is not looked at.

        Raises:
            Unfit: the question's values are none of their fields.
        """
        case = read_case(self.ground, question, expression.form, now, lang)
        values: dict[str, Any] = {}
        problems = list(expression.hints)
        for target in self.targets:
            values[target], said = self._ask(target, expression, case, lang)
            problems += said
        is_ok = all(each["severity"] != "error" for each in problems)
        return Answer(is_ok, expression.tree.type.kind, values, tuple(problems))

    def close(self) -> None:
        """Close the targets."""
        for each in self._open.values():
            each.close()
        self._open.clear()

    def _ask(
        self, target: Target, expression: Expression, case: Case, lang: str
    ) -> tuple[Any, list[Mapping[str, Any]]]:
        """The value on one target, or None and why there is none."""
        try:
            opened = self._target(target)
        except Refusal as missing:
            if len(self.targets) == 1:
                raise
            return None, [problem(missing.code, lang, missing.facts, path=target, hint=True)]
        try:
            return as_json(opened.value(expression, case), expression, self.ground, case), []
        except Refusal as refusal:
            return None, [problem(refusal.code, lang, refusal.facts, path=target)]
        except Refused as refused:
            code = "eval_other_records" if refused.code == "other_records" else "eval_refused"
            facts = {"target": target, "head": refused.head}
            return None, [problem(code, lang, facts, path=target, hint=True)]
        except _FAILED as failure:
            facts = {"target": target, "reason": str(failure).split("\n", 1)[0][:200]}
            return None, [problem("eval_failed", lang, facts, path=target)]

    def _target(self, target: Target) -> OpenTarget:
        if target in self._missing:
            raise self._missing[target]
        if target not in self._open:
            try:
                self._open[target] = self._openings[target]()
            except Refusal as missing:
                self._missing[target] = missing
                raise
        return self._open[target]


@contextmanager
def open_bench(ground: Ground, targets: Sequence[Target], url: str | None) -> Iterator[Bench]:
    """A bench for a while. ``url`` is a PostgreSQL database, None for the test extra's server."""
    bench = Bench(ground, targets, url)
    try:
        yield bench
    finally:
        bench.close()

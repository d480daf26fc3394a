"""What a function of the language is: its names, its parameters, what it gives, its samples.

A call is a node whose head is the function's name in lower case. The functions that are also
operators (IF, AND, OR, NOT) are listed here for their names and signatures; every other one
computes its value with ``compute``, which the Python and SQLite targets share.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rule_dsl.types import NUMBER, Kind, Type

Group = Literal["logical", "number", "text", "date", "working", "statistics"]
Code = Literal["too_few", "too_many", "wrong_kind", "mixed"]

NUMERIC_KINDS: frozenset[Kind] = frozenset({"number", "money", "percent"})
TEXT_KINDS: frozenset[Kind] = frozenset({"text"})
KEY_KINDS: frozenset[Kind] = frozenset({"choice", "state", "person", "department", "link"})
BOOL_KINDS: frozenset[Kind] = frozenset({"bool"})
DATE_KINDS: frozenset[Kind] = frozenset({"date"})
MOMENT_KINDS: frozenset[Kind] = frozenset({"moment"})
TEMPORAL_KINDS: frozenset[Kind] = frozenset({"date", "moment"})
DURATION_KINDS: frozenset[Kind] = frozenset({"duration"})
ORDERED_KINDS: frozenset[Kind] = NUMERIC_KINDS | TEMPORAL_KINDS | DURATION_KINDS
ANY_KINDS: frozenset[Kind] = (
    ORDERED_KINDS | TEXT_KINDS | KEY_KINDS | BOOL_KINDS | frozenset({"choices", "rows", "file"})
)


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter. ``repeats`` takes one or more values; only the last parameter may repeat.

    ``many`` also takes the values of a path through lines or linked records (SUM(lines.amount)).
    """

    en: str
    zh: str
    kinds: frozenset[Kind]
    optional: bool = False
    repeats: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class ArgumentProblem:
    """Why a call does not fit: which argument, what was expected there, and a code."""

    index: int
    expected: frozenset[Kind]
    code: Code


@dataclass(frozen=True, slots=True)
class Sample:
    """A call by its arguments as values (None is empty) and the value it must have everywhere."""

    args: tuple[Any, ...]
    expected: Any


Returns = Type | Callable[[Sequence[Type]], Type | ArgumentProblem]


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the language; see the module's text.

    ``moments`` says how ``compute`` gets a moment: as it is, as its date in the app's zone, or as
    the local time there (a datetime without zone).
    """

    name: str
    zh: tuple[str, ...]
    group: Group
    params: tuple[Param, ...]
    returns: Returns
    doc: Mapping[str, str]
    samples: tuple[Sample, ...]
    compute: Callable[..., Any] | None = None
    aliases: tuple[str, ...] = ()
    moments: Literal["as_is", "date", "local"] = "as_is"

    def result(self, arg_types: Sequence[Type]) -> Type | ArgumentProblem:
        """The type of a call with these argument types, or why there is none."""
        problem = self._misfit(arg_types)
        if problem is not None:
            return problem
        return self.returns if isinstance(self.returns, Type) else self.returns(arg_types)

    def parameter(self, index: int) -> Param | None:
        """The parameter that argument ``index`` fills."""
        if index < len(self.params):
            return self.params[index]
        return self.params[-1] if self.params and self.params[-1].repeats else None

    def _misfit(self, arg_types: Sequence[Type]) -> ArgumentProblem | None:
        required = sum(not param.optional for param in self.params)
        if len(arg_types) < required:
            return ArgumentProblem(len(arg_types), self.params[len(arg_types)].kinds, "too_few")
        for index, got in enumerate(arg_types):
            param = self.parameter(index)
            if param is None:
                return ArgumentProblem(index, frozenset(), "too_many")
            if got.kind != "empty" and got.kind not in param.kinds:
                return ArgumentProblem(index, param.kinds, "wrong_kind")
        return None


def same_as(index: int) -> Callable[[Sequence[Type]], Type | ArgumentProblem]:
    """The type of one argument (of an empty one: number)."""

    def pick(arg_types: Sequence[Type]) -> Type | ArgumentProblem:
        got = arg_types[index]
        return NUMBER if got.kind == "empty" else got

    return pick


def common(*, start: int = 0, step: int = 1) -> Callable[[Sequence[Type]], Type | ArgumentProblem]:
    """The one type that the arguments ``start``, ``start + step`` … share."""

    def pick(arg_types: Sequence[Type]) -> Type | ArgumentProblem:
        return unify([(i, arg_types[i]) for i in range(start, len(arg_types), step)])

    return pick


def unify(arg_types: Sequence[tuple[int, Type]]) -> Type | ArgumentProblem:
    """One type for values that may stand for each other: numbers mix, nothing else does."""
    chosen: Type | None = None
    for index, got in arg_types:
        if got.kind == "empty" or got == chosen:
            continue
        if chosen is None:
            chosen = got
        elif chosen.is_numeric and got.is_numeric:
            chosen = NUMBER
        else:
            return ArgumentProblem(index, frozenset({chosen.kind}), "mixed")
    return chosen or Type("empty")

"""The types a value in a rule or formula can have.

A :class:`Type` is a kind and, where the kind needs it, what it is a kind *of*:
a choice knows the field whose options it takes, a link the form it points at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "number",
    "money",
    "percent",
    "text",
    "bool",
    "date",
    "time",
    "moment",
    "duration",
    "choice",
    "choices",
    "state",
    "person",
    "department",
    "link",
    "rows",
    "file",
    "event",
    "action",
    "name",
    "empty",
]

NUMERIC: frozenset[Kind] = frozenset({"number", "money", "percent"})
TEMPORAL: frozenset[Kind] = frozenset({"date", "moment"})


@dataclass(frozen=True, slots=True)
class Type:
    """A value's type.

    ``of`` is the form key for ``link`` and ``rows``, ``form.field`` for ``choice``,
    ``choices`` and ``state`` (the field whose options it takes), and the kind of name
    (``role``, ``msg`` …) for ``name``; None otherwise.
    """

    kind: Kind
    of: str | None = None

    @property
    def is_numeric(self) -> bool:
        """Whether arithmetic on it gives a number."""
        return self.kind in NUMERIC


NUMBER = Type("number")
MONEY = Type("money")
PERCENT = Type("percent")
TEXT = Type("text")
BOOL = Type("bool")
DATE = Type("date")
TIME = Type("time")
MOMENT = Type("moment")
DURATION = Type("duration")
EVENT = Type("event")
ACTION = Type("action")
EMPTY = Type("empty")

"""What lowering needs to know: where a form's records lie, and what time it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import FromClause

from rule_dsl.calendar import Calendar
from rule_dsl.targets.scope import Scope
from rule_dsl.vocabulary import Vocabulary

History = Literal["changed_at", "possible_since", "happened"]


@dataclass(frozen=True)
class Clock:
    """The moment, zone, calendar and parameters that go into a statement as constants."""

    now: datetime
    zone: ZoneInfo
    calendar: Calendar = field(default_factory=Calendar)
    params: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def scope(self) -> Scope:
        """The scope of what reads no record."""
        return Scope({}, self.now, self.zone, self.calendar, self.params)


class Sources(Protocol):
    """Where the forms of an app lie. Forms are named as in the vocabulary, lines included."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The app's names and types."""

    @property
    def subject(self) -> str:
        """The form whose table the statement is over."""

    def table(self, form: str) -> FromClause:
        """The form's table."""

    def column(self, form: str, key: str) -> sa.Column[Any]:
        """The column of a field, or of ``id`` or ``created_at``."""

    def trashed(self, form: str) -> sa.Column[Any] | None:
        """The column that is NULL for a record out of the trash, where the form has a trash."""

    def parent(self, form: str) -> sa.Column[Any]:
        """The column of lines that holds their record's id."""

    def position(self, form: str) -> sa.Column[Any]:
        """The column that lines are ordered by."""

    def history(
        self, kind: History, form: str, key: str, record: FromClause
    ) -> sa.ColumnElement[Any]:
        """A moment of the record's past: since when a field has its value, since when an act has
        been possible, when it last happened. A scalar over the columns of ``record``.
        """


class Remembering(Protocol):
    """Sources that also know the values a field had; without it a field's trend is refused."""

    def daily(self, form: str, key: str, record: FromClause) -> FromClause:
        """What was written to the record's field: ``at`` (a moment), ``seq`` (their order) and ``value``."""

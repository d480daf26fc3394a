"""What a program reads: the record, the clock, the app's calendar and parameters, other records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from rule_dsl.calendar import Calendar, Zone, zone_of
from rule_dsl.values import Row

ID = "id"
CREATED = "created_at"
UPDATED = "updated_at"


class Related(Protocol):
    """The other records a program may read. Records are mappings with ``id`` and ``created_at``."""

    def link(self, form: str, record_id: str) -> Row | None:
        """The record with this id, or None."""

    def rows(self, form: str, by: str | None = None, value: str | None = None) -> Sequence[Row]:
        """The form's records out of the trash, by business time and id, those without a time first.

        Only those with ``by`` equal to ``value`` when ``by`` is given.
        """

    def changed_at(self, form: str, record: Row, key: str) -> datetime | None:
        """Since when the record's field (or state) has had its value."""

    def rows_changed_at(self, form: str, by: str, value: str) -> datetime | None:
        """When the newest of the form's records with ``by`` equal to ``value`` last changed."""

    def possible_since(self, form: str, record: Row, act: str) -> datetime | None:
        """Since when the act has been possible: the state's entry, for no move the creation."""

    def happened(self, form: str, record: Row, act: str) -> datetime | None:
        """When the act last happened on the record, or None."""


class Daily(Protocol):
    """What also remembers the values a field had. Without it no field shows a trend."""

    def daily(self, form: str, record: Row, key: str) -> Mapping[date, Any]:
        """The last value that was written to the record's field on each day it was written."""


class Alone:
    """No other records: every question finds nothing."""

    def link(self, form: str, record_id: str) -> Row | None:
        """No record."""
        return None

    def rows(self, form: str, by: str | None = None, value: str | None = None) -> Sequence[Row]:
        """No records."""
        return ()

    def changed_at(self, form: str, record: Row, key: str) -> datetime | None:
        """Never."""
        return None

    def rows_changed_at(self, form: str, by: str, value: str) -> datetime | None:
        """Never."""
        return None

    def possible_since(self, form: str, record: Row, act: str) -> datetime | None:
        """Never."""
        return None

    def happened(self, form: str, record: Row, act: str) -> datetime | None:
        """Never."""
        return None


@dataclass(frozen=True)
class Scope:
    """One evaluation's surroundings.

    ``outer`` is the outer record where a program runs for a row inside another record's
    condition; ``alias`` reads it. Without it ``alias`` reads the record itself.
    """

    record: Row
    now: datetime
    zone: ZoneInfo
    calendar: Calendar = field(default_factory=Calendar)
    params: Mapping[str, Any] = field(default_factory=dict)
    related: Related = field(default_factory=Alone)
    outer: Row | None = None

    @cached_property
    def table(self) -> Zone:
        """The zone's transitions."""
        return zone_of(self.zone)

    @cached_property
    def today(self) -> date:
        """The date of ``now`` in the app's zone."""
        day = self.table.day(self.now)
        if day is None:
            raise ValueError("now must lie in the years 1 to 9999")
        return day

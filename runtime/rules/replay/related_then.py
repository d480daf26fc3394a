"""Other records for a replay: the record's own past as it was, everything else as it is today."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from rule_dsl.calendar import zone_of
from runtime.related import StoreRelated
from runtime.rules.replay.past import Past
from runtime.store.past_values import writes_of

Row = Mapping[str, Any]


class RelatedThen:
    """What a program may ask about other records, at a moment of one record's past.

    ``kept`` remembers what was read from the store, for all moments of all records.
    """

    def __init__(self, store: StoreRelated, past: Past, at: datetime, kept: dict[Any, Any]) -> None:
        self.store = store
        self.past = past
        self.at = at
        self.kept = kept

    def link(self, form: str, record_id: str) -> Row | None:
        """The record with this id, as it is today."""
        where = ("link", form, record_id)
        if where not in self.kept:
            self.kept[where] = self.store.link(form, record_id)
        found: Row | None = self.kept[where]
        return found

    def rows(self, form: str, by: str | None = None, value: str | None = None) -> Sequence[Row]:
        """The form's records, as they are today."""
        where = ("rows", form, by, value)
        if where not in self.kept:
            self.kept[where] = self.store.rows(form, by, value)
        found: Sequence[Row] = self.kept[where]
        return found

    def changed_at(self, form: str, record: Row, key: str) -> datetime | None:
        """Since when the field had had its value."""
        if not self._is_own(form, record):
            return self.store.changed_at(form, record, key)
        for moment in reversed(self.past.until(self.at)):
            if key in moment.changed:
                return moment.at
        return self.past.record.created_at

    def rows_changed_at(self, form: str, by: str, value: str) -> datetime | None:
        """When the newest of those records had last changed."""
        where = ("changes", form, by, value)
        if where not in self.kept:
            records = [str(each["id"]) for each in self.rows(form, by, value)]
            about = (self.store.app.key, form)
            self.kept[where] = writes_of(self.store.connection, about, records)
        times: Sequence[datetime] = self.kept[where]
        known = bisect_right(times, self.at)
        return times[known - 1] if known else None

    def daily(self, form: str, record: Row, key: str) -> Mapping[date, Any]:
        """The last value the field had on each day it was written, until then."""
        if not self._is_own(form, record):
            return self.store.daily(form, record, key)
        zone = zone_of(self.store.app.zone)
        found: dict[date, Any] = {}
        for moment in self.past.until(self.at):
            day = zone.day(moment.at)
            if day is not None and key in moment.changed and moment.after is not None:
                found[day] = moment.after.values.get(key)
        return found

    def possible_since(self, form: str, record: Row, act: str) -> datetime | None:
        """Since when the act had been possible: its state's entry is in the record."""
        return self.store.possible_since(form, record, act)

    def happened(self, form: str, record: Row, act: str) -> datetime | None:
        """When the act had last happened."""
        if not self._is_own(form, record):
            return self.store.happened(form, record, act)
        for moment in reversed(self.past.until(self.at)):
            if moment.kind == "moved" and moment.act == act:
                return moment.at
        return None

    def _is_own(self, form: str, record: Row) -> bool:
        return form == self.store.form and record.get("id") == self.past.record.id

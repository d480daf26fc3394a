"""The Python target: a program over the record, with the question's other records in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rule_dsl.targets.python import compile_ops
from rule_dsl.targets.scope import Scope
from rule_dsl.vocabulary import Vocabulary
from runtime.rules.evaluate.ground import Expression, Ground
from runtime.rules.evaluate.reading import Case, Row


class GivenRecords:
    """The records of a case, found as the store finds them. They have no events."""

    def __init__(self, vocabulary: Vocabulary, case: Case) -> None:
        self.vocabulary = vocabulary
        self.case = case

    def link(self, form: str, record_id: str) -> Row | None:
        """The record with this id, or None."""
        return next((row for row in self.case.rows.get(form, ()) if row["id"] == record_id), None)

    def rows(self, form: str, by: str | None = None, value: str | None = None) -> Sequence[Row]:
        """The form's records out of the trash, by business time and id."""
        time = self.vocabulary.forms[form].time_field or "created_at"

        kept = [row for row in self.case.rows.get(form, ()) if row["deleted_at"] is None]
        without = sorted((row for row in kept if row.get(time) is None), key=lambda row: row["id"])
        timed = [row for row in kept if row.get(time) is not None]
        timed.sort(key=lambda row: (row[time], row["id"]))
        found = [*without, *timed]
        return [row for row in found if by is None or row.get(by) == value]

    def changed_at(self, form: str, record: Row, key: str) -> datetime | None:
        """Since the state was entered, for any other field since the record was made."""
        field = self.vocabulary.forms[form].fields.get(key)
        is_state = field is not None and field.is_state
        return record.get("state_since" if is_state else "created_at")

    def rows_changed_at(self, form: str, by: str, value: str) -> datetime | None:
        """When the newest of those records last changed."""
        times = [row.get("updated_at") for row in self.rows(form, by, value)]
        return max((each for each in times if each is not None), default=None)

    def possible_since(self, form: str, record: Row, act: str) -> datetime | None:
        """Since the entry of a state that offers the move; for no move since the creation."""
        known = self.vocabulary.forms[form]
        moves = [move for move in known.moves if move.key == act]
        if not moves:
            return record.get("created_at")
        state = next((key for key, each in known.fields.items() if each.is_state), None)
        if state is None:
            return record.get("created_at")
        offers = {source for move in moves for source in move.source}
        return record.get("state_since") if record.get(state) in offers else None

    def happened(self, form: str, record: Row, act: str) -> datetime | None:
        """Never: a record given as JSON has no events."""
        return None


def scope_of(ground: Ground, case: Case) -> Scope:
    """What an expression over the case's record sees."""
    related = GivenRecords(ground.vocabulary, case)
    return Scope(case.record, case.now, case.zone, ground.calendar, case.params, related)


class PythonTarget:
    """Expressions as programs."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def value(self, expression: Expression, case: Case) -> Any:
        """The value of an expression in a case."""
        found = compile_ops(expression.op)(scope_of(self.ground, case))
        return None if found == () else found

    def close(self) -> None:
        """Nothing is open."""

"""Rows of a file that are equal to records that are there: an export that is read back, mostly."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.imports.header import Column
from runtime.store import records
from runtime.store.engine import take_time

MOST = 1_000_000
"""Records that are looked at."""


@dataclass(slots=True)
class Prints:
    """A number for each row of a file that its values come to, and the row's own number.

    Child tables are not looked at, nor are rows with a value that must be unique: there a repeated
    one is a problem already.
    """

    keys: tuple[str, ...]
    unique: tuple[str, ...]
    prints: array[int] = field(default_factory=lambda: array("q"))
    rows: array[int] = field(default_factory=lambda: array("l"))

    @classmethod
    def of(cls, columns: Sequence[Column]) -> Prints:
        """Prints over columns of a header."""
        compared = tuple(each.key for each in columns if each.field.inner is None)
        return cls(compared, tuple(each.key for each in columns if each.field.spec.unique))

    def add(self, number: int, values: Mapping[str, Any]) -> None:
        """Take in a row."""
        if any(values.get(key) is not None for key in self.unique):
            return
        self.prints.append(hash(tuple([values.get(key) for key in self.keys])))
        self.rows.append(number)


def rows_already_there(ctx: Context, form: CompiledForm, prints: Prints) -> list[int]:
    """The rows that are equal, in every column of the file, to a record that the actor may read."""
    if not prints.prints or not prints.keys:
        return []
    take_time(ctx.connection)
    seen = [each for key in prints.keys if (each := ctx.seen(form.key, key)) is not None]
    found = records.some_values(
        ctx.connection,
        ctx.app.tables,
        (form.key, prints.keys),
        sa.and_(sa.true(), *seen),
        MOST,
    )
    wanted = set(prints.prints)
    there = {print_ for row in found if (print_ := hash(tuple(row))) in wanted}
    pairs = zip(prints.prints, prints.rows, strict=True)
    return [number for print_, number in pairs if print_ in there] if there else []

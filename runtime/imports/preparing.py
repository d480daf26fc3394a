"""A row of a file as a record about to be stored: through the same checks as from any other door."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from runtime.commands.submit import checked_values
from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.errors import Refusal
from runtime.imports.cells import ReadRow
from runtime.imports.problems import wrongs_of


def as_read(ctx: Context) -> Context:
    """The context in which values are taken as they were read: as JSON, whose meaning is one."""
    return replace(ctx, door="api")


def prepared(read: Context, form: CompiledForm, row: ReadRow) -> dict[str, Any]:
    """The values to store; ``read`` comes from :func:`as_read`.

    Raises:
        Refusal: everything that is wrong with the row at once.
    """
    broken = {each.field for each in row.wrongs}
    wrongs = list(row.wrongs)
    values: dict[str, Any] = {}
    try:
        values = checked_values(read, form, row.wire)
    except Refusal as refusal:
        wrongs += [each for each in wrongs_of(refusal) if each.field not in broken]
    if wrongs:
        raise Refusal("invalid", 422, wrongs, count=len(wrongs))
    return values

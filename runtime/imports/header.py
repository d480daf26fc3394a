"""The header of a table: which column holds which field, and what is to be said of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from runtime.compiled import CompiledField, CompiledForm
from runtime.context import Context
from runtime.errors import Refusal, Wrong
from runtime.spreadsheet.names import column_name
from runtime.spreadsheet.reading import Table


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read, counted from 0, and the field it holds."""

    at: int
    field: CompiledField

    @property
    def key(self) -> str:
        """The field's key."""
        return self.field.spec.key


@dataclass(frozen=True, slots=True)
class Header:
    """What a header names. ``errors`` keep everything out, ``hints`` nothing.

    ``nameless`` are the columns without a name, by their place.
    """

    columns: tuple[Column, ...]
    errors: tuple[Wrong, ...]
    hints: tuple[Wrong, ...]
    nameless: frozenset[int]

    @property
    def missing(self) -> frozenset[str]:
        """The required fields that have no column: that is said once, not of every row."""
        return frozenset(
            each.field for each in self.errors if each.code == "heading_required" and each.field
        )


def names_of(ctx: Context, form: CompiledForm) -> dict[str, str]:
    """The fields a header may name, by what they may be called there, in lower case."""
    readable = ctx.rights(form.key).readable_somewhere(form.stored)
    known: dict[str, str] = {}
    for key, field in form.fields.items():
        if key in readable and field.is_written_by_people:
            for text in _called(field):
                known.setdefault(_folded(text), key)
    return known


def read_header(ctx: Context, form: CompiledForm, table: Table) -> Header:
    """What the header of a table names.

    Raises:
        Refusal: no_known_column (422).
    """
    known, given = names_of(ctx, form), _given(ctx, form)
    places: dict[str, list[int]] = {}
    hints: list[Wrong] = []
    passed: list[str] = []
    for at, text in enumerate(table.header):
        key = known.get(_folded(text))
        if key is not None and key not in form.file_fields:
            places.setdefault(key, []).append(at)
        elif key is not None or _folded(text) in given:
            passed.append(text)
        elif text.strip():
            hints.append(Wrong("unknown_heading", facts={"name": text[:60]}))
    if not places:
        raise Refusal(
            "no_known_column", 422, columns=_listed(table.header[:10]), sheet=table.sheet or "—"
        )
    if passed:
        hints.append(Wrong("columns_passed_over", facts={"names": _listed(passed)}))
    twice = [
        Wrong("heading_twice", key, {"name": table.header[each[0]], "columns": _lettered(each)})
        for key, each in places.items()
        if len(each) > 1
    ]
    return Header(
        columns=tuple(Column(each[0], form.fields[key]) for key, each in places.items()),
        errors=(*twice, *_required(ctx, form, places)),
        hints=(*hints, *_about(table)),
        nameless=frozenset(at for at, text in enumerate(table.header) if not text.strip()),
    )


def _about(table: Table) -> Iterator[Wrong]:
    """What of the file is not read: other sheets, and rows above the header."""
    if table.others:
        yield Wrong(
            "sheets_passed_over", facts={"name": table.sheet, "others": _listed(table.others)}
        )
    if table.above:
        yield Wrong("rows_above_header", facts={"row": table.header_row, "count": table.above})


def _required(ctx: Context, form: CompiledForm, places: Mapping[str, object]) -> Iterator[Wrong]:
    """The fields that every record needs and that no column is for."""
    writable = ctx.rights(form.key).readable_somewhere(form.stored)
    for key, field in form.fields.items():
        if (
            field.spec.required is True
            and field.is_written_by_people
            and field.default is None
            and field.visible is None
            and key in writable
            and key not in places
        ):
            yield Wrong("heading_required", key, {"field": field.spec.labels})


def _given(ctx: Context, form: CompiledForm) -> frozenset[str]:
    """What an export has and an import passes over: numbers the product gives, the state."""
    readable = ctx.rights(form.key).readable_somewhere(form.stored)
    own = [form.fields[key] for key in readable if not form.fields[key].is_written_by_people]
    return frozenset({"id", "version", *(_folded(text) for each in own for text in _called(each))})


def _called(field: CompiledField) -> Iterator[str]:
    yield field.spec.key
    yield from field.spec.labels.values()
    for texts in field.spec.also.values():
        yield from texts


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _listed(names: Sequence[str]) -> str:
    return "、".join(each[:40] for each in names if each.strip())


def _lettered(places: Sequence[int]) -> str:
    return "、".join(column_name(at) for at in places)

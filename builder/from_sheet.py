"""A first app from a sheet: one form, and for each column a field of the type that reads all of it.

What a type can read it says itself; no type is known by name. The first rows decide: what stands
below them is read when the sheet is imported, and told there where it does not fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import IO, Any

from builder.edits.perform import perform
from builder.edits.places import with_form
from builder.keys import key_of
from builder.starters import new_app, new_form, plainest
from runtime.catalog import Catalog
from runtime.errors import Refusal, sentence
from runtime.fields.base import FieldType, Reader, Unreadable
from runtime.spec.app import AppSpec, FieldSpec
from runtime.spec.vocabulary import RESERVED
from runtime.spreadsheet.reading import kept, open_table, texts_of

Row = list[str]
MOST_LOOKED_AT = 5_000
MOST_OPTIONS, LONGEST_OPTION, TIMES_EACH = 12, 20, 3
LONGEST_LABEL = 60
_CODE = re.compile(r"0\d+|\d{11,}")


@dataclass(frozen=True, slots=True)
class Column:
    """What a sheet calls a column, and what is written in it."""

    label: str
    texts: tuple[str, ...]

    @property
    def is_of_codes(self) -> bool:
        """Whether its digits are names of things (00123, 13800138000), not amounts."""
        return any(_CODE.fullmatch(text) for text in self.texts)


class _Nobody:
    """A lookup without people or things: a sheet is read before they are there."""

    def find(self, kind: str, text: str) -> str | None:
        return None

    def name(self, kind: str, key: str) -> str:
        return key


def rows_of(stream: IO[bytes]) -> list[Row]:
    """The header of the table in a file, and its first rows, as texts.

    Raises:
        Refusal: too large (413), or no table (422).
    """
    with kept(stream) as path, open_table(path) as table:
        rows: list[Row] = [list(table.header)]
        for batch in table.batches:
            rows += [texts_of(each.cells) for each in batch.rows]
            if len(rows) > MOST_LOOKED_AT:
                break
    return rows


def app_from_sheet(
    rows: Sequence[Row], name: str, lang: str, taken: frozenset[str], catalog: Catalog
) -> AppSpec:
    """An app with one form, made of a sheet's header and what stands below it.

    Raises:
        Refusal: sheet_without_header (422).
    """
    empty = new_app(name, lang, taken)
    form = new_form(empty, name, lang)
    spec = perform(form, empty, catalog.blocks)
    reader = Reader(lang, spec.timezone, _Nobody())
    fields: list[FieldSpec] = []
    for column in _columns(rows, lang):
        key = key_of(column.label, "field", {*RESERVED, *(each.key for each in fields)})
        fields.append(_field(column, key, catalog, reader))
    if not fields:
        raise Refusal("sheet_without_header", 422)
    return with_form(spec, form.value["key"], lambda made: replace(made, fields=tuple(fields)))


def _columns(rows: Sequence[Row], lang: str) -> Iterator[Column]:
    """The columns with a name or anything in them; no two are called the same."""
    header, *below = rows[: MOST_LOOKED_AT + 1]
    taken: set[str] = set()
    for at in range(max(len(row) for row in rows)):
        texts = tuple(row[at] for row in below if at < len(row) and row[at])
        said = " ".join(header[at].split())[:LONGEST_LABEL] if at < len(header) else ""
        if not said and not texts:
            continue
        name = said or sentence("build.column", lang, {"number": at + 1})
        label, number = name, 1
        while label.casefold() in taken:
            number += 1
            label = f"{name} {number}"
        taken.add(label.casefold())
        yield Column(label, texts)


def _field(column: Column, key: str, catalog: Catalog, reader: Reader) -> FieldSpec:
    """The field of the type that the header names, else of the first that reads every text."""
    types = catalog.fields.values()
    ranked = sorted((each for each in types if each.sheet_rank), key=lambda each: -each.sheet_rank)
    named = [each for each in types if _is_named(column.label, each)]
    labels = {reader.lang: column.label}
    for type_ in (*named, *ranked) if column.texts else named:
        options = _options(column, type_, reader.lang)
        if options is not None:
            spec = FieldSpec(key, type_.key, labels, options=options)
            if _reads(type_, spec, column, reader):
                return spec
    widest = ranked[-1].key if column.texts else plainest(catalog)
    return FieldSpec(key, widest, labels)


def _is_named(label: str, type_: FieldType) -> bool:
    """Whether a header says what a type is called: 联系电话, Unit money."""
    header, labels = label.casefold(), type_.face.labels
    english = rf"\b{re.escape(labels['en'].casefold())}\b"
    return labels["zh"] in header or re.search(english, header) is not None


def _options(column: Column, type_: FieldType, lang: str) -> dict[str, Any] | None:
    """The options a field of the type needs for these texts; None where it cannot have them."""
    needed = [key for key, schema in type_.options.items() if schema.get("x-required")]
    if not needed:
        return {}
    if needed != ["options"]:
        return None
    found = list(dict.fromkeys(column.texts))
    is_few = 0 < len(found) <= MOST_OPTIONS and len(found) * TIMES_EACH <= len(column.texts)
    if not is_few or any(len(text) > LONGEST_OPTION for text in found):
        return None
    keys: list[str] = []
    for text in found:
        keys.append(key_of(text, "option", keys))
    return {"options": [{"key": k, "label": {lang: t}} for k, t in zip(keys, found, strict=True)]}


def _reads(type_: FieldType, spec: FieldSpec, column: Column, reader: Reader) -> bool:
    """Whether a type takes every text of a column, and people may write it."""
    storage = type_.storage(spec)
    if type_.holds_state or storage.generated or storage.kind in ("none", "rows"):
        return False
    if storage.kind == "number" and column.is_of_codes:
        return False
    try:
        return all(_keeps(type_, spec, text, reader) for text in column.texts)
    except Unreadable:
        return False


def _keeps(type_: FieldType, spec: FieldSpec, text: str, reader: Reader) -> bool:
    """Whether a text is read whole: its lines stay lines."""
    value = type_.parse(text, spec, reader)
    return value is not None and ("\n" not in text or "\n" in str(type_.show(value, spec, reader)))

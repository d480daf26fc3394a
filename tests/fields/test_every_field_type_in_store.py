"""Every field type on both databases: stored, loaded, filtered, sorted, exported, imported."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from runtime.fields.base import FieldType, Sample
from runtime.spec.app import AppSpec, FieldSpec, FormSpec
from runtime.spec.meanings import Edition
from runtime.store import records
from runtime.store.engine import open_engine, reading, writing
from runtime.store.ids import new_id
from runtime.store.indexes import ordered
from runtime.store.migrations import upgrade
from runtime.store.names import load_names
from runtime.store.plan import make_plan
from runtime.store.publish import Author, publish
from runtime.store.tables import FormTables, build_tables
from tests.fields.reading import TYPES, field_of, reader

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
OWN = {
    "version": 1, "revision": 1, "created_at": NOW, "created_by": "p", "updated_at": NOW,
    "updated_by": "p",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One good sample of a field type, and the field of the type's form that holds it."""

    block: FieldType
    sample: Sample
    field: FieldSpec

    @property
    def value(self) -> Any:
        """The value, its new lines named as the store wants them."""
        if isinstance(self.sample.value, tuple):
            return tuple({**row, "id": row["id"] or new_id()} for row in self.sample.value)
        return self.sample.value


def cases_of(block: FieldType) -> list[Case]:
    """Samples with the same options share a field."""
    fields: list[FieldSpec] = []
    found = []
    for sample in block.samples:
        if sample.wrong is None:
            wanted = field_of(block, sample)
            same = next((f for f in fields if replace(f, key="sample") == wanted), None)
            if same is None:
                same = replace(wanted, key=f"f{len(fields)}")
                fields.append(same)
            found.append(Case(block, sample, same))
    return found


STORED = {key: block for key, block in TYPES.items() if cases_of(block)[0].block.storage(
    cases_of(block)[0].field).kind != "none"}  # fmt: skip
CASES = {key: cases_of(block) for key, block in STORED.items()}
APP = AppSpec(
    key="samples",
    labels={"zh": "样本", "en": "samples"},
    forms=(
        FormSpec("supplier", {"zh": "供应商"}, (FieldSpec("name", "text", {"zh": "名称"}),)),
        *(
            FormSpec(
                f"of_{key}",
                {"zh": key},
                tuple({case.field.key: case.field for case in cases}.values()),
            )
            for key, cases in CASES.items()
        ),
    ),
)


@dataclass(frozen=True)
class Shelf:
    """A database with the samples' tables."""

    engine: Engine
    tables: FormTables

    def put(self, key: str, values: dict[str, Any]) -> str:
        """A record in the form of a field type."""
        record = new_id()
        with writing(self.engine) as connection:
            records.insert(connection, self.tables, f"of_{key}", {"id": record, **OWN}, values)
        return record

    def get(self, key: str, record: str, field: str) -> Any:
        """What the record holds in a field; no lines are none."""
        with reading(self.engine) as connection:
            found = records.fetch(connection, self.tables, (f"of_{key}", record))
        assert found is not None
        return None if found.values[field] == () else found.values[field]

    def ids(self, key: str, condition: Any, *order: Any) -> list[str]:
        """The records for which a condition holds."""
        table = self.tables.form(f"of_{key}")
        query = sa.select(table.c.id).where(condition).order_by(*order, table.c.id)
        with reading(self.engine) as connection:
            return list(connection.execute(query).scalars())

    def column(self, case: Case) -> sa.Column[Any]:
        """The column of a case's field."""
        return self.tables.column(f"of_{case.block.key}", case.field.key)


@pytest.fixture
def shelf(migrated_url: str) -> Iterator[Shelf]:
    engine = open_engine(migrated_url)
    upgrade(engine)
    with writing(engine) as connection:
        plan = make_plan(connection, None, Edition(APP), TYPES)
        publish(connection, plan, Edition(APP), Author("admin"), NOW)
        tables = build_tables(APP, TYPES, load_names(connection, APP.key))
    yield Shelf(engine, tables)
    engine.dispose()


def has_column(case: Case) -> bool:
    return case.block.storage(case.field).kind != "rows"


def test_what_is_stored_is_loaded_as_it_was(shelf: Shelf) -> None:
    for key, cases in CASES.items():
        for case in cases:
            value = case.value
            record = shelf.put(key, {case.field.key: value})
            loaded = shelf.get(key, record, case.field.key)
            assert loaded == value, key
            assert type(loaded) is type(value), key
            shown = case.block.show(loaded, case.field, reader(case.sample))
            if has_column(case):
                assert shown == case.sample.shown, key
                assert case.block.dump(loaded, case.field) == case.sample.json, key


def test_a_value_is_found_by_what_it_is_and_by_being_empty(shelf: Shelf) -> None:
    for key, cases in CASES.items():
        at = {shelf.put(key, {case.field.key: case.value}): case for case in cases}
        for case in filter(has_column, cases):
            column, wanted = shelf.column(case), case.sample.value
            condition = column.is_(None) if wanted is None else column == wanted
            same = [
                record
                for record, other in at.items()
                if (other.sample.value if other.field == case.field else None) == wanted
            ]
            assert shelf.ids(key, condition) == same, (key, case.sample)


def test_values_sort_as_they_compare_with_the_empty_ones_first(shelf: Shelf) -> None:
    for key, cases in CASES.items():
        kinds = {case.block.storage(case.field).kind for case in cases}
        at = {shelf.put(key, {case.field.key: case.value}): case for case in cases}
        if kinds & {"rows", "keys"}:
            continue
        first = cases[0].field
        column = shelf.column(cases[0])
        values = {r: c.sample.value if c.field == first else None for r, c in at.items()}
        empty = [record for record, value in values.items() if value is None]
        filled = [record for record, value in values.items() if value is not None]
        upward = empty + sorted(filled, key=lambda record: (values[record], record))
        assert shelf.ids(key, sa.true(), ordered(column, descending=False)) == upward, key


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_exported_is_imported_as_it_was(shelf: Shelf, lang: str) -> None:
    for key, cases in CASES.items():
        for case in cases:
            who = reader(case.sample, lang)
            record = shelf.put(key, {case.field.key: case.value})
            before = shelf.get(key, record, case.field.key)
            cell = case.block.show(before, case.field, who)
            again = case.block.parse(cell, case.field, who)
            assert again == before, key
            if has_column(case):  # the lines' ids are taken already
                copy = shelf.put(key, {case.field.key: again})
                assert shelf.get(key, copy, case.field.key) == before, key

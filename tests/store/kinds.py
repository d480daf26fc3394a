"""Field types for the store's tests: one for each kind of storage, and short ways to declare."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.engine import Connection, Engine

from rule_dsl.types import Type
from runtime.fields.base import Face, FieldType, Reader, Storage, StorageKind
from runtime.spec.app import AppSpec, FieldSpec, FormSpec, ViewSpec
from runtime.spec.meanings import Edition
from runtime.store import revisions
from runtime.store.engine import reading, writing
from runtime.store.ids import new_id
from runtime.store.names import load_names
from runtime.store.plan import Plan, make_plan
from runtime.store.publish import Author, publish
from runtime.store.tables import FormTables, build_tables

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)


class Kind(FieldType):
    """A field type that is nothing but its storage."""

    face = Face(labels={}, icon="", group="basic", control="")

    def __init__(self, kind: StorageKind) -> None:
        self.kind = kind
        self.holds_state = kind == "text" and self.__class__.__name__ == "State"  # type: ignore[misc]

    def storage(self, spec: FieldSpec) -> Storage:
        points = spec.options.get("to")
        return Storage(self.kind, scale=int(spec.options.get("scale", 0)), points=points)

    def parse(self, raw: Any, spec: FieldSpec, reader: Reader) -> Any:
        return raw

    def show(self, value: Any, spec: FieldSpec, reader: Reader) -> str:
        return str(value)

    def rule_type(self, spec: FieldSpec, form: str) -> Type:
        return Type("number" if self.kind == "number" else "text")


class State(Kind):
    """Where a record is."""


KINDS: Mapping[str, FieldType] = {
    "text": Kind("text"),
    "note": Kind("text"),
    "number": Kind("number"),
    "flag": Kind("flag"),
    "day": Kind("day"),
    "moment": Kind("moment"),
    "span": Kind("span"),
    "keys": Kind("keys"),
    "link": Kind("id"),
    "person": Kind("id"),
    "json": Kind("json"),
    "rows": Kind("rows"),
    "section": Kind("none"),
    "state": State("text"),
}


def field(key: str, kind: str = "text", **facts: Any) -> FieldSpec:
    return FieldSpec(key=key, type=kind, labels={"zh": key, "en": key}, **facts)


def form(key: str, *fields: FieldSpec) -> FormSpec:
    return FormSpec(key=key, labels={"zh": key, "en": key}, fields=fields)


def app(*forms: FormSpec, views: tuple[ViewSpec, ...] = (), key: str = "shop") -> AppSpec:
    return AppSpec(key=key, labels={"zh": "店", "en": "Shop"}, forms=forms, views=views)


def view(key: str, of: str, **options: Any) -> ViewSpec:
    return ViewSpec(key=key, type="list", form=of, labels={"en": key}, options=options)


def plan_of(connection: Connection, spec: AppSpec) -> Plan:
    now = revisions.current(connection, spec.key)
    return make_plan(connection, now.spec if now else None, Edition(spec), KINDS)


def published(engine: Engine, spec: AppSpec) -> FormTables:
    """Publish a spec; its tables."""
    with writing(engine) as connection:
        publish(connection, plan_of(connection, spec), Edition(spec), Author("admin"), NOW)
    return tables_of(engine, spec)


def tables_of(engine: Engine, spec: AppSpec) -> FormTables:
    with engine.connect() as connection:
        return build_tables(spec, KINDS, load_names(connection, spec.key))


def add(engine: Engine, tables: FormTables, form_key: str, **values: Any) -> str:
    """A record with these values."""
    record = new_id()
    own = {"created_at": NOW, "created_by": "p", "updated_at": NOW, "updated_by": "p"}
    row = {tables.column(form_key, key).name: value for key, value in values.items()}
    with writing(engine) as connection:
        connection.execute(
            tables.form(form_key).insert().values(id=record, version=1, revision=1, **own, **row)
        )
    return record


def kinds(engine: Engine, spec: AppSpec) -> list[tuple[str, str, int]]:
    """The steps of publishing a spec now: kind, risk and how many records each concerns."""
    with reading(engine) as connection:
        steps = plan_of(connection, spec).steps
        for step in steps:
            assert all(step.sentence.values())
        return [(step.kind, step.risk, step.affected) for step in steps]

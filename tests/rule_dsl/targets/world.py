"""A small made-up app for the differential test: its vocabulary, its tables and its random rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rule_dsl.calendar import zone_of
from rule_dsl.types import (
    BOOL,
    DATE,
    DURATION,
    MOMENT,
    MONEY,
    NUMBER,
    PERCENT,
    TEXT,
    Type,
)
from rule_dsl.values import Row
from rule_dsl.vocabulary import Field, Form, Name, Option, Vocabulary
from runtime.store.columns import Day, ExactNumber, Flag, Id, Moment, OptionKeys, Span, Text
from tests.rule_dsl.targets.dice import (
    ACTS,
    CALENDAR,
    NOW,
    OPTIONS,
    PARAMS,
    SCALES,
    STATES,
    TAGS,
    ZONES,
    Dice,
)

__all__ = ["ACTS", "CALENDAR", "NOW", "OPTIONS", "PARAMS", "STATES", "TAGS", "Dice"]


def _fields(form: str, **types: Type) -> dict[str, Field]:
    found = {}
    for key, type_ in types.items():
        options: tuple[str, ...] = ()
        if type_.kind in ("choice", "choices", "state"):
            options = {"choice": OPTIONS, "choices": TAGS, "state": STATES}[type_.kind]
            type_ = Type(type_.kind, f"{form}.{key}")  # noqa: PLW2901
        found[key] = Field(
            key,
            type_,
            {"en": (key,)},
            options=tuple(Option(option, {"en": (option,)}) for option in options),
            ordered=type_.kind in ("choice", "state"),
            scale=SCALES.get(key),
        )
    return found


def _form(form: str, time_field: str | None = None, **types: Type) -> Form:
    return Form(form, {"en": (form,)}, _fields(form, **types), time_field=time_field)


CHOICE, CHOICES, STATE, PERSON = Type("choice"), Type("choices"), Type("state"), Type("person")
DEPARTMENT = Type("department")
VOCABULARY = Vocabulary(
    forms={
        "order": _form(
            "order",
            amount=MONEY,
            price=NUMBER,
            count=NUMBER,
            big=NUMBER,
            share=PERCENT,
            rate=NUMBER,
            title=TEXT,
            note=TEXT,
            rush=BOOL,
            paid=BOOL,
            due=DATE,
            start=DATE,
            placed=MOMENT,
            shipped=MOMENT,
            spent=DURATION,
            planned=DURATION,
            kind=CHOICE,
            level=CHOICE,
            tags=CHOICES,
            marks=CHOICES,
            status=STATE,
            owner=PERSON,
            unit=DEPARTMENT,
            customer=Type("link", "customer"),
            lines=Type("rows", "order.lines"),
        ),
        "order.lines": _form(
            "order.lines",
            qty=NUMBER,
            cost=MONEY,
            item=TEXT,
            ready=BOOL,
            needed=DATE,
            product=Type("link", "customer"),
        ),
        "customer": _form(
            "customer",
            name=TEXT,
            limit=MONEY,
            vip=BOOL,
            since=DATE,
            area=CHOICE,
            parent=Type("link", "customer"),
        ),
        "delivery": _form(
            "delivery",
            "done",
            customer=Type("link", "customer"),
            delay=DURATION,
            qty=NUMBER,
            good=BOOL,
            done=DATE,
            code=TEXT,
        ),
        "visit": _form(
            "visit",
            "at",
            order=Type("link", "order"),
            at=MOMENT,
            cost=MONEY,
            note=TEXT,
        ),
    },
    names=tuple(
        Name("param", key, {"en": (key,)}, type=type_)
        for key, type_ in (
            ("limit", MONEY),
            ("grace", DURATION),
            ("notice", DURATION),
            ("lead", DURATION),
            ("word", TEXT),
            ("none", NUMBER),
        )
    ),
)


@dataclass
class World:
    """The rows of every form by key; lines stand in their order under ``lines``."""

    forms: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    changes: dict[tuple[str, str, str], datetime] = field(default_factory=dict)
    acts: dict[tuple[str, str, str], datetime] = field(default_factory=dict)
    possible: dict[tuple[str, str, str], datetime] = field(default_factory=dict)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    written: dict[tuple[str, str, str], list[tuple[datetime, Decimal | None]]] = field(
        default_factory=dict
    )
    by_id: dict[str, dict[str, Row]] = field(default_factory=dict)
    ordered: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def link(self, form: str, record_id: str) -> Row | None:
        if form not in self.by_id:
            self.by_id[form] = {row["id"]: row for row in self.forms[form]}
        return self.by_id[form].get(record_id)

    def rows(self, form: str, by: str | None = None, value: str | None = None) -> Sequence[Row]:
        if form not in self.ordered:
            time = VOCABULARY.forms[form].time_field or "created_at"
            found = [row for row in self.forms[form] if row["deleted_at"] is None]
            first = date.min if time == "done" else datetime.min.replace(tzinfo=UTC)
            found.sort(key=lambda row: (row[time] is not None, row[time] or first, row["id"]))
            self.ordered[form] = found
        return [row for row in self.ordered[form] if by is None or row.get(by) == value]

    def changed_at(self, form: str, record: Row, key: str) -> datetime | None:
        return self.changes.get((form, record["id"], key))

    def rows_changed_at(self, form: str, by: str, value: str) -> datetime | None:
        return max((row["created_at"] for row in self.rows(form, by, value)), default=None)

    def daily(self, form: str, record: Row, key: str) -> dict[date, Any]:
        zone = zone_of(self.zone)
        times = sorted(self.written.get((form, record["id"], key), ()))
        return {day: value for at, value in times if (day := zone.day(at)) is not None}

    def happened(self, form: str, record: Row, act: str) -> datetime | None:
        return self.acts.get((form, record["id"], act))

    def possible_since(self, form: str, record: Row, act: str) -> datetime | None:
        return self.possible.get((form, record["id"], act))


SIZES = {"customer": 6, "order": 40, "delivery": 30, "visit": 60}


def make_world(dice: Dice, orders: int = 40) -> World:
    world = World()
    for form, size in SIZES.items():
        count = orders if form == "order" else size
        world.forms[form] = [_row(dice, form, f"{form[0]}{i:03}") for i in range(count)]
        for row in world.forms[form]:
            _past(dice, world, form, row)
    for order in world.forms["order"]:
        lines = [
            _row(dice, "order.lines", f"{order['id']}l{i}")
            for i in range(dice.random.randint(0, 4))
        ]
        order["lines"] = tuple(lines)
        for line in lines:
            _past(dice, world, "order.lines", line)
    return world


def _past(dice: Dice, world: World, form: str, row: Row) -> None:
    for key in VOCABULARY.forms[form].fields:
        if dice.random.random() < 0.9:
            world.changes[form, row["id"], key] = dice.moment()
    for key in ("count", "price") if form == "order" else ():
        world.written[form, row["id"], key] = [
            (NOW - timedelta(hours=dice.random.randint(0, 80), microseconds=number), value)
            for number in range(dice.random.randint(0, 6))
            for value in [dice.maybe(Decimal(dice.random.randint(-5, 40)))]
        ]
    for act in ACTS:
        if dice.random.random() < 0.5:
            world.acts[form, row["id"], act] = dice.moment()
        if dice.random.random() < 0.8:
            world.possible[form, row["id"], act] = dice.moment()


def _row(dice: Dice, form: str, record_id: str) -> dict[str, Any]:
    row: dict[str, Any] = {"id": record_id, "created_at": dice.moment(), "deleted_at": None}
    if dice.random.random() < 0.1 and form != "order":
        row["deleted_at"] = NOW
    for key, each in VOCABULARY.forms[form].fields.items():
        if each.type.kind == "rows":
            row[key] = ()
        elif each.type.kind == "link":
            size = SIZES[each.type.of or ""]
            row[key] = dice.maybe(f"{(each.type.of or '')[0]}{dice.random.randrange(size + 1):03}")
        else:
            row[key] = dice.maybe(dice.value(key, each.type))
    return row


COLUMNS = {
    "text": Text,
    "bool": Flag,
    "date": Day,
    "moment": Moment,
    "duration": Span,
    "choice": Id,
    "state": Id,
    "person": Id,
    "department": Id,
    "link": Id,
    "choices": OptionKeys,
}


class Tables:
    """The world's tables, and where lowering finds them."""

    vocabulary = VOCABULARY
    subject = "order"

    def __init__(self) -> None:
        self.metadata = sa.MetaData()
        self.tables: dict[str, sa.Table] = {}
        for form in VOCABULARY.forms.values():
            columns: list[sa.Column[Any]] = [
                sa.Column("id", Id(), primary_key=True),
                sa.Column("created_at", Moment()),
                sa.Column("deleted_at", Moment()),
                sa.Column("parent", Id()),
                sa.Column("position", sa.Integer),
            ]
            for key, each in form.fields.items():
                if each.type.kind == "rows":
                    continue
                kind = (
                    ExactNumber(SCALES.get(key, 2))
                    if each.type.is_numeric
                    else COLUMNS[each.type.kind]()
                )
                columns.append(sa.Column(f"f_{key}", kind))
            self.tables[form.key] = sa.Table(
                f"t_{form.key.replace('.', '_')}", self.metadata, *columns
            )
        self.writes = sa.Table(
            "t_writes",
            self.metadata,
            sa.Column("form", Id()),
            sa.Column("record", Id()),
            sa.Column("key", Id()),
            sa.Column("at", Moment()),
            sa.Column("value", ExactNumber(4)),
        )
        self.past = sa.Table(
            "t_past",
            self.metadata,
            sa.Column("kind", Id()),
            sa.Column("form", Id()),
            sa.Column("record", Id()),
            sa.Column("key", Id()),
            sa.Column("at", Moment()),
        )

    def table(self, form: str) -> sa.FromClause:
        return self.tables[form]

    def column(self, form: str, key: str) -> sa.Column[Any]:
        columns = self.tables[form].c
        return columns[key] if key in ("id", "created_at") else columns[f"f_{key}"]

    def trashed(self, form: str) -> sa.Column[Any] | None:
        return self.tables[form].c.deleted_at

    def parent(self, form: str) -> sa.Column[Any]:
        return self.tables[form].c.parent

    def position(self, form: str) -> sa.Column[Any]:
        return self.tables[form].c.position

    def history(self, kind: str, form: str, key: str, record: sa.FromClause) -> Any:
        past = self.past.alias()
        query = sa.select(past.c.at).where(
            past.c.kind == kind,
            past.c.form == form,
            past.c.key == key,
            past.c.record == record.c.id,
        )
        return query.correlate_except(past).scalar_subquery()

    def daily(self, form: str, key: str, record: sa.FromClause) -> sa.FromClause:
        writes = self.writes
        seq = sa.literal(0).label("seq")
        query = sa.select(writes.c.at, seq, writes.c.value).where(
            writes.c.form == form, writes.c.key == key, writes.c.record == record.c.id
        )
        return query.correlate_except(writes).subquery()

    def fill(self, connection: sa.Connection, world: World) -> None:
        """Makes the tables and stores the world's rows."""
        self.metadata.create_all(connection)
        for form, rows in world.forms.items():
            self._store(connection, form, rows)
        for order in world.forms["order"]:
            lines = [
                line | {"parent": order["id"], "position": position}
                for position, line in enumerate(order["lines"])
            ]
            self._store(connection, "order.lines", lines)
        past = [
            {"kind": kind, "form": form, "record": record, "key": key, "at": at}
            for kind, known in (
                ("changed_at", world.changes),
                ("happened", world.acts),
                ("possible_since", world.possible),
            )
            for (form, record, key), at in known.items()
        ]
        connection.execute(self.past.insert(), past)
        writes = [
            {"form": form, "record": record, "key": key, "at": at, "value": value}
            for (form, record, key), times in world.written.items()
            for at, value in times
        ]
        connection.execute(self.writes.insert(), writes)

    def _store(self, connection: sa.Connection, form: str, rows: Sequence[Row]) -> None:
        table = self.tables[form]
        stored = [
            {
                (f"f_{key}" if f"f_{key}" in table.c else key): value
                for key, value in row.items()
                if key in table.c or f"f_{key}" in table.c
            }
            for row in rows
        ]
        if stored:
            connection.execute(table.insert(), stored)


ZONE_INFOS = tuple(ZoneInfo(name) for name in ZONES)

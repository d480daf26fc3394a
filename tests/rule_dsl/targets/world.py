"""A small made-up app for the differential test: its vocabulary, its tables and its random rows."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rule_dsl.calendar import Calendar
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
from rule_dsl.values import Months, Row, WorkingDays
from rule_dsl.vocabulary import Field, Form, Name, Option, Vocabulary
from runtime.store.columns import Day, ExactNumber, Flag, Id, Moment, OptionKeys, Span, Text

NOW = datetime(2026, 11, 21, 2, 30, 0, 250000, tzinfo=UTC)
ZONES = ("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "UTC")
OPTIONS = ("low", "normal", "urgent")
TAGS = ("red", "blue", "a,b", 'q"t')
STATES = ("draft", "running", "done")
SCALES = {"amount": 2, "price": 4, "count": 0, "share": 4, "rate": 6, "qty": 0, "cost": 2, "big": 0}
ACTS = ("sign", "start")
CALENDAR = Calendar(
    holidays=frozenset({date(2026, 10, 1), date(2026, 10, 2), date(2026, 11, 23)}),
    make_up=frozenset({date(2026, 10, 10), date(2026, 11, 21), date(2026, 9, 27)}),
)
PARAMS: Mapping[str, Any] = {
    "limit": Decimal("1000.5"),
    "grace": timedelta(days=3),
    "notice": Months(1),
    "lead": WorkingDays(5),
    "word": "加急",
    "none": None,
}


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

WORDS = (
    "a", "b", "A", "abc", "ABC", "Abc", "a b", " ab ", "加急", "加急单", "订单", "é", "É", "café",
    "Straße", "ñandú", "ÄÖ", "ж", "Ж", "Ω", "ｆｕｌｌ", "１２", "😀", "a😀b", "12", "1,234.5", "-7.5%",
    "2026-02-28", "2026年3月1日", "2026/13/01", "x\ty", "a-b-c", "a@b", "%", "_", "'", '"', "\\", "  ",
)  # fmt: skip


class Dice:
    """Random values of each kind, with the odd ones frequent enough to meet."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.empty = 0.13

    def pick(self, options: Sequence[Any]) -> Any:
        return options[self.random.randrange(len(options))]

    def maybe(self, value: Any) -> Any:
        return None if self.random.random() < self.empty else value

    def number(self, scale: int = 2) -> Decimal:
        r = self.random
        shape = r.random()
        if shape < 0.5:
            value = Decimal(r.randint(-20, 120))
        elif shape < 0.8:
            value = Decimal(r.randint(-(10**6), 10**6)).scaleb(-scale)
        elif shape < 0.9:
            value = Decimal(self.pick(["0.5", "0.125", "2.5", "-2.5", "1.005", "99.995", "0.01"]))
        else:
            value = Decimal(r.randint(-(10**18) + 1, 10**18 - 1)).scaleb(-scale)
        return value.quantize(Decimal(1).scaleb(-scale), rounding="ROUND_DOWN")

    def literal_number(self) -> Decimal:
        """A literal: now and then with up to 38 digits."""
        r = self.random
        shape = r.random()
        if shape < 0.55:
            return Decimal(r.randint(-5, 40))
        if shape < 0.85:
            return Decimal(r.randint(-9999, 9999)).scaleb(-r.randint(0, 3))
        digits = r.randint(1, 38)
        return Decimal(r.randint(-(10**digits) + 1, 10**digits - 1)).scaleb(-r.randint(0, digits))

    def text(self) -> str:
        if self.random.random() < 0.1:
            return ""
        if self.random.random() < 0.25:
            return str(self.pick(WORDS)) + str(self.pick(WORDS))
        return str(self.pick(WORDS))

    def day(self) -> date:
        r = self.random
        if r.random() < 0.12:
            return self.pick(
                [date(2024, 2, 29), date(2026, 1, 31), date(2026, 12, 31), date(2026, 10, 10)]
            )
        if r.random() < 0.03:
            return self.pick([date(1, 1, 1), date(9999, 12, 31), date(1900, 3, 1)])
        return date(2026, 11, 21) + timedelta(days=r.randint(-60, 60))

    def moment(self) -> datetime:
        r = self.random
        if r.random() < 0.15:
            return self.pick(
                [
                    datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
                    datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
                    datetime(2026, 3, 8, 7, 0, tzinfo=UTC),
                    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
                    datetime(1970, 1, 1, tzinfo=UTC),
                    datetime(2026, 11, 20, 16, 0, tzinfo=UTC),
                ]
            )
        return NOW + timedelta(
            seconds=r.randint(-40 * 86400, 40 * 86400), microseconds=r.randint(0, 3)
        )

    def span(self) -> timedelta:
        r = self.random
        return timedelta(seconds=r.randint(-3 * 86400, 9 * 86400), microseconds=r.choice([0, 0, 1]))

    def value(self, key: str, type_: Type) -> Any:
        match type_.kind:
            case "number" | "money" | "percent":
                return self.number(SCALES.get(key, 2))
            case "text":
                return self.text()
            case "bool":
                return self.random.random() < 0.5
            case "date":
                return self.day()
            case "moment":
                return self.moment()
            case "duration":
                return self.span()
            case "choice":
                return self.pick(OPTIONS)
            case "state":
                return self.pick(STATES)
            case "choices":
                return frozenset(tag for tag in TAGS if self.random.random() < 0.4) or None
            case "person":
                return self.pick(["ann", "bob"])
            case "department":
                return self.pick(["sales", "shop"])
        raise AssertionError(type_)


@dataclass
class World:
    """The rows of every form by key; lines stand in their order under ``lines``."""

    forms: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    changes: dict[tuple[str, str, str], datetime] = field(default_factory=dict)
    acts: dict[tuple[str, str, str], datetime] = field(default_factory=dict)
    possible: dict[tuple[str, str, str], datetime] = field(default_factory=dict)
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

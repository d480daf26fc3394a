"""Random values of each kind, and the constants of the made-up app they are for."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from rule_dsl.calendar import Calendar
from rule_dsl.types import Type
from rule_dsl.values import Months, WorkingDays

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


WORDS = (
    "a", "b", "A", "abc", "ABC", "Abc", "a b", " ab ", "加急", "加急单", "订单", "é", "É", "café",
    "Straße", "ñandú", "ÄÖ", "ж", "Ж", "Ω", "ｆｕｌｌ", "１２", "😀", "a😀b", "12", "1,234.5", "-7.5%",
    "2026-02-28", "2026年3月1日", "2026/13/01", "x\ty", "a-b-c", "a@b", "%", "_", "'", '"', "\\", "  ",
)  # fmt: skip


T = TypeVar("T")


class Dice:
    """Random values of each kind, with the odd ones frequent enough to meet."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.empty = 0.13

    def pick(self, options: Sequence[T]) -> T:
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
        kinds: dict[str, Callable[[], Any]] = {
            "text": self.text,
            "bool": lambda: self.random.random() < 0.5,
            "date": self.day,
            "moment": self.moment,
            "duration": self.span,
            "choice": lambda: self.pick(OPTIONS),
            "state": lambda: self.pick(STATES),
            "choices": lambda: frozenset(t for t in TAGS if self.random.random() < 0.4) or None,
            "person": lambda: self.pick(["ann", "bob"]),
            "department": lambda: self.pick(["sales", "shop"]),
        }
        if type_.is_numeric:
            return self.number(SCALES.get(key, 2))
        return kinds[type_.kind]()

"""A small form with every kind of field, conditions whose constants lie close together, and records near them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from rule_dsl import load
from rule_dsl.targets.scope import Scope
from rule_dsl.together import World
from rule_dsl.tree import Node
from rule_dsl.types import BOOL, DATE, DURATION, MOMENT, NUMBER, PERCENT, TEXT, Type
from rule_dsl.vocabulary import Name, Vocabulary
from tests.rule_dsl.corpus_vocabulary import form, item, labels, option

NOW = datetime(2026, 1, 15, 4, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 1, 15)
GRADES = ("low", "mid", "high")
LOAN = form(
    "loan",
    "借用单",
    "loan",
    item("copies", NUMBER, "册数", "copies", low="0", high="9", optional=False),
    item("fee", NUMBER, "押金", "fee"),
    item("paid", NUMBER, "已付", "paid", optional=False),
    item("share", PERCENT, "占比", "share", low="0", high="1"),
    item("urgent", BOOL, "紧急", "urgent", optional=False),
    item("due", DATE, "归还日", "due"),
    item("taken", DATE, "借出日", "taken", optional=False),
    item("asked_at", MOMENT, "申请时间", "asked at"),
    item("spent", DURATION, "时长", "spent"),
    item("title", TEXT, "书名", "title"),
    item(
        "grade",
        Type("choice", "loan.grade"),
        "等级",
        "grade",
        options=tuple(option(key, zh, key) for key, zh in zip(GRADES, "低中高", strict=True)),
        ordered=True,
        optional=False,
    ),
    item(
        "kinds",
        Type("choices", "loan.kinds"),
        "类别",
        "kinds",
        options=(option("book", "图书", "book"), option("map", "地图", "map")),
    ),
    item("reader", Type("link", "reader"), "读者", "reader"),
)
READER = form("reader", "读者档案", "reader file", item("limit", NUMBER, "限额", "limit"))
WORDS = Vocabulary(
    {"loan": LOAN, "reader": READER},
    (Name("param", "most", labels("上限", "most"), type=NUMBER),),
)
WORLD = World(WORDS, {"most": Decimal(3)}, ZONE, now=NOW)
_SIGNS = ("=", "!=", "<", "<=", ">", ">=")


class Dice:
    """Random conditions as stored trees, and random records."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def pick(self, *options: Any) -> Any:
        return self.random.choice(options)

    def condition(self, depth: int = 3) -> Node:
        return load(self._stored(depth), WORDS, "loan")

    def _stored(self, depth: int) -> Any:
        if depth and self.random.random() < 0.75:
            head = self.pick("and", "or", "and", "or", "not")
            if head == "not":
                return ["not", self._stored(depth - 1)]
            parts = [self._stored(depth - 1) for _ in range(self.pick(2, 2, 3))]
            return [head, *(each for part in parts for each in _flat(head, part))]
        return self.pick(*_LEAVES)(self)

    def sign(self) -> str:
        return str(self.pick(*_SIGNS))

    def near(self) -> str:
        return str(self.pick("-1", "0", "2", "3", "5", "9", "10"))

    def days(self) -> list[str]:
        return ["dur", self.pick("0", "1", "2", "3"), "d"]

    def number(self) -> Decimal:
        return Decimal(self.pick(-1, 0, 1, 2, 3, 4, 5, 9, 10)) + Decimal(self.pick("0", "0", "0.5"))

    def day(self) -> date:
        return TODAY + timedelta(days=self.random.randint(-5, 5))

    def record(self) -> dict[str, Any]:
        def maybe(value: Any) -> Any:
            return None if self.random.random() < 0.2 else value

        return {
            "id": "a",
            "created_at": NOW,
            "copies": Decimal(self.random.randint(0, 9)),
            "fee": maybe(self.number()),
            "paid": self.number(),
            "share": maybe(Decimal(self.pick("0", "0.3", "0.5", "0.7", "1"))),
            "urgent": self.pick(True, False),
            "due": maybe(self.day()),
            "taken": self.day(),
            "asked_at": maybe(NOW + timedelta(hours=12 * self.random.randint(-9, 9))),
            "spent": maybe(timedelta(hours=12 * self.random.randint(-1, 9))),
            "title": maybe(self.pick("a", "b", "ab", "ba", "c", "")),
            "grade": self.pick(*GRADES),
            "kinds": maybe(self.pick(frozenset({"book"}), frozenset({"book", "map"}))),
            "reader": None,
        }


def _flat(head: str, part: Any) -> list[Any]:
    return list(part[1:]) if part[0] == head else [part]


def scope(record: dict[str, Any]) -> Scope:
    return Scope(record, NOW, ZONE, params=WORLD.params)


Leaf = Callable[[Dice], Any]
_LEAVES: tuple[Leaf, ...] = (
    lambda d: [d.sign(), d.pick("copies", "fee", "paid"), d.near()],
    lambda d: [d.sign(), d.near(), d.pick("copies", "fee")],
    lambda d: [d.sign(), d.pick("fee", "paid"), d.pick("copies", ["param", "most"], "fee")],
    lambda d: [d.sign(), "share", d.pick("0", "0.5", "1", "1.2")],
    lambda d: ["between", d.pick("copies", "fee"), d.near(), d.near()],
    lambda d: ["in", "fee", d.near(), d.near()],
    lambda d: ["=", "urgent", d.pick(True, False)],
    lambda d: [d.sign(), d.pick("due", "taken"), d.pick(["today"], ["date", "2026-01-16"])],
    lambda d: [d.sign(), d.pick("due", "taken"), ["+", ["today"], d.days()]],
    lambda d: [d.sign(), "asked_at", d.pick(["now"], ["today"], ["moment", "2026-01-15 12:00"])],
    lambda d: [d.sign(), "asked_at", ["date", "2026-01-15"]],
    lambda d: [d.sign(), ["until", d.pick("due", "taken", "asked_at")], d.days()],
    lambda d: [d.sign(), ["-", d.pick(["today"], ["now"]), d.pick("due", "asked_at")], d.days()],
    lambda d: [d.sign(), ["-", "due", "taken"], d.days()],
    lambda d: [d.sign(), d.pick("due", "taken"), d.pick("due", "taken")],
    lambda d: ["near", d.pick("due", "taken", "asked_at"), d.days()],
    lambda d: [d.sign(), "spent", d.days()],
    lambda d: [d.sign(), "grade", ["opt", d.pick(*GRADES)]],
    lambda d: ["in", "grade", ["opt", d.pick(*GRADES)], ["opt", d.pick(*GRADES)]],
    lambda d: [d.pick("=", "!="), "kinds", ["opt", d.pick("book", "map")]],
    lambda d: ["contains", "kinds", ["opt", d.pick("book", "map")]],
    lambda d: ["in", "kinds", ["opt", "book"], ["opt", "map"]],
    lambda d: ["contains", "title", ["text", d.pick("a", "b")]],
    lambda d: [d.sign(), "title", ["text", d.pick("a", "b")]],
    lambda d: ["empty", d.pick("fee", "due", "title", "kinds", "taken", "asked_at", "grade")],
    lambda d: [d.sign(), ["path", "reader", "limit"], d.near()],
    lambda d: [d.sign(), ["+", "fee", "paid"], d.near()],
    lambda d: ["held", ["=", "urgent", True], d.pick(">", ">="), ["dur", d.pick("12", "24"), "h"]],
)

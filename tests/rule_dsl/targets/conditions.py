"""Random conditions on other records, on lines and on history."""

from __future__ import annotations

from collections.abc import Callable

from rule_dsl.tree import Node
from rule_dsl.types import BOOL, DURATION, NUMBER
from tests.rule_dsl.targets.leaves import Leaves
from tests.rule_dsl.targets.world import ACTS


class RecordConditions(Leaves):
    """Heads that read more than the record's own fields."""

    def reads_records(self) -> bool:
        """Whether conditions on records may stand here: not inside another one."""
        return self.related and self.frame == "order"

    def record_conditions(self) -> list[Callable[[int], Node]]:
        """All of them."""
        return [
            self.exists, self.all_rows, self.any_row, self.last_all, self.last_any, self.trend, self.trend_own, self.last_some,
            self.held, self.absent, self.enough,
        ]  # fmt: skip

    def _inside(self, form: str, depth: int) -> Node:
        frame, self.frame = self.frame, form
        node = self.grow("bool", min(depth, 2))
        self.frame = frame
        return node

    def exists(self, depth: int) -> Node:
        form = self.dice.pick(("order", "delivery", "visit", "customer"))
        window = self.days() if self.dice.random.random() < 0.5 else None
        return Node("exists", (form, self._inside(form, depth), window), BOOL)

    def all_rows(self, depth: int) -> Node:
        return self._quantified("all", depth)

    def any_row(self, depth: int) -> Node:
        return self._quantified("any", depth)

    def _quantified(self, head: str, depth: int) -> Node:
        rows, form = self.dice.pick((("lines", "order.lines"), ("visit", "visit")))
        return Node(head, (rows, self._inside(form, depth)), BOOL)

    def enough(self, depth: int) -> Node:
        self.used["at_least"] += 1
        return Node(
            "at_least", (self.dice.pick("123"), "lines", self._inside("order.lines", depth)), BOOL
        )

    def last_all(self, depth: int) -> Node:
        return self._last("last_all", depth)

    def last_any(self, depth: int) -> Node:
        return self._last("last_any", depth)

    def _last(self, head: str, depth: int) -> Node:
        condition = self._inside("delivery", depth)
        return Node(head, ("customer", self.dice.pick("123"), "delivery", condition), BOOL)

    def trend_own(self, depth: int) -> Node:
        key = self.dice.pick(("count", "price"))
        length = Node("dur", (self.dice.pick("12"), "d"), DURATION)
        series = Node("field", (key,), NUMBER)
        return Node("trend", (series, length, self.dice.pick(("up", "down"))), BOOL)

    def last_some(self, depth: int) -> Node:
        node = self._last("last_some", depth)
        return Node("last_some", (*node.args, self.dice.pick("12")), BOOL)

    def trend(self, depth: int) -> Node:
        series = self.dice.pick((("visit", "cost"), ("customer", "delivery", "qty")))
        length = Node("dur", (self.dice.pick("12"), "d"), DURATION)
        args = (Node("path", series, NUMBER), length, self.dice.pick(("up", "down")))
        ways = ("sum", "average", "max", "min", "count", "last")
        if self.dice.random.random() < 0.6:
            self.used["trend of"] += 1
            return Node("trend", (*args, self.dice.pick(ways)), BOOL)
        return Node("trend", args, BOOL)

    def held(self, depth: int) -> Node:
        key, type_ = self._field("order", "state")
        test = Node("=", (Node("field", (key,), type_), self._option("state")), BOOL)
        if self.dice.random.random() < 0.4:
            test = Node("field", ("rush",), BOOL)
        length = Node("dur", (self.dice.pick(("24", "48")), "h"), DURATION)
        return Node("held", (test, self.dice.pick((">", ">=", "<")), length), BOOL)

    def absent(self, depth: int) -> Node:
        self.used["not_within"] += 1
        length = Node(
            "dur", (self.dice.pick(("2", "48")), self.dice.pick(("h", "d", "wh", "wd"))), DURATION
        )
        return Node("not_within", (length, Node("act", (self.dice.pick(ACTS),))), BOOL)

    def rolling(self, depth: int) -> Node:
        self.used["roll"] += 1
        name = self.dice.pick(("count", "sum", "average", "min", "max"))
        path: tuple[str, ...] = self.dice.pick((("visit", "cost"), ("customer", "delivery", "qty")))
        if name == "count" and self.dice.random.random() < 0.5:
            path = ("visit",)
        args = (name, Node("path", path, NUMBER), self.days())
        if self.dice.random.random() < 0.5:
            return Node("roll", args, NUMBER)
        self.used["roll where"] += 1
        form = "visit" if path[0] == "visit" else "delivery"
        return Node("roll", (*args, self._inside(form, depth)), NUMBER)

"""How random trees branch: one method for each core head, listed by the kind it gives."""

from __future__ import annotations

from collections.abc import Callable

from rule_dsl.tree import Node
from rule_dsl.types import BOOL, DATE, DURATION, EMPTY, MOMENT, NUMBER, TEXT, Type
from tests.rule_dsl.targets.conditions import RecordConditions
from tests.rule_dsl.targets.leaves import ROOTS, number, text
from tests.rule_dsl.targets.world import TAGS


class Productions(RecordConditions):
    """Core heads by the kind they give."""

    # core heads by kind ------------------------------------------------------------------

    def _bool(self) -> list[Callable[[int], Node]]:
        rules: list[Callable[[int], Node]] = [
            self.logic, self.negated, self.compare, self.compare, self.equal, self.range,
            self.blank, self.member, self.part, self.near, self.until, self.if_bool, self.ranked,
            self.time_bound, self.tagged, self.equal_null, self.equal_person, self.equal_department,
        ]  # fmt: skip
        if self.reads_records():
            rules += self.record_conditions()
        return rules

    def _number(self) -> list[Callable[[int], Node]]:
        rules: list[Callable[[int], Node]] = [
            self.sum,
            self.difference,
            self.product,
            self.quotient,
            self.days_apart,
            self.minus,
            self.if_number,
        ]
        if self.related and self.frame == "order":
            rules += [self.rolling, self.ratio]
        return rules

    def _text(self) -> list[Callable[[int], Node]]:
        return [self.joined, self.if_text]

    def _date(self) -> list[Callable[[int], Node]]:
        return [self.later_day, self.earlier_day, self.if_date]

    def _moment(self) -> list[Callable[[int], Node]]:
        return [self.later_moment, self.if_moment]

    def _duration(self) -> list[Callable[[int], Node]]:
        return [self.elapsed, self.spans, self.scaled_span, self.if_duration]

    def _choice(self) -> list[Callable[[int], Node]]:
        return [self.if_choice]

    def _choices(self) -> list[Callable[[int], Node]]:
        return [self.if_choices]

    def logic(self, depth: int) -> Node:
        head = self.dice.pick(("and", "or"))
        self.used[head] += 1
        count = self.dice.random.choice((2, 2, 3))
        return Node(head, tuple(self.grow("bool", depth) for _ in range(count)), BOOL)

    def negated(self, depth: int) -> Node:
        self.used["not"] += 1
        return Node("not", (self.grow("bool", depth),), BOOL)

    def compare(self, depth: int) -> Node:
        kind = self.dice.pick(("number", "number", "text", "date", "moment", "duration"))
        head = self.dice.pick(("<", "<=", ">", ">="))
        self.used[head] += 1
        other = "date" if kind == "moment" and self.dice.random.random() < 0.3 else kind
        return Node(head, (self.grow(kind, depth), self.grow(other, depth)), BOOL)

    def equal(self, depth: int) -> Node:
        kind = self.dice.pick((*ROOTS, "state", *("person", "department") * 2))
        head = self.dice.pick(("=", "!="))
        self.used[head] += 1
        if kind in ("state", "person", "department"):
            right = self._option(kind) if self.dice.random.random() < 0.7 else self.leaf(kind)
            return Node(head, (self.leaf(kind), right), BOOL)
        right = self.leaf(kind) if self.dice.random.random() < 0.6 else self.grow(kind, depth)
        if kind != "bool" and self.dice.random.random() < 0.3:
            right = Node("null", (), EMPTY)
        return Node(head, (self.grow(kind, depth), right), BOOL)

    def equal_null(self, depth: int) -> Node:
        kind = self.dice.pick(ROOTS[1:])
        head = self.dice.pick(("=", "!="))
        return Node(head, (self.grow(kind, depth), Node("null", (), EMPTY)), BOOL)

    def equal_person(self, depth: int) -> Node:
        return self._equal_key("person")

    def equal_department(self, depth: int) -> Node:
        return self._equal_key("department")

    def _equal_key(self, kind: str) -> Node:
        head = self.dice.pick(("=", "!="))
        return Node(head, (self.leaf(kind), self._option(kind)), BOOL)

    def ranked(self, depth: int) -> Node:
        kind = self.dice.pick(("choice", "state"))
        left = self._typed_leaf(kind)
        right = self._option(kind, left.type) if self.dice.random.random() < 0.7 else left
        head = self.dice.pick(("<", "<=", ">", ">="))
        return Node(head, (left, right), BOOL)

    def _typed_leaf(self, kind: str, wanted: Type | None = None) -> Node:
        key, type_ = self._field("order", kind)
        if wanted is not None:
            key, type_ = (wanted.of or "").rpartition(".")[2], wanted
        return Node("field" if self.frame == "order" else "alias", (key,), type_)

    def range(self, depth: int) -> Node:
        kind = self.dice.pick(("number", "date", "text", "duration", "moment"))
        self.used["between"] += 1
        args = (self.grow(kind, depth), self.literal(kind), self.literal(kind))
        return Node("between", args, BOOL)

    def blank(self, depth: int) -> Node:
        self.used["empty"] += 1
        kind = self.dice.pick(
            ("number", "text", "date", "moment", "duration", "choice", "choices", "rows")
        )
        if kind == "rows":
            if self.frame != "order":
                return self.leaf("bool")
            return Node("empty", (Node("field", ("lines",), Type("rows", "order.lines")),), BOOL)
        return Node("empty", (self.grow(kind, depth),), BOOL)

    def member(self, depth: int) -> Node:
        self.used["in"] += 1
        kind = self.dice.pick(("number", "text", "choice", "choices", "date"))
        if kind == "choices":
            options = tuple(Node("opt", (tag,), Type("choices", "order.tags")) for tag in TAGS[:2])
            return Node("in", (self.leaf("choices"), *options), BOOL)
        return Node("in", (self.grow(kind, depth), *(self.literal(kind) for _ in range(3))), BOOL)

    def part(self, depth: int) -> Node:
        self.used["contains"] += 1
        if self.dice.random.random() < 0.5:
            option = Node("opt", (self.dice.pick(TAGS),), Type("choices", "order.tags"))
            return Node("contains", (self.grow("choices", depth), option), BOOL)
        return Node("contains", (self.grow("text", depth), self.leaf("text")), BOOL)

    def tagged(self, depth: int) -> Node:
        """Tags are compared with texts."""
        self.used["tagged"] += 1
        head = self.dice.pick(("contains", "=", "!=", "in"))
        marks = Type("choices", "order.marks")
        tags = [text(self.dice.pick((*TAGS, "", "no tag"))) for _ in range(2)]
        members = tags if head == "in" else tags[:1]
        return Node(head, (self._typed_leaf("choices", marks), *members), BOOL)

    def near(self, depth: int) -> Node:
        kind = self.dice.pick(("date", "moment"))
        return Node("near", (self.grow(kind, depth), self.days()), BOOL)

    def until(self, depth: int) -> Node:
        kind = self.dice.pick(("date", "moment"))
        head = self.dice.pick(("<", "<=", ">", ">=", "=", "!="))
        until = Node("until", (self.grow(kind, depth),), DURATION)
        return Node(head, (until, self._calendar_length(kind)), BOOL)

    def time_bound(self, depth: int) -> Node:
        """A difference of times beside a length: moved to the clock's side where there is one."""
        kind = self.dice.pick(("date", "moment"))
        clock = Node("today", (), DATE) if kind == "date" else Node("now", (), MOMENT)
        sides = [
            self.grow(kind, depth),
            clock if self.dice.random.random() < 0.6 else self.leaf(kind),
        ]
        self.dice.random.shuffle(sides)
        head = self.dice.pick(("<", "<=", ">", ">=", "=", "!="))
        right = (
            number(self.dice.random.randint(-3, 9))
            if self.dice.random.random() < 0.5
            else self._calendar_length(kind)
        )
        return Node(head, (Node("-", tuple(sides), DURATION), right), BOOL)

    def sum(self, depth: int) -> Node:
        self.used["+"] += 1
        return Node("+", (self.grow("number", depth), self.grow("number", depth)), NUMBER)

    def difference(self, depth: int) -> Node:
        self.used["-"] += 1
        return Node("-", (self.grow("number", depth), self.grow("number", depth)), NUMBER)

    def product(self, depth: int) -> Node:
        self.used["*"] += 1
        return Node("*", (self.grow("number", depth), self.grow("number", depth)), NUMBER)

    def quotient(self, depth: int) -> Node:
        self.used["/"] += 1
        return Node("/", (self.grow("number", depth), self.grow("number", depth)), NUMBER)

    def minus(self, depth: int) -> Node:
        return Node("-", (self.grow("number", depth),), NUMBER)

    def days_apart(self, depth: int) -> Node:
        other = "moment" if self.dice.random.random() < 0.3 else "date"
        return Node("-", (self.grow("date", depth), self.grow(other, depth)), NUMBER)

    def ratio(self, depth: int) -> Node:
        return Node("/", (self.grow("duration", depth), self.grow("duration", depth)), NUMBER)

    def joined(self, depth: int) -> Node:
        self.used["&"] += 1
        kind = self.dice.pick(("text", "number", "date"))
        return Node("&", (self.grow("text", depth), self.grow(kind, depth)), TEXT)

    def later_day(self, depth: int) -> Node:
        length = (
            self._calendar_length("date")
            if self.dice.random.random() < 0.7
            else self.grow("number", depth)
        )
        return Node("+", (self.grow("date", depth), length), DATE)

    def earlier_day(self, depth: int) -> Node:
        length = self.grow("duration", depth)
        if length.head == "dur":
            length = self.days()
        return Node("-", (self.grow("date", depth), length), DATE)

    def later_moment(self, depth: int) -> Node:
        head = self.dice.pick("+-")
        roll = self.dice.random.random()
        if roll < 0.5:
            length = self._calendar_length("moment")
        else:
            length = self.grow("duration" if roll < 0.8 else "number", depth)
        return Node(head, (self.grow("moment", depth), length), MOMENT)

    def elapsed(self, depth: int) -> Node:
        kind = self.dice.pick(("moment", "date"))
        return Node("-", (self.grow(kind, depth), self.grow(kind, depth)), DURATION)

    def spans(self, depth: int) -> Node:
        head = self.dice.pick("+-")
        return Node(head, (self.grow("duration", depth), self.grow("duration", depth)), DURATION)

    def scaled_span(self, depth: int) -> Node:
        head = self.dice.pick("*/")
        return Node(head, (self.grow("duration", depth), self.grow("number", depth)), DURATION)

    def _if(self, kind: str, depth: int) -> Node:
        self.used["if"] += 1
        chosen, other = self.grow(kind, depth), self.grow(kind, depth)
        return Node("if", (self.grow("bool", depth), chosen, other), chosen.type)

    def if_bool(self, depth: int) -> Node:
        return self._if("bool", depth)

    def if_number(self, depth: int) -> Node:
        return self._if("number", depth)

    def if_text(self, depth: int) -> Node:
        return self._if("text", depth)

    def if_date(self, depth: int) -> Node:
        return self._if("date", depth)

    def if_moment(self, depth: int) -> Node:
        return self._if("moment", depth)

    def if_duration(self, depth: int) -> Node:
        return self._if("duration", depth)

    def if_choice(self, depth: int) -> Node:
        return self._if("choice", depth)

    def if_choices(self, depth: int) -> Node:
        return self._if("choices", depth)

"""Random typed trees over the world's vocabulary. What was used least so far comes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from rule_dsl.functions import FUNCTIONS, Function, Param
from rule_dsl.tree import Node
from rule_dsl.types import (
    BOOL,
    DATE,
    DURATION,
    EMPTY,
    MOMENT,
    NUMBER,
    TEXT,
    Type,
)
from rule_dsl.values import number_text
from tests.rule_dsl.targets.world import ACTS, OPTIONS, STATES, TAGS, VOCABULARY, Dice

ROOTS = ("bool", "number", "text", "date", "moment", "duration", "choice", "choices")
TEXT_POOLS = {
    "unit": ("y", "m", "d", "ym", "md", "s", "min", "h", "w"),
    "format": (
        "0",
        "0.00",
        "#,##0.00",
        "0.0%",
        "000",
        "yyyy-mm-dd hh:mi:ss",
        "yyyy年mm月dd日",
        "??",
    ),
    "separator": ("-", "、", ", "),
    "part": ("a", "b", "加", "-", "A", "é", "@"),
    "old": ("a", "b", "-", "加急"),
    "fill": ("0", "ab", "*"),
}
BOUNDED = frozenset({"places", "count", "months", "exponent", "step", "index", "place", "type", "nth", "start", "hour", "minute", "second", "month", "day", "head", "tail", "chosen"})  # fmt: skip
UNITS = ("s", "min", "h", "d", "w")
RELATED_PATHS = {
    "number": (
        ("lines", "qty"),
        ("lines", "cost"),
        ("visit", "cost"),
        ("lines", "product", "limit"),
    ),
    "text": (("lines", "item"), ("visit", "note"), ("lines", "product", "name")),
    "date": (("lines", "needed"), ("lines", "product", "since")),
    "moment": (("visit", "at"),),
    "bool": (("lines", "ready"),),
}


def heads(node: Node) -> Counter[str]:
    """How often each function (by its name) and each other head occurs in a tree."""
    name = node.head.upper()
    is_call = name in FUNCTIONS and (not node.args or isinstance(node.args[0], Node))
    found = Counter(
        [name if is_call and node.head not in ("and", "or", "not", "if") else node.head]
    )
    if node.head == "dur" and node.args[1] in ("mo", "q", "wd", "wh"):
        found[f"dur {node.args[1]}"] += 1
    if node.head in ("and", "or", "not", "if"):
        found[name] += 1
    for arg in node.args:
        if isinstance(arg, Node):
            found += heads(arg)
    return found


def number(value: Decimal | int | str) -> Node:
    return Node("number", (number_text(Decimal(value)),), NUMBER)


def text(value: str) -> Node:
    return Node("text", (value,), TEXT)


class Generator:
    """Grows trees; ``frame`` is the form whose fields bare keys name."""

    def __init__(self, dice: Dice, *, related: bool = True) -> None:
        self.dice = dice
        self.related = related
        self.used: Counter[str] = Counter()
        self.frame = "order"
        self.by_kind: dict[str, list[Function]] = {}
        for function in FUNCTIONS.values():
            for kind in ROOTS:
                if _may_give(function, kind):
                    self.by_kind.setdefault(kind, []).append(function)

    def tree(self) -> Node:
        """A tree of any kind; conditions are the most frequent."""
        kind = self.dice.pick(
            ("bool", "bool", "bool", "bool", "bool", *ROOTS, "number", "number", "number", "number")
        )
        return self.grow(kind, self.dice.random.choice((3, 4, 4, 5)))

    def grow(self, kind: str, depth: int) -> Node:
        """A node of a kind."""
        roll = self.dice.random.random()
        if depth <= 0 or roll < 0.07:
            return self.leaf(kind)
        functions = self.by_kind.get(kind, [])
        if functions and roll < 0.66:
            return self.call(
                min(self._sample(functions), key=lambda f: self.used[f.name]), kind, depth
            )
        rules: list[Callable[[int], Node]] = getattr(self, f"_{kind}")()
        rule = min(self._sample(rules), key=lambda r: self.used[r.__name__])
        self.used[rule.__name__] += 1
        return rule(depth - 1)

    def _sample(self, options: Sequence[object]) -> list:  # type: ignore[type-arg]
        return self.dice.random.sample(list(options), k=min(len(options), 12))

    # leaves ------------------------------------------------------------------------------

    def leaf(self, kind: str) -> Node:
        roll = self.dice.random.random()
        if roll < 0.72:
            return self.named(kind)
        literal = self.literal(kind)
        self.used[literal.head] += 1
        return literal

    def named(self, kind: str) -> Node:
        """A field of the frame, the outer record, a linked record, or a parameter."""
        roll = self.dice.random.random()
        if kind == "number" and roll < 0.05:
            self.used["param"] += 1
            return Node("param", (self.dice.pick(("limit", "limit", "none")),), NUMBER)
        if kind == "text" and roll < 0.05:
            self.used["param"] += 1
            return Node("param", ("word",), TEXT)
        if self.related and roll < 0.2:
            node = self._path(kind)
            if node is not None:
                self.used["path"] += 1
                return node
        if self.frame != "order" and roll < 0.5:
            key, type_ = self._field("order", kind)
            self.used["alias"] += 1
            return Node("alias", (key,), type_)
        found = self._fields(self.frame, kind)
        if not found:
            return self.literal(kind)
        key, type_ = self.dice.pick(found)
        self.used["field"] += 1
        return Node("field", (key,), type_)

    def _fields(self, form: str, kind: str) -> list[tuple[str, Type]]:
        kinds = {"number": ("number", "money", "percent")}.get(kind, (kind,))
        fields = VOCABULARY.forms[form].fields.values()
        return [(f.key, f.type) for f in fields if f.type.kind in kinds]

    def _field(self, form: str, kind: str) -> tuple[str, Type]:
        key, type_ = self.dice.pick(self._fields(form, kind) or [("count", NUMBER)])
        return key, type_

    def _path(self, kind: str) -> Node | None:
        links = {"order": "customer", "order.lines": "product", "delivery": "customer"}
        link = links.get(self.frame)
        found = self._fields("customer", kind)
        if link is None or not found:
            return None
        key, type_ = self.dice.pick(found)
        steps = (link, "parent", key) if self.dice.random.random() < 0.3 else (link, key)
        return Node("path", steps, type_)

    def literal(self, kind: str) -> Node:
        dice = self.dice
        match kind:
            case "number":
                return number(dice.literal_number())
            case "text":
                return text(dice.text())
            case "bool":
                return Node("bool", (dice.pick(("true", "false")),), BOOL)
            case "date":
                return Node("date", (dice.day().isoformat(),), DATE)
            case "moment":
                moment = dice.moment()
                iso = (
                    moment.isoformat()
                    if dice.random.random() < 0.5
                    else moment.strftime("%Y-%m-%dT%H:%M")
                )
                return Node("moment", (iso,), MOMENT)
            case "duration":
                return Node(
                    "dur", (dice.pick(("1", "3", "0.5", "36", "-2")), dice.pick(UNITS)), DURATION
                )
            case "choices":
                key, type_ = self._field("order", "choices")
                return Node("field" if self.frame == "order" else "alias", (key,), type_)
        return self._option(kind)

    def _option(self, kind: str, type_: Type | None = None) -> Node:
        if kind == "state":
            return Node("state", (self.dice.pick(STATES),), type_ or Type("state", "order.status"))
        if kind in ("person", "department"):
            pool = {"person": ("ann", "bob"), "department": ("sales", "shop")}[kind]
            return Node(
                {"person": "person", "department": "dept"}[kind],
                (self.dice.pick(pool),),
                Type(kind),
            )  # type: ignore[arg-type]
        return Node("opt", (self.dice.pick(OPTIONS),), type_ or Type("choice", "order.kind"))

    def days(self) -> Node:
        return Node("dur", (self.dice.pick(("1", "3", "7", "30")), "d"), DURATION)

    # calls -------------------------------------------------------------------------------

    def call(self, function: Function, kind: str, depth: int) -> Node:
        """A call of a function that gives this kind."""
        args: list[Node] = []
        params = list(function.params)
        if params and params[-1].repeats:
            params += [params[-1]] * self.dice.random.choice((0, 1, 2))
        shared = kind if callable(function.returns) else self.dice.pick(("number", "date", "text"))
        for index, param in enumerate(params):
            if param.optional and self.dice.random.random() < 0.4:
                break
            args.append(self._argument(function, param, (index, shared, depth)))
        self.used[function.name] += 1
        given = function.result([arg.type for arg in args])
        if not isinstance(given, Type):
            return self.leaf(kind)
        return Node(function.name.lower(), tuple(args), given)

    def _argument(self, function: Function, param: Param, where: tuple[int, str, int]) -> Node:
        index, shared, depth = where
        name = function.name
        if name == "IFS":
            return self.grow("bool" if index % 2 == 0 else shared, depth - 1)
        if name == "SWITCH":
            is_case = index == 0 or index % 2 == 1
            return self.grow("number" if is_case else shared, depth - 1)
        if param.en in TEXT_POOLS and self.dice.random.random() < 0.85:
            return text(self.dice.pick(TEXT_POOLS[param.en]))
        if param.en in BOUNDED and self.dice.random.random() < 0.8:
            return number(self.dice.random.randint(-1, 5))
        if name == "DATE" and index == 0:
            return number(self.dice.random.randint(2020, 2030))
        if name == "VALUE" and self.dice.random.random() < 0.7:
            return text(self.dice.pick(("1,234.50", "50%", " 7 ", "-0.5", "x")))
        if name in ("DATEVALUE",) and self.dice.random.random() < 0.7:
            return text(self.dice.pick(("2026-11-21", "2026/2/3", "2026年2月29日", "x")))
        if (
            name in ("SQRT", "LN", "LOG", "LOG10", "FACT", "COMBIN", "POWER")
            and self.dice.random.random() < 0.7
        ):
            return number(abs(self.dice.number(1)) % 40)
        kind = self._kind(function, param, shared)
        if (
            param.many
            and self.related
            and self.frame == "order"
            and self.dice.random.random() < 0.35
        ):
            paths = RELATED_PATHS.get(kind)
            if paths:
                self.used["many"] += 1
                return self._many(self.dice.pick(paths), kind)
        return self.grow(kind, depth - 1)

    def _kind(self, function: Function, param: Param, shared: str) -> str:
        kinds = {"number" if k in ("money", "percent") else k for k in param.kinds} & set(ROOTS)
        if function.name in ("EDATE", "MIN", "MAX", "AVERAGE", "SUM") and shared in kinds:
            return shared
        if (
            param.repeats or function.name in ("IF", "CHOOSE", "COALESCE", "ISBLANK")
        ) and shared in kinds:
            return shared
        return str(self.dice.pick(sorted(kinds)))

    def _many(self, steps: tuple[str, ...], kind: str) -> Node:
        type_ = {"number": NUMBER, "text": TEXT, "date": DATE, "moment": MOMENT, "bool": BOOL}[kind]
        if self.dice.random.random() < 0.1:
            return (
                Node("field", ("lines",), Type("rows", "order.lines"))
                if kind == "bool"
                else Node("path", steps, type_)
            )
        return Node("path", steps, type_)

    # core heads by kind ------------------------------------------------------------------

    def _bool(self) -> list[Callable[[int], Node]]:
        rules = [
            self.logic, self.negated, self.compare, self.compare, self.equal, self.range,
            self.blank, self.member, self.part, self.near, self.until, self.if_bool, self.ranked,
            self.time_bound, self.equal_null, self.equal_person, self.equal_department,
        ]  # fmt: skip
        if self.related and self.frame == "order":
            rules += [
                self.exists, self.every, self.last, self.trend, self.held, self.absent, self.enough,
            ]  # fmt: skip
        return rules

    def _number(self) -> list[Callable[[int], Node]]:
        rules = [
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
        if kind not in ("bool",) and self.dice.random.random() < 0.3:
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

    def _typed_leaf(self, kind: str) -> Node:
        key, type_ = self._field("order", kind)
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

    def near(self, depth: int) -> Node:
        kind = self.dice.pick(("date", "moment"))
        self.used["near"] += 1
        return Node("near", (self.grow(kind, depth), self.days()), BOOL)

    def until(self, depth: int) -> Node:
        kind = self.dice.pick(("date", "moment"))
        self.used["until"] += 1
        head = self.dice.pick(("<", "<=", ">", ">=", "=", "!="))
        until = Node("until", (self.grow(kind, depth),), DURATION)
        return Node(head, (until, self._calendar_length(kind)), BOOL)

    def _calendar_length(self, kind: str) -> Node:
        units = (
            ("d", "d", "mo", "wd", "w", "q")
            if kind == "date"
            else ("d", "h", "mo", "wd", "wh", "q", "q")
        )
        unit = self.dice.pick(units)
        self.used["dur"] += 1
        if unit in ("mo", "q", "wd", "wh"):
            self.used[f"dur {unit}"] += 1
        if self.dice.random.random() < 0.12:
            self.used["param"] += 1
            return Node("param", (self.dice.pick(("grace", "notice", "lead")),), DURATION)
        return Node("dur", (self.dice.pick(("0", "1", "2", "5", "-1")), unit), DURATION)

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

    # other records -----------------------------------------------------------------------

    def _inside(self, form: str, depth: int) -> Node:
        frame, self.frame = self.frame, form
        node = self.grow("bool", min(depth, 2))
        self.frame = frame
        return node

    def exists(self, depth: int) -> Node:
        self.used["exists"] += 1
        form = self.dice.pick(("order", "delivery", "visit", "customer"))
        window = self.days() if self.dice.random.random() < 0.5 else None
        return Node("exists", (form, self._inside(form, depth), window), BOOL)

    def every(self, depth: int) -> Node:
        head = self.dice.pick(("all", "any"))
        self.used[head] += 1
        rows, form = self.dice.pick((("lines", "order.lines"), ("visit", "visit")))
        return Node(head, (rows, self._inside(form, depth)), BOOL)

    def enough(self, depth: int) -> Node:
        self.used["at_least"] += 1
        return Node(
            "at_least", (self.dice.pick("123"), "lines", self._inside("order.lines", depth)), BOOL
        )

    def last(self, depth: int) -> Node:
        head = self.dice.pick(("last_all", "last_any"))
        self.used[head] += 1
        condition = self._inside("delivery", depth)
        return Node(head, ("customer", self.dice.pick("123"), "delivery", condition), BOOL)

    def trend(self, depth: int) -> Node:
        self.used["trend"] += 1
        series = self.dice.pick((("visit", "cost"), ("customer", "delivery", "qty")))
        length = Node("dur", (self.dice.pick("12"), "d"), DURATION)
        return Node(
            "trend", (Node("path", series, NUMBER), length, self.dice.pick(("up", "down"))), BOOL
        )

    def held(self, depth: int) -> Node:
        self.used["held"] += 1
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
        return Node("roll", (name, Node("path", path, NUMBER), self.days()), NUMBER)


def _may_give(function: Function, kind: str) -> bool:
    """Whether a function can give a value of this kind."""
    if isinstance(function.returns, Type):
        return function.returns.kind == kind
    kinds = {k for param in function.params for k in param.kinds}
    named = {"number"} if kind == "number" else {kind}
    if function.group == "number" or function.name in ("MEDIAN", "MODE", "LARGE", "SMALL", "RANGE"):
        return kind == "number"
    if function.name == "EDATE":
        return kind in ("date", "moment")
    return bool(named & kinds)


def day_literal(value: date) -> Node:
    return Node("date", (value.isoformat(),), DATE)

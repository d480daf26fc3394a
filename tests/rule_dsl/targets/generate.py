"""Random typed trees over the world's vocabulary. What was used least so far comes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from rule_dsl.functions import FUNCTIONS, Function, Param
from rule_dsl.tree import Node
from rule_dsl.types import BOOL, DATE, MOMENT, NUMBER, TEXT, Type
from tests.rule_dsl.targets.leaves import ROOTS, number, text
from tests.rule_dsl.targets.productions import Productions
from tests.rule_dsl.targets.world import Dice

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
COUNTING = ("COUNT", "COUNTBLANK", "COUNTUNIQUE")
"""Functions whose values may be of several kinds."""
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


class Generator(Productions):
    """Grows trees; ``frame`` is the form whose fields bare keys name."""

    def __init__(self, dice: Dice, *, related: bool = True) -> None:
        super().__init__(dice, related=related)
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
        if kind == "bool" and self.reads_records() and self.dice.random.random() < 0.35:
            rules = self.record_conditions()
        rule = min(self._sample(rules), key=lambda r: self.used[r.__name__])
        self.used[rule.__name__] += 1
        node: Node = rule(depth - 1)
        return node

    def _sample(self, options: Sequence[object]) -> list:  # type: ignore[type-arg]
        return self.dice.random.sample(list(options), k=min(len(options), 12))

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
        if name in ("IFS", "SWITCH"):
            is_test = index == 0 or index % 2 == (name == "SWITCH")
            return self.grow(
                ("bool" if name == "IFS" else "number") if is_test else shared, depth - 1
            )
        chosen = self._chosen(name, param, index)
        if chosen is not None:
            return chosen
        kind = self._kind(function, param, shared)
        can_gather = param.many and self.related and self.frame == "order"
        if can_gather and self.dice.random.random() < 0.35:
            paths = RELATED_PATHS.get(kind)
            if kind == "number" and self.dice.random.random() < 0.4:
                self.used["row by row"] += 1
                return self._row_by_row()
            if paths:
                self.used["many"] += 1
                return self._many(self.dice.pick(paths), kind)
        return self.grow(kind, depth - 1)

    def _chosen(self, name: str, param: Param, index: int) -> Node | None:
        """A literal that the function can do something with, most of the time."""
        if param.en in TEXT_POOLS and self.dice.random.random() < 0.85:
            return text(self.dice.pick(TEXT_POOLS[param.en]))
        if param.en in BOUNDED and self.dice.random.random() < 0.8:
            return number(self.dice.random.randint(-1, 5))
        if name == "DATE" and index == 0:
            return number(self.dice.random.randint(2020, 2030))
        if name == "VALUE" and self.dice.random.random() < 0.7:
            return text(self.dice.pick(("1,234.50", "50%", " 7 ", "-0.5", "x")))
        if name == "DATEVALUE" and self.dice.random.random() < 0.7:
            return text(self.dice.pick(("2026-11-21", "2026/2/3", "2026年2月29日", "x")))
        if (
            name in ("SQRT", "LN", "LOG", "LOG10", "FACT", "COMBIN", "POWER")
            and self.dice.random.random() < 0.7
        ):
            return number(abs(self.dice.number(1)) % 40)
        return None

    def _kind(self, function: Function, param: Param, shared: str) -> str:
        kinds = {"number" if k in ("money", "percent") else k for k in param.kinds} & set(ROOTS)
        if function.name in COUNTING and self.dice.random.random() < 0.4:
            return str(self.dice.pick(sorted(kinds)))
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

    def _row_by_row(self) -> Node:
        """An expression of several columns of the same rows, and perhaps of the record itself."""
        root = self.dice.pick(("lines", "lines", "visit"))
        columns = [steps for steps in RELATED_PATHS["number"] if steps[0] == root]
        left, right = (self._many(self.dice.pick(columns), "number") for _ in range(2))
        if self.dice.random.random() < 0.4:
            right = self.leaf("number")
        if root == "lines" and self.dice.random.random() < 0.3:
            test = Node("=", (Node("path", ("lines", "ready"), BOOL), self.literal("bool")), BOOL)
            return Node("if", (test, left, right), NUMBER)
        made = Node(self.dice.pick(("+", "-", "*", "*")), (left, right), NUMBER)
        return Node("round", (made, number(1)), NUMBER) if self.dice.random.random() < 0.2 else made


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

"""Programs: an expression compiled once to Python code, from operation names and constants only.

Every key, text and number of the author's is a constant bound by number (``c0``, ``c1`` …), so
the generated source is made of our own words whatever the author wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from rule_dsl.functions import FUNCTIONS
from rule_dsl.functions.compute import date as dates
from rule_dsl.functions.compute import statistics
from rule_dsl.targets import carry
from rule_dsl.targets.elaborate import elaborate
from rule_dsl.targets.elsewhere import Reading, elsewhere
from rule_dsl.targets.ops import Op, Source, is_filled
from rule_dsl.tree import Node
from rule_dsl.vocabulary import Vocabulary

DEEPEST = 12
"""Operations nested in one Python expression before a function of its own takes the rest."""

TIMED = frozenset("today today_plus now changed_at possible_since happened trend trend_own".split())
ELSEWHERE = frozenset({"follow", "changed_at", "possible_since", "happened", "trend_own"})
PLAIN_CALLS = {
    "add": "add",
    "subtract": "subtract",
    "multiply": "multiply",
    "divide": "divide",
    "negate": "negate",
    "moment_plus": "plus",
    "day_plus": "plus_days",
    "nth": "nth",
    "first_of": "first_of",
    "text_of": "text_of",
} | {
    name: name
    for name in ("span_add span_subtract span_scale span_divide span_ratio span_of_days").split()
}
SCOPE_CALLS = frozenset({"workday", "networkdays", "workhours", "addworkhours"})
COMPUTED: dict[str, Any] = {
    name.lower(): function.compute for name, function in FUNCTIONS.items() if function.compute
} | {
    "edate_clock": carry.edate_clock,
    "clock_time": dates.clock_time,
    "sum_span": statistics.sum_span,
    "average_span": statistics.average_span,
}


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled expression: call it with a scope."""

    run: Callable[[Any], Any]
    reads: frozenset[str]
    reads_time: bool
    reads_related: bool
    elsewhere: frozenset[Reading] = frozenset()

    @property
    def gathers(self) -> bool:
        """Whether it reads many other records: a database answers that better."""
        return any(each.gathers for each in self.elsewhere)

    def __call__(self, scope: Any) -> Any:
        return self.run(scope)


def compile_python(tree: Node, vocabulary: Vocabulary, subject: str) -> Program:
    """The program of an expression over the subject's records."""
    return compile_ops(elaborate(tree, vocabulary, subject))


def compile_ops(op: Op) -> Program:
    """The program of elaborated operations."""
    ops = list(op.walk())
    writer = _Writer()
    writer.define("program", op, arguments="s", opening="r = s.record; o = s.outer or r")
    return Program(
        run=writer.load(),
        reads=_own_fields(op),
        reads_time=any(o.name in TIMED or (o.source and o.source.within) for o in ops),
        reads_related=any(
            o.name in ELSEWHERE or (o.source is not None and o.source.kind != "lines") for o in ops
        ),
        elsewhere=elsewhere(op),
    )


def _own_fields(op: Op) -> frozenset[str]:
    """The keys of the subject's fields that are read, outside the conditions on other rows."""
    found: set[str] = set()
    _collect(op, found, own=True)
    return frozenset(found)


def _collect(op: Op, found: set[str], *, own: bool) -> None:
    if op.name == "outer" or (op.name == "field" and own):
        found.add(op.value)
    if op.name in ("changed_at", "trend_own") and own:
        found.update(op.value[1] if isinstance(op.value[1], tuple) else (op.value[1],))
    source = op.source
    if source is not None:
        if source.kind == "lines" and own:
            found.add(source.key)
        for part in (source.anchor, source.within):
            if part is not None:
                _collect(part, found, own=own)
    for arg in op.args:
        _collect(arg, found, own=own and source is None)


@dataclass(slots=True)
class _Writer:
    """Collects the functions of one program and the constants they name."""

    constants: list[Any] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    temporaries: int = 0
    depth: int = 0

    def load(self) -> Callable[[Any], Any]:
        """The compiled program. The only place where source becomes code."""
        source = "\n".join(self.functions)
        names: dict[str, Any] = {f"_{name}": value for name, value in carry.NAMES.items()}
        names |= {f"f_{name}": compute for name, compute in COMPUTED.items()}
        names |= {f"c{i}": value for i, value in enumerate(self.constants)}
        exec(compile(source, "<rule>", "exec"), names)  # noqa: S102
        program: Callable[[Any], Any] = names["program"]
        return program

    def define(self, name: str, op: Op, *, arguments: str, opening: str = "pass") -> None:
        """A function that returns the operation's value."""
        depth, self.depth = self.depth, 0
        body = self.write(op)
        self.depth = depth
        self.functions.append(f"def {name}({arguments}):\n    {opening}\n    return {body}")

    def inner(self, op: Op) -> str:
        """The name of a function of scope, row and rule's own record."""
        name = f"q{len(self.functions)}_{self.temporaries}"
        self.temporaries += 1
        self.define(name, op, arguments="s, r, o")
        return name

    def constant(self, value: Any) -> str:
        """A constant's name."""
        self.constants.append(value)
        return f"c{len(self.constants) - 1}"

    def temporary(self) -> str:
        """A fresh local name."""
        self.temporaries += 1
        return f"t{self.temporaries}"

    def write(self, op: Op) -> str:
        """The Python expression of an operation."""
        if self.depth >= DEEPEST and op.args:
            return f"{self.inner(op)}(s, r, o)"
        self.depth += 1
        rule = RULES.get(op.name)
        text = rule(self, op) if rule is not None else self._call(op)
        self.depth -= 1
        return text

    def writes(self, ops: Sequence[Op]) -> str:
        """Several expressions, for a call."""
        return ", ".join(self.write(op) for op in ops)

    def _call(self, op: Op) -> str:
        if op.name in SCOPE_CALLS:
            return f"_{op.name}(s, {self.writes(op.args)})"
        return _ticked(op, f"_{PLAIN_CALLS[op.name]}({self.writes(op.args)})")

    def rows(self, source: Source) -> str:
        """The rows of a source."""
        anchor = self.write(source.anchor) if source.anchor is not None else "None"
        within = self.write(source.within) if source.within is not None else "None"
        return f"_rows(s, {self.constant(source)}, r, {anchor}, {within})"


def _const(writer: _Writer, op: Op) -> str:
    if op.value is None or op.value is True or op.value is False:
        return str(op.value)
    return writer.constant(op.value)


def _field(writer: _Writer, op: Op) -> str:
    record = "o" if op.name == "outer" else "r"
    read = f"{record}.get({writer.constant(op.value)})"
    match op.sort:
        case "bool":
            return f"({read} is True)"
        case "text" | "key":
            return f"({read} or None)"
        case "keys":
            return f"_keys({read})"
        case "rows":
            return f"({read} or None)"
    return read


def _bare(writer: _Writer, op: Op, other: Op) -> str:
    """A side of a comparison whose '' may stay '', because the other side is never empty."""
    if op.name in ("field", "outer") and op.sort in ("text", "key") and is_filled(other):
        return f"{'o' if op.name == 'outer' else 'r'}.get({writer.constant(op.value)})"
    return writer.write(op)


def _same(writer: _Writer, op: Op) -> str:
    left, right = op.args
    return f"({_bare(writer, left, right)} == {_bare(writer, right, left)})"


def _order(sign: str) -> Callable[[_Writer, Op], str]:
    def write(writer: _Writer, op: Op) -> str:
        guards, sides = [], []
        for arg in op.args:
            text = writer.write(arg)
            if not is_filled(arg):
                name = writer.temporary()
                guards.append(f"({name} := {text}) is not None and ")
                text = name
            sides.append(text)
        return f"({''.join(guards)}{sides[0]} {sign} {sides[1]})"

    return write


def _inside(writer: _Writer, op: Op) -> str:
    """A part in a text, an option in a set."""
    whole, part = op.args
    left, right = writer.temporary(), writer.temporary()
    return (
        f"(({left} := {writer.write(whole)}) is not None and "
        f"({right} := {writer.write(part)}) is not None and {right} in {left})"
    )


def _among(writer: _Writer, op: Op) -> str:
    return f"({writer.write(op.args[0])} in {writer.constant(op.value)})"


def _joined(word: str) -> Callable[[_Writer, Op], str]:
    def write(writer: _Writer, op: Op) -> str:
        return f"({f' {word} '.join(writer.write(arg) for arg in op.args)})"

    return write


def _choose(writer: _Writer, op: Op) -> str:
    condition, chosen, other = (writer.write(arg) for arg in op.args)
    return f"({chosen} if {condition} else {other})"


def _difference(writer: _Writer, op: Op) -> str:
    """Between two moments, or the whole days between two dates."""
    left, right = writer.temporary(), writer.temporary()
    length = f"{left} - {right}"
    shown = length if op.name == "moment_diff" else f"{writer.constant(Decimal)}(({length}).days)"
    return (
        f"({shown} if ({left} := {writer.write(op.args[0])}) is not None and "
        f"({right} := {writer.write(op.args[1])}) is not None else None)"
    )


def _function(writer: _Writer, op: Op) -> str:
    args = [
        f"*{_values(writer, arg)}" if arg.name == "values" else writer.write(arg) for arg in op.args
    ]
    return _ticked(op, f"f_{op.value}({', '.join(args)})")


def _ticked(op: Op, text: str) -> str:
    """A tick is never empty, also where a function finds none."""
    return f"({text} is True)" if op.sort == "bool" else text


def _values(writer: _Writer, op: Op) -> str:
    value, test = op.args
    condition = "" if test.value is True else f" if {writer.inner(test)}(s, x, o)"
    return f"[{writer.inner(value)}(s, x, o) for x in {_source(writer, op)}{condition}]"


def _source(writer: _Writer, op: Op) -> str:
    assert op.source is not None  # noqa: S101
    return writer.rows(op.source)


def _some(writer: _Writer, op: Op) -> str:
    test = writer.inner(op.args[0])
    return f"any({test}(s, x, o) for x in {_source(writer, op)})"


def _enough(writer: _Writer, op: Op) -> str:
    test = writer.inner(op.args[0])
    number = writer.constant(op.value)
    return f"(sum({test}(s, x, o) for x in {_source(writer, op)}) >= {number})"


def _trend(writer: _Writer, op: Op) -> str:
    value = writer.inner(op.args[0])
    shape = writer.constant(op.value)
    source = writer.constant(op.source)
    return f"_trend(s, {_source(writer, op)}, {source}, {value}, {shape})"


def _follow(writer: _Writer, op: Op) -> str:
    form, key = map(writer.constant, op.value)
    return f"_follow(s, {form}, {writer.write(op.args[0])}, {key}, {writer.constant(op.sort)})"


def _history(writer: _Writer, op: Op) -> str:
    form, key = map(writer.constant, op.value)
    if op.name == "changed_at":
        return f"_changed_at(s, r, {form}, {key})"
    return f"s.related.{op.name}({form}, r, {key})"


def _rows_changed(writer: _Writer, op: Op) -> str:
    source = op.source
    assert source is not None and source.anchor is not None  # noqa: S101, PT018
    anchor = writer.write(source.anchor)
    return f"_rows_changed_at(s, {writer.constant(source)}, r, {anchor})"


def _on(method: str) -> Callable[[_Writer, Op], str]:
    """An operation that is a method of the scope's zone or calendar."""

    def write(writer: _Writer, op: Op) -> str:
        return f"s.{method}({writer.writes(op.args)})"

    return write


RULES: dict[str, Callable[[_Writer, Op], str]] = {
    "const": _const,
    "field": _field,
    "outer": _field,
    "follow": _follow,
    "param": lambda writer, op: (
        f"_param(s, {writer.constant(op.value)}, {writer.constant(op.sort)})"
    ),
    "today": lambda _writer, _op: "s.today",
    "today_plus": lambda writer, op: f"(s.today + {writer.constant(carry.days(op.value))})",
    "now": lambda _writer, _op: "s.now",
    "and": _joined("and"),
    "or": _joined("or"),
    "not": lambda writer, op: f"(not {writer.write(op.args[0])})",
    "same": _same,
    "less": _order("<"),
    "at_most": _order("<="),
    "blank": lambda writer, op: f"({writer.write(op.args[0])} is None)",
    "holds": _inside,
    "has": _inside,
    "among": _among,
    "rank": lambda writer, op: (
        f"_rank({writer.write(op.args[0])}, {writer.constant(carry.places(op.value))})"
    ),
    "choose": _choose,
    "moment_diff": _difference,
    "day_diff": _difference,
    "shift": lambda writer, op: f"_shift(s, {writer.writes(op.args)}, {op.value:d})",
    "day_of": _on("table.day"),
    "local": _on("table.local"),
    "moment_of": _on("table.moment"),
    "isworkday": _on("calendar.is_working"),
    "nextworkday": _on("calendar.next_day"),
    "prevworkday": _on("calendar.previous_day"),
    "call": _function,
    "some": _some,
    "enough": _enough,
    "trend": _trend,
    "trend_own": lambda writer, op: f"_trend_own(s, r, {writer.constant(op.value)})",
    "changed_at": _history,
    "rows_changed_at": _rows_changed,
    "possible_since": _history,
    "happened": _history,
}

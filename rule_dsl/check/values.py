"""Values: literals, references, arithmetic and function calls, with their types."""

from __future__ import annotations

from decimal import Decimal

from lark import Tree

from rule_dsl.check.context import (
    UNKNOWN_TYPE,
    Context,
    ValueRule,
    is_unknown,
    value,
)
from rule_dsl.check.days import clock
from rule_dsl.check.names import (
    CHOICES,
    is_value_name,
    option_of,
    thing,
    value_name,
)
from rule_dsl.check.syntax import find_word, span_of, trees, word_of, words
from rule_dsl.check.truth import flatten, join, predicate
from rule_dsl.check.typing import arithmetic, kinds_fact, type_fact
from rule_dsl.check.units import alike, beside
from rule_dsl.functions import FUNCTIONS, ArgumentProblem
from rule_dsl.functions.base import BOOL_KINDS
from rule_dsl.gather import gathered_inside, gathers, row_paths
from rule_dsl.lexer import literals
from rule_dsl.lexer.numerals import plain
from rule_dsl.lexer.words import Word
from rule_dsl.suggest import similar
from rule_dsl.synonyms.units import SIZES
from rule_dsl.tree import Node, Span
from rule_dsl.types import (
    BOOL,
    DATE,
    DURATION,
    EMPTY,
    MOMENT,
    NUMBER,
    PERCENT,
    TEXT,
    TIME,
    Type,
)

Expect = Type | None


def _number(_c: Context, part: Tree[Word], _expect: Expect) -> Node:
    text, _unit = word_of(part).value
    return Node("number", (text,), NUMBER, span_of(part))


def _percent(_c: Context, part: Tree[Word], _expect: Expect) -> Node:
    return Node("number", (word_of(part).value,), PERCENT, span_of(part))


def _duration(c: Context, part: Tree[Word], _expect: Expect) -> Node:
    return duration(c, word_of(part))


def duration(c: Context, word: Word) -> Node:
    """A duration literal; half a month and half a working day have no length."""
    amount, unit = word.value
    span = Span(word.start, word.end)
    measure, size = SIZES.get(unit, (unit, 1))
    if measure in ("months", "wd") and Decimal(amount) * size % 1:
        c.refuse("unit_not_whole", span, name=word.text.strip())
    return Node("dur", (amount, unit), DURATION, span)


def _text(c: Context, part: Tree[Word], expect: Expect) -> Node:
    return text_as(c, str(word_of(part).value), span_of(part), expect)


def text_as(c: Context, text: str, span: Span, expect: Expect) -> Node:
    """A quoted text, read as what it is compared with: an option, a date, a moment, or text."""
    if expect is not None:
        if expect.kind in CHOICES:
            return option_of(c, text, expect, span)
        folded = text.strip()
        if expect.kind in ("date", "moment"):
            for word in literals.moments(folded, 0):
                if word.end == len(folded):
                    return _temporal(c, word.kind, str(word.value), span)
        if expect.kind == "person":
            for entity in c.lexicon.named(folded):
                if entity.kind == "person":
                    return Node("person", (entity.key,), expect, span)
    return Node("text", (text,), TEXT, span)


def _temporal(c: Context, kind: str, text: str, span: Span) -> Node:
    checks = {
        "DATE": (literals.is_date, "date", DATE),
        "TIME": (literals.is_time, "time", TIME),
        "MOMENT": (literals.is_moment, "moment", MOMENT),
    }
    exists, head, kind_type = checks[kind]
    if not exists(text):
        return c.refuse("no_such_time" if kind == "TIME" else "no_such_date", span, name=text)
    return Node(head, (text,), kind_type, span)


def _moment(c: Context, part: Tree[Word], _expect: Expect) -> Node:
    word = word_of(part)
    return _temporal(c, word.kind, str(word.value), span_of(part))


def _bool(c: Context, part: Tree[Word], expect: Expect) -> Node:
    name = str(part.data)
    span = span_of(part)
    if expect is not None and expect.kind in CHOICES:
        return option_of(c, word_of(part).text, expect, span)
    return Node("bool", (name,), BOOL, span)


def _nothing(_c: Context, part: Tree[Word], _expect: Expect) -> Node:
    return Node("null", (), EMPTY, span_of(part))


def _now(_c: Context, part: Tree[Word], _expect: Expect) -> Node:
    return clock(str(word_of(part).value), span_of(part))


def _gathered(c: Context, part: Tree[Word], _expect: Expect) -> Node:
    """菜品明细的菜价合计, sum of dishes' price: SUM of them."""
    word, aggregate = word_of(part).value
    with c.taking_many(allowed=True):
        rows = value(c, Tree("reference", [Tree("name", [word])]))
    return _called(c, aggregate.upper(), [rows], span_of(part))


def _share(c: Context, part: Tree[Word], _expect: Expect) -> Node:
    """费用的120%, 120% of the cost: so many times it."""
    word = next(word for word in words(part) if word.kind in ("SHARE", "PART"))
    much = Node("number", (str(word.value),), NUMBER, Span(word.start, word.end))
    whole = value(c, trees(part)[0])
    return arithmetic(c, "*", whole, much, span_of(part))


def _reference(c: Context, part: Tree[Word], expect: Expect) -> Node:
    word = word_of(part)
    if word.kind == "SOFT" and not _soft_is_name(c, word, expect):
        return text_as(c, word.text, span_of(part), expect)
    found = value_name(c, part, expect)
    if is_row_path(found) and not c.takes_many:
        return c.refuse("many_values", span_of(part))
    return found


def _soft_is_name(c: Context, word: Word, expect: Expect) -> bool:
    if expect is not None:
        return False
    return is_value_name(c, word)


def _until(c: Context, part: Tree[Word], _expect: Expect) -> Node:
    found = thing(c, part.children[-1], ("field", "param"))
    span = span_of(part)
    if not is_unknown(found) and found.type.kind not in ("date", "moment"):
        return c.refuse(
            "until_needs_date",
            span,
            name=word_of(part.children[-1]).text,
            found=type_fact(found.type),
        )
    kind = Type("duration", "date") if found.type.kind == "date" else DURATION
    return Node("until", (found,), kind, span)


def _bracket(c: Context, part: Tree[Word], expect: Expect) -> Node:
    return value(c, part.children[0], expect)


def _negative(c: Context, part: Tree[Word], _expect: Expect) -> Node:
    inner = value(c, part.children[-1])
    span = span_of(part)
    if inner.head == "number":
        text = str(inner.args[0])
        flipped = text[1:] if text.startswith("-") else f"-{text}"
        return Node("number", (plain(Decimal(flipped)),), inner.type, span)
    if not is_unknown(inner) and not inner.type.is_numeric:
        return c.refuse("not_a_number", span, name=type_fact(inner.type), operator="-")
    return Node("-", (Node("number", ("0",), NUMBER, span), inner), inner.type, span)


def _binary(c: Context, part: Tree[Word], _expect: Expect) -> Node:
    left_part, right_part = trees(part)
    operator = str(words(part)[0].value)
    left, right = value(c, left_part), value(c, right_part)
    sides = beside(c, operator, left, right), beside(c, operator, right, left)
    return arithmetic(c, operator, *sides, span_of(part))


def _power(c: Context, part: Tree[Word], _expect: Expect) -> Node:
    """2^3 is POWER(2, 3)."""
    args = [value(c, piece) for piece in trees(part)]
    return _called(c, "POWER", args, span_of(part))


def _join(c: Context, part: Tree[Word], _expect: Expect) -> Node:
    pieces: list[Node] = []
    for child in part.children:
        piece = value(c, child)
        pieces.extend(flatten(piece, "concat"))
    return Node("concat", tuple(pieces), TEXT, span_of(part))


def _call(c: Context, part: Tree[Word], expect: Expect) -> Node:
    word = find_word(part, "FUNC")
    name = str(word.value)
    span = span_of(part)
    parts = trees(part)
    if name not in FUNCTIONS:
        return _refuse_function(c, word)
    if name in ("AND", "OR") and parts:
        return join(name.lower(), [predicate(c, p) for p in parts], span)
    if name == "NOT" and len(parts) == 1:
        return Node("not", (predicate(c, parts[0]),), BOOL, span)
    if name == "IF" and parts:
        args = [predicate(c, parts[0]), *_branches(c, parts[1:], expect)]
    else:
        args = [_argument(c, name, index, p) for index, p in enumerate(parts)]
    return _called(c, name, args, span)


def _called(c: Context, name: str, args: list[Node], span: Span) -> Node:
    """A call with its type, where the arguments fit."""
    args = alike(c, args)
    if any(is_unknown(arg) for arg in args):
        return Node(name.lower(), tuple(args), UNKNOWN_TYPE, span)
    function = FUNCTIONS[name]
    for index, arg in enumerate(args):
        param = function.parameter(index)
        if arg.type.kind == "empty" and param is not None and param.kinds == BOOL_KINDS:
            return c.refuse("not_a_condition", arg.span or span, found=type_fact(arg.type))
    result = function.result([arg.type for arg in args])
    if isinstance(result, ArgumentProblem):
        return _refuse_call(c, name, result, args, span)
    return Node(name.lower(), tuple(args), result, span)


def _argument(c: Context, name: str, index: int, part: Tree[Word]) -> Node:
    if not gathers(name, index):
        return value(c, part)
    with c.taking_many(allowed=True):
        made = value(c, part)
    roots = {root_of(path) for path in row_paths(made, is_row_path)}
    if len(roots) > 1:
        return c.refuse("several_lists", span_of(part))
    own = len(c.forms) > 1 and not is_row_path(made) and made.head != "form"
    if roots and (own or gathered_inside(made, is_row_path)):
        return c.refuse("gather_inside", span_of(part))
    return made


def root_of(path: Node) -> Node:
    """Where a path starts."""
    base = path
    while base.head == "path":
        base = base.child(0)
    return base


def is_row_path(node: Node) -> bool:
    """Whether a node is a path through lines or through the records of a form."""
    if node.head != "path":
        return False
    root = root_of(node)
    return root.type.kind == "rows" or root.head == "form"


def _refuse_function(c: Context, word: Word) -> Node:
    near = similar(word.text, [label for f in FUNCTIONS.values() for label in (f.name, *f.zh)], {})
    code = "unknown_function_like" if near else "unknown_function"
    return c.refuse(code, Span(word.start, word.end), near, name=word.text)


def _branches(c: Context, parts: list[Tree[Word]], expect: Expect) -> list[Node]:
    made = [value(c, p, expect) for p in parts]
    chosen = next((m.type for m in made if m.type.kind in CHOICES), None)
    if chosen is not None and expect is None:
        made = [
            value(c, p, chosen) if m.type == TEXT else m for p, m in zip(parts, made, strict=True)
        ]
    return made


def _refuse_call(
    c: Context, name: str, found: ArgumentProblem, args: list[Node], span: Span
) -> Node:
    at = args[found.index].span if found.index < len(args) else None
    return c.refuse(
        f"argument_{found.code}",
        at or span,
        function={"en": name, "zh": FUNCTIONS[name].zh[0]},
        given=str(len(args)),
        least=str(sum(not param.optional for param in FUNCTIONS[name].params)),
        found=type_fact(args[found.index].type) if found.index < len(args) else "",
        wanted=kinds_fact(found.expected),
    )


VALUES: dict[str, ValueRule] = {
    "number": _number,
    "percent": _percent,
    "duration": _duration,
    "text": _text,
    "date": _moment,
    "time": _moment,
    "moment": _moment,
    "true": _bool,
    "false": _bool,
    "nothing": _nothing,
    "now": _now,
    "gathered": _gathered,
    "share": _share,
    "part": _share,
    "reference": _reference,
    "until": _until,
    "bracket": _bracket,
    "negative": _negative,
    "binary": _binary,
    "power": _power,
    "join": _join,
    "call_function": _call,
}

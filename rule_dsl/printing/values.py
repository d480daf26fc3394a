"""Values and conditions as text."""

from __future__ import annotations

from rule_dsl.check.compare import percent_text
from rule_dsl.check.days import PERIODS
from rule_dsl.lexer.quotes import quote_text
from rule_dsl.printing.names import Scope
from rule_dsl.tree import Node
from rule_dsl.types import PERCENT, Type

_SYMBOLS = {
    "zh": {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"},
    "en": {"=": " = ", "!=": " != ", "<": " < ", "<=": " <= ", ">": " > ", ">=": " >= "},
}
_LEVELS = {"or": 1, "and": 2, "not": 3, "+": 5, "-": 5, "concat": 5, "*": 6, "/": 6}
_CONDITION, _SUM, _PRODUCT, _PRIMARY = 4, 5, 6, 7
_CONDITIONS = frozenset(
    "= != < <= > >= empty contains in between near held not_within last_all last_any last_some "
    "trend exists any all at_least event".split()
)
_NAMED = frozenset("role dept person form msg doc conn queue flow list channel act param".split())


def level(node: Node) -> int:
    """How tightly a node's text binds."""
    if node.head in _CONDITIONS:
        return _CONDITION
    if node.head == "number" and str(node.args[0]).startswith("-"):
        return _PRODUCT
    return _LEVELS.get(node.head, _PRIMARY)


def text_of(s: Scope, node: Node, least: int = 0) -> str:
    """The text of a value or condition, in brackets where it binds less tightly than asked."""
    text = _print(s, node)
    return f"({text})" if level(node) < least else text


def arg(node: Node, index: int) -> Node:
    """An argument that is a node."""
    return node.child(index)


def nodes(node: Node | str | None) -> list[Node]:
    """The arguments that are nodes."""
    return [a for a in node.args if isinstance(a, Node)] if isinstance(node, Node) else []


def _print(s: Scope, node: Node) -> str:
    head = node.head
    if head in _SYMBOLS["zh"]:
        return _comparison(s, node)
    if head in ("and", "or"):
        return s.words.join(head, [text_of(s, part, _LEVELS[head] + 1) for part in nodes(node)])
    if head in ("+", "-", "*", "/"):
        return _arithmetic(s, node)
    if head in _LEAVES and not _is_call(node):
        return _leaf(s, node)
    if head in _NAMED:
        return s.name(head, s.labels(head, str(node.args[0])), str(node.args[0]))
    made = _CONSTRUCTS.get(head)
    if made is not None:
        return made(s, node)
    return f"{head.upper()}({', '.join(text_of(s, part) for part in nodes(node))})"


def _comparison(s: Scope, node: Node) -> str:
    left, right = arg(node, 0), arg(node, 1)
    symbol = _SYMBOLS[s.lang][node.head]
    return operand(s, left, right, _SUM) + symbol + operand(s, right, left, _SUM)


def operand(s: Scope, node: Node, other: Node, least: int) -> str:
    """One side of a comparison: a number beside a percentage is printed as one."""
    if node.head == "number" and other.type == PERCENT and other.head != "number":
        return percent_text(str(node.args[0]))
    return text_of(s, node, least)


def _arithmetic(s: Scope, node: Node) -> str:
    head = node.head
    own = _LEVELS[head]
    left, right = text_of(s, arg(node, 0), own), text_of(s, arg(node, 1), own + 1)
    return f"{left} {head} {right}"


_LEAVES = frozenset("field number bool null text date time moment dur opt state unknown".split())


def _is_call(node: Node) -> bool:
    """DATE, TEXT and MOMENT are functions beside constants of the same head: their parts are nodes."""
    return bool(node.args) and isinstance(node.args[0], Node)


def _leaf(s: Scope, node: Node) -> str:
    first = str(node.args[0]) if node.args else ""
    match node.head:
        case "field":
            return s.field(s.forms[-1], first)
        case "bool":
            return s.words.spelling("TRUE" if first == "true" else "FALSE")
        case "null":
            return s.words.spelling("NOTHING")
        case "text":
            return quote_text(first, s.lang)
        case "dur":
            return s.words.duration(first, str(node.args[1]))
        case "opt" | "state":
            return s.option(node.type.of, node.head, first)
    return first


def _path(s: Scope, node: Node) -> str:
    base = arg(node, 0)
    form = str(base.args[0]) if base.head == "form" else base.type.of
    return s.words.fill("possessive", _print(s, base), s.field(form, str(node.args[1])))


def _alias(s: Scope, node: Node) -> str:
    return s.words.fill("outer", s.field(s.subject, str(node.args[0])))


def _not(s: Scope, node: Node) -> str:
    inner = arg(node, 0)
    if inner.head in ("empty", "contains", "in"):
        return _construct(s, inner, f"not_{inner.head}")
    return s.words.fill("not", text_of(s, inner, 4))


def _construct(s: Scope, node: Node, template: str) -> str:
    if node.head == "empty":
        return s.words.fill(template, text_of(s, arg(node, 0), _SUM))
    if node.head == "contains":
        return s.words.fill(template, *(text_of(s, part, _SUM) for part in nodes(node)))
    first, *members = nodes(node)
    listed = [operand(s, member, first, _SUM) for member in members]
    text = listed[0] if len(listed) == 1 else f"({s.words.join('members', listed)})"
    return s.words.fill(template, text_of(s, first, _SUM), text)


def _own(s: Scope, node: Node) -> str:
    return _construct(s, node, node.head)


def _between(s: Scope, node: Node) -> str:
    first, low, high = nodes(node)
    word = next((word for word, days in PERIODS.items() if days == (low, high)), None)
    if word is not None:
        return s.words.fill(
            "in_period", text_of(s, first, _SUM), s.words.spelling(f"PERIOD:{word}")
        )
    return s.words.fill(
        "between",
        text_of(s, first, _SUM),
        operand(s, low, first, _SUM),
        operand(s, high, first, _SUM),
    )


def _simple(s: Scope, node: Node) -> str:
    return s.words.fill(node.head, *(text_of(s, part, _SUM) for part in nodes(node)))


def _held(s: Scope, node: Node) -> str:
    inner, bound = nodes(node)
    text = text_of(s, inner)
    if inner.head not in _SYMBOLS["zh"] and inner.head not in ("empty", "contains", "between"):
        text = f"({text})"
    return s.words.fill(f"held{node.args[1]}", text, text_of(s, bound, _SUM))


def _not_within(s: Scope, node: Node) -> str:
    bound, what = nodes(node)
    template = "not_within" if what.head == "act" else "not_within_field"
    return s.words.fill(template, _print(s, bound), _print(s, what))


def _last(s: Scope, node: Node) -> str:
    owner, count, form, inner, *more = nodes(node)
    whose = _whose(s, owner, form)
    with s.inside(str(form.args[0])):
        body = text_of(s, inner, 3)
    parts = [whose, str(count.args[0]), _print(s, form), body]
    parts += [str(extra.args[0]) for extra in more]
    return s.words.fill(node.head, *parts).strip()


def _whose(s: Scope, owner: Node, form: Node) -> str:
    """The link that says whose records are meant; nothing where it is the only one they have."""
    if owner.head != "field" or str(owner.args[0]) in s.form.fields:
        return "" if owner.head == "form" else _print(s, owner)
    rows = s.vocabulary.forms[str(form.args[0])]
    theirs = [f for f in rows.fields.values() if f.type == Type("link", s.form.key)]
    return s.field(rows.key, str(owner.args[0])) if len(theirs) > 1 else ""


def _trend(s: Scope, node: Node) -> str:
    series, length = nodes(node)
    direction, *aggregate = (str(word) for word in node.args[2:])
    parts = [text_of(s, series, _SUM), _print(s, length), s.words.spelling(f"DIR:{direction}")]
    parts += [s.words.spelling(f"AGG:{word}") for word in aggregate]
    return s.words.fill("trend_of" if aggregate else "trend", *parts)


def _roll(s: Scope, node: Node) -> str:
    source, window, *inner = nodes(node)
    rows = source.child(0) if isinstance(source.args[-1], str) and source.head == "path" else source
    form = rows.child(1) if rows.head == "path" else rows
    what = _print(s, form)
    if rows is not source:
        what = s.words.fill("possessive", what, s.field(str(form.args[0]), str(source.args[1])))
    parts = [s.words.spelling(f"AGG:{node.args[0]}"), what, _print(s, window), "", ""]
    template = "roll"
    if rows is not form:
        template, parts[4] = "roll_of", _whose(s, rows.child(0), form)
    if inner:
        template += "_where"
        with s.inside(str(form.args[0])):
            parts[3] = text_of(s, inner[0])
    return s.words.fill(template, *parts)


def _exists(s: Scope, node: Node) -> str:
    form, inner, window = node.child(0), *node.args[1:]
    template, parts = "exists", [_print(s, form)]
    if isinstance(inner, Node):
        template += "_where"
        with s.inside(str(form.args[0])):
            parts.append(text_of(s, inner))
    if isinstance(window, Node):
        template += "_in"
        parts.append(_print(s, window))
    return s.words.fill(template, *parts)


def _rows(s: Scope, node: Node) -> str:
    *count, rows, inner = nodes(node)
    form = str(rows.args[0]) if rows.head == "form" else rows.type.of or ""
    with s.inside(form):
        body = text_of(s, inner)
    return s.words.fill(node.head, _print(s, rows), body, *(str(n.args[0]) for n in count))


def _event(s: Scope, node: Node) -> str:
    kind = str(node.args[0])
    parts = nodes(node)
    by = [part for part in parts if part.head == "by"]
    rest = [part for part in parts if part.head != "by"]
    if kind in ("changed", "changed_to", "entered", "left"):
        if kind == "changed_to":
            return _change(s, rest)
        return s.words.fill(kind, _print(s, rest[0]))
    if kind == "became":
        return s.words.fill(kind, s.name("form", s.form.labels, s.subject), _print(s, rest[0]))
    texts = [_print(s, part) for part in rest]
    who = [_print(s, arg(part, 0)) for part in by]
    if kind == "act":
        return s.words.fill("act_by" if who else "act", *texts, *who)
    verb = s.words.spelling(f"EV:{kind}")
    target = texts[0] if texts else ""
    return " ".join(s.words.fill("event_by" if who else "event", verb, target, *who).split())


def _change(s: Scope, parts: list[Node]) -> str:
    """F changes to new, or from old to new."""
    first, new, *before = parts
    ends = [new, *(arg(origin, 0) for origin in before)]
    texts = [operand(s, end, first, _SUM) for end in ends]
    template = "changed_from_to" if before else "changed_to"
    return s.words.fill(template, _print(s, first), *texts)


def _concat(s: Scope, node: Node) -> str:
    parts = [text_of(s, part, _LEVELS["concat"] + 1) for part in nodes(node)]
    return " & ".join(parts) if len(parts) > 1 else f"CONCAT({parts[0]})"


_CONSTRUCTS = {
    "path": _path,
    "alias": _alias,
    "not": _not,
    "empty": _own,
    "contains": _own,
    "in": _own,
    "between": _between,
    "near": _simple,
    "until": _simple,
    "held": _held,
    "not_within": _not_within,
    "last_all": _last,
    "last_any": _last,
    "last_some": _last,
    "trend": _trend,
    "roll": _roll,
    "exists": _exists,
    "any": _rows,
    "all": _rows,
    "at_least": _rows,
    "event": _event,
    "concat": _concat,
}

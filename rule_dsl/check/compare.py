"""Comparisons: which values may be compared, and what a bare number or a duration then means."""

from __future__ import annotations

from decimal import Decimal

from lark import Tree

from rule_dsl.check.context import (
    Context,
    first_label,
    is_unknown,
    localized,
    source_of,
    value,
)
from rule_dsl.check.names import (
    CHOICES,
)
from rule_dsl.check.syntax import Part, find_word, span_of, word_of
from rule_dsl.check.truth import truth
from rule_dsl.check.typing import (
    DAY_SUBTRACTION,
    MONTHS,
    UNTIL_DATE,
    WHOLE_DAYS,
    is_small,
    type_fact,
)
from rule_dsl.check.units import as_length, field_at, in_unit, unit_of
from rule_dsl.lexer.numerals import plain
from rule_dsl.lexer.width import fold
from rule_dsl.lexer.words import Step, Word
from rule_dsl.synonyms.units import UNITS
from rule_dsl.tree import Node, Span
from rule_dsl.types import BOOL, DURATION, NUMBER, PERCENT, Type
from rule_dsl.vocabulary import Field

ORDERINGS = frozenset({"<", "<=", ">", ">="})
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


ELSEWHERE = frozenset({"wrong_kind", "other_form", "other_form_path", "field_of_lines"})
"""Problems of a name that is declared, only not here."""


def compare(c: Context, part: Tree[Word]) -> Node:
    """``a op b``."""
    left_part, _, right_part = part.children
    operator = str(find_word(part, "OP").value)
    dashed = refused_range(c, right_part) if operator in ("=", "!=") else None
    if dashed is not None:
        return dashed
    left = left_value(c, left_part, right_part)
    if is_unknown(left):
        return _beside_unknown(c, left, right_part)
    right = value(c, right_part, left.type)
    return comparison(c, operator, left, right, span_of(part))


def refused_range(c: Context, part: Part) -> Node | None:
    """5%-10%: two amounts with a dash and no space between may mean from … to …."""
    if not isinstance(part, Tree) or part.data != "binary":
        return None
    low, high = (side for side in part.children if isinstance(side, Tree))
    gap = c.text[span_of(low).end : span_of(high).start]
    if {low.data, high.data} <= {"number", "percent", "duration"} and fold(gap) == "-":
        ends = source_of(c, low), source_of(c, high)
        return c.refuse("range_or_minus", span_of(part), low=ends[0], high=ends[1])
    return None


def _beside_unknown(c: Context, left: Node, right: Part) -> Node:
    """What an unknown field is compared with cannot be judged, unless it has faults of its own."""
    said = len(c.problems)
    value(c, right)
    own = [p for p in c.problems[said:] if p.code not in ELSEWHERE]
    c.problems[said:] = own
    return left


def left_value(c: Context, part: Part, right: Part | None = None) -> Node:
    """The left side: a field, or the record itself when it is compared with one of its states.

    A state alone is what the record is in, where a length of time stands on the right: 候诊超过30分钟.
    """
    if isinstance(part, Tree) and part.data == "reference":
        word = word_of(part)
        step = word.value[0]
        forms = {entity.key for entity in step.entities if entity.kind == "form"}
        fields = [e for e in step.entities if e.kind == "field" and e.owner == c.form.key]
        if len(word.value) == 1 and c.form.key in forms and not fields:
            state = state_field(c)
            if state is not None:
                return Node("field", (state.key,), state.type, span_of(part))
        found = (
            _state_alone(c, step) if isinstance(right, Tree) and right.data == "duration" else None
        )
        if found is not None and len(word.value) == 1:
            return found
    return value(c, part)


def _state_alone(c: Context, step: Step) -> Node | None:
    state = state_field(c)
    if state is None or {e.kind for e in step.entities} & {"field", "param"}:
        return None
    owner = f"{c.form.key}.{state.key}"
    span = Span(step.start, step.end)
    for entity in step.entities:
        if entity.kind == "state" and entity.owner == owner:
            here = Node("field", (state.key,), state.type, span)
            return Node("=", (here, Node("state", (entity.key,), state.type, span)), BOOL, span)
    return None


def state_field(c: Context) -> Field | None:
    """The lifecycle's state field of the form."""
    return next((f for f in c.form.fields.values() if f.is_state), None)


def comparison(c: Context, operator: str, left: Node, right: Node, span: Span) -> Node:
    """A checked comparison; a yes/no compared with a duration means: held that long."""
    if left.type == BOOL and right.type.kind == "duration" and operator in ORDERINGS:
        return held(left, operator, right, span)
    if right.head == "null" and operator in ("=", "!="):
        return emptiness(c, left, span, negated=operator == "!=")
    if left.type == BOOL and right.head == "number" and operator in ORDERINGS:
        return without_unit(c, right, None, span)
    left = since(left, operator, right)
    if left.type.kind == "rows" and right.type.is_numeric:
        left = Node("count", (left,), NUMBER, left.span)
    left, right = settle(c, left, right, span), settle(c, right, left, span)
    if not (is_unknown(left) or is_unknown(right)):
        check_pair(c, operator, left, right, span)
    return Node(operator, (left, right), BOOL, span)


def since(left: Node, operator: str, right: Node) -> Node:
    """报修时间超过2天: more than two days have passed since."""
    if left.type.kind not in ("date", "moment") or right.head != "dur":
        return left
    if operator not in (">", ">="):
        return left
    clock = Node("today" if left.type.kind == "date" else "now", (), left.type, left.span)
    return Node("-", (clock, left), DAY_SUBTRACTION, left.span)


def emptiness(c: Context, node: Node, span: Span, *, negated: bool) -> Node:
    """为空, 不为空: a tick is never empty."""
    if node.type == BOOL and not is_unknown(node):
        return c.refuse("tick_never_empty", span, name=describe(c, node))
    found = Node("empty", (node,), BOOL, span)
    return Node("not", (found,), BOOL, span) if negated else found


def held(left: Node, operator: str, right: Node, span: Span) -> Node:
    """A condition that has held for some time."""
    if operator in ("<", "<="):
        inner = Node("held", (truth(left), ">=" if operator == "<" else ">", right), BOOL, span)
        both = (truth(left), Node("not", (inner,), BOOL, span))
        return Node("and", both, BOOL, span)
    return Node("held", (truth(left), operator, right), BOOL, span)


def settle(c: Context, node: Node, other: Node, span: Span) -> Node:
    """A literal in the light of what it is compared with: 3天 against a number of days is 3."""
    if node.head == "dur" and other.type.is_numeric:
        found = in_unit(node, unit_of(c, other))
        return node if found is None else Node("number", found.args, other.type, node.span)
    if other.type.kind == "duration" and other.type != UNTIL_DATE:
        is_number = other.head == "dur" and in_unit(other, unit_of(c, node)) is not None
        return node if is_number else as_length(c, node)
    units = {unit_of(c, side) for side in (node, other) if side.type.is_numeric}
    if len(units) == 2 and None not in units:
        return as_length(c, node)
    if node.head == "number" and other.type == PERCENT and node.type.kind == "number":
        if not is_small(node):
            text = str(node.args[0])
            return c.refuse("percent_or_number", node.span or span, name=text)
        c.suggest(
            "fraction_is_percent",
            node.span or span,
            name=str(node.args[0]),
            percent=percent_text(str(node.args[0])),
        )
        return Node("number", node.args, PERCENT, node.span)
    return node


def percent_text(text: str) -> str:
    """0.5 → 50%."""
    return plain(Decimal(text).scaleb(2)) + "%"


def check_pair(c: Context, operator: str, left: Node, right: Node, span: Span) -> None:
    """Refuse a comparison of values that do not belong together."""
    a, b = left.type, right.type
    if a.kind == "duration" or b.kind == "duration":
        _check_duration(c, left, right, span)
    elif not comparable(a, b):
        refuse_pair(c, left, right, span)
    elif operator in ORDERINGS:
        _check_ordered(c, left, right, span)


def comparable(a: Type, b: Type) -> bool:
    """Whether values of these types may be compared at all."""
    if "empty" in (a.kind, b.kind):
        return True
    if a.is_numeric and b.is_numeric:
        return {a.kind, b.kind} != {"money", "percent"}
    if {a.kind, b.kind} <= {"date", "moment"}:
        return True
    if a.kind in CHOICES and b.kind in CHOICES:
        return a.of == b.of
    if {a.kind, b.kind} <= {"person", "name"} or {a.kind, b.kind} <= {"department", "name"}:
        return True
    if a.kind == "link" and b.kind == "link":
        return a.of == b.of
    return a.kind == b.kind and a.kind not in ("rows", "file", "event", "action")


def _check_ordered(c: Context, left: Node, right: Node, span: Span) -> None:
    for node in (left, right):
        kind = node.type.kind
        if kind in ("bool", "link", "person", "department", "choices"):
            c.refuse("not_ordered", span, found=type_fact(node.type))
            return
        if kind in ("choice", "state") and node.head not in ("opt", "state"):
            item = field_at(c, node)
            if item is not None and not item.ordered:
                c.refuse("options_not_ordered", span, name=localized(item.labels))
                return


def _check_duration(c: Context, left: Node, right: Node, span: Span) -> None:
    for node, other in ((left, right), (right, left)):
        if node.head == "number" and other.type.kind == "duration":
            if node.type == PERCENT:
                refuse_pair(c, other, node, span)
            elif other.type != DAY_SUBTRACTION:
                without_unit(c, node, "d" if other.type == UNTIL_DATE else None, span)
            return
        if node.head == "dur":
            _check_unit(c, node, other, span)
            return
    if left.type.kind != right.type.kind and "empty" not in (left.type.kind, right.type.kind):
        refuse_pair(c, left, right, span)


def _check_unit(c: Context, node: Node, other: Node, span: Span) -> None:
    unit = str(node.args[1])
    name = describe(c, other)
    if other.type.kind == "empty":
        return
    if other.type.kind != "duration":
        refuse_pair(c, other, node, span)
    elif other.type in (UNTIL_DATE, DAY_SUBTRACTION) and unit not in WHOLE_DAYS:
        if other.type == UNTIL_DATE or not _has_moment(other):
            c.refuse("hours_against_date", node.span or span, name=name)
    elif unit in MONTHS and other.head != "until":
        c.refuse("months_not_exact", node.span or span)


def without_unit(c: Context, node: Node, unit: str | None, span: Span) -> Node:
    """A number where a length is wanted, with the units that fit: days beside a date."""
    amount, place = str(node.args[0]), node.span or span
    fitting = ("d", "wd", "w") if unit == "d" else ("h", "min", "d")
    lengths = [named(c, Node("dur", (amount, each), DURATION)) for each in fitting]
    spelled = [length for length in lengths if isinstance(length, dict)]
    lang = "en" if c.text.isascii() else "zh"
    offered = tuple(length[lang] for length in spelled)
    kinds = {
        "zh": "、".join(UNITS[each][0].removeprefix("个") for each in fitting),
        "en": ", ".join(_unit_words(each)[0] for each in fitting),
    }
    return c.refuse("needs_unit", place, offered, name=amount, units=kinds, example=spelled[0])


def _unit_words(unit: str) -> list[str]:
    """The English words of a unit: of many, of one."""
    return [word for word in UNITS[unit] if word.isascii()][:2]


def _has_moment(node: Node) -> bool:
    return all(isinstance(a, Node) and a.type.kind == "moment" for a in node.args)


def describe(c: Context, node: Node) -> dict[str, str] | str:
    """The field a node is about, by its label, or else its type."""
    if node.head == "until" and isinstance(node.args[0], Node):
        return describe(c, node.args[0])
    item = field_at(c, node)
    if item is not None:
        return localized(item.labels)
    return type_fact(node.type)


def refuse_pair(c: Context, left: Node, right: Node, span: Span) -> None:
    """These two cannot be compared."""
    a, b = left.type, right.type
    if a.kind in ("date", "moment") and right.head == "dur":
        c.refuse("date_and_length", span, name=describe(c, left), length=named(c, right))
        return
    if right.head in ("opt", "state") and a.kind in CHOICES:
        c.refuse("other_choice", span, left=describe(c, left))
        return
    c.refuse(
        "cannot_compare",
        span,
        left=named(c, left),
        left_type=type_fact(a),
        right=named(c, right),
        right_type=type_fact(b),
    )


def _option_labels(c: Context, node: Node) -> dict[str, str] | str:
    form, _, key = (node.type.of or "").partition(".")
    item = c.field_of(form, key)
    for option in item.options if item else ():
        if option.key == node.args[0]:
            return localized(option.labels)
    return str(node.args[0])


def named(c: Context, node: Node) -> dict[str, str] | str:
    """A value as a fact: a literal as written, a name by its label."""
    if node.head in ("number", "text", "date", "time", "moment"):
        text = str(node.args[0])
        return percent_text(text) if node.type == PERCENT and node.head == "number" else text
    if node.head == "dur":
        amount, unit = (str(arg) for arg in node.args)
        many, one = _unit_words(unit)
        return {
            "zh": f"{amount}{UNITS[unit][0]}",
            "en": f"{amount} {one if amount == '1' else many}",
        }
    if node.head == "bool":
        true = node.args[0] == "true"
        return {"zh": "是" if true else "否", "en": "yes" if true else "no"}
    if node.head in ("opt", "state"):
        return _option_labels(c, node)
    if node.head == "param":
        for name in c.vocabulary.names:
            if name.kind == "param" and name.key == node.args[0]:
                return {lang: first_label(name.labels, lang) for lang in ("zh", "en")}
    return describe(c, node)

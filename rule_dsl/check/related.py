"""Conditions and values over other records: last N, exists, any and all, rolling, groups."""

from __future__ import annotations

from collections.abc import Callable

from lark import Tree

from rule_dsl.check.conditions import judged
from rule_dsl.check.context import (
    Context,
    is_unknown,
    localized,
    unknown,
)
from rule_dsl.check.joined import is_again
from rule_dsl.check.links import check_link, link_to
from rule_dsl.check.names import (
    path,
    refuse_name,
    thing,
    thing_of,
)
from rule_dsl.check.syntax import Part, span_of, trees, word_of
from rule_dsl.check.truth import predicate
from rule_dsl.check.typing import roll_type, type_fact
from rule_dsl.check.values import duration
from rule_dsl.lexer.words import Step, Word
from rule_dsl.tree import Node, Span
from rule_dsl.types import BOOL, NUMBER, Type
from rule_dsl.vocabulary import Field

QUANTORS = {"every": "last_all", "some": "last_any", "at_least": "last_some"}


def _predicate(c: Context, part: Part) -> Node:
    found = predicate(c, part)
    if found.type.kind == "event":
        return c.refuse("event_inside", span_of(part))
    return found


def count_of(part: Part) -> str:
    """The number of a ``count``."""
    return str(word_of(part).value[0])


def _form(c: Context, part: Part) -> Node:
    return thing(c, part, ("form",))


def _owner(c: Context, part: Part | None, form: Node, span: Span) -> tuple[Node, str | None]:
    """Whose records are meant: the node, and the form that the records must point at."""
    if part is None:
        return Node("form", (c.form.key,), Type("link", c.form.key), span), c.form.key
    word = word_of(part)
    steps = word.value
    if len(steps) == 1 and not steps[0].outer:
        own = [e for e in steps[0].entities if e.kind == "field" and e.owner == c.form.key]
        forms = [e for e in steps[0].entities if e.kind == "form" and e.key == c.form.key]
        if forms and not own:
            return Node("form", (c.form.key,), Type("link", c.form.key), span), c.form.key
        theirs = None if own else _their_link(c, steps[0], form)
        if theirs is not None:
            return theirs, None
    elif len(steps) == 1 and any(
        e.kind == "form" and e.key == c.subject for e in steps[0].entities
    ):
        return Node("form", (c.subject,), Type("link", c.subject), span), c.subject
    found = thing(c, part, ("field",))
    if is_unknown(found):
        return found, None
    if found.type.kind != "link":
        c.refuse("not_a_link", span_of(part), name=word.text, found=type_fact(found.type))
        return unknown(span), None
    if found.head != "field":
        return c.refuse("owner_too_far", span_of(part), form=localized(c.form.labels)), None
    return found, found.type.of


def _their_link(c: Context, step: Step, form: Node) -> Node | None:
    """来源近30天拜访次数: the records' own link to this one, where they have several."""
    target = Type("link", c.form.key)
    for entity in step.entities:
        if entity.kind != "field" or entity.owner != form.args[0] or entity.key in c.form.fields:
            continue
        item = c.field_of(entity.owner, entity.key)
        if item is not None and item.type == target:
            return Node("field", (item.key,), target)
    return None


def _last(c: Context, part: Tree[Word]) -> Node:
    children = trees(part)
    span = span_of(part)
    owner_part = children.pop(0) if str(part.data).endswith("_of") else None
    if str(part.data).startswith("latest"):
        count, quantor = "1", "every"
        form_part, body = children
    else:
        count_part, form_part, quantor_part, body = children
        count, quantor = count_of(count_part), str(quantor_part.data)
    steps = word_of(form_part).value
    form = _form(c, form_part) if len(steps) == 1 else _step_form(c, steps[0], span)
    if is_unknown(form):
        return form
    owner, owner_form = _owner(c, owner_part, form, span)
    check_link(c, owner_form, form, span_of(form_part))
    with c.inside(str(form.args[0])):
        inner = _predicate(c, body) if len(steps) == 1 else _of_field(c, form_part, body)
    if owner.head == "form":
        owner = link_to(c, str(owner.args[0]), str(form.args[0])) or owner
    args: list[Node | str] = [owner, Node("number", (count,), NUMBER), form, inner]
    if quantor == "at_least":
        args.append(Node("number", (count_of(children[2].children[-1]),), NUMBER))
    return Node(QUANTORS[quantor], tuple(args), BOOL, span)


def _step_form(c: Context, step: Step, span: Span) -> Node:
    return thing_of(c, step, span, ("form",))


def _of_field(c: Context, part: Part, body: Part) -> Node:
    """近三次服务单满意度均低于3: each one's field, compared."""
    left = path(c, word_of(part).value, span_of(part))
    if not is_again(body):
        return c.refuse("missing_comparison", span_of(body), before=word_of(part).text, after="")
    return judged(c, left, body)


def _exists(c: Context, part: Tree[Word]) -> Node:
    span = span_of(part)
    word = next((ch for ch in part.children if isinstance(ch, Word) and ch.kind == "DUR"), None)
    parts = trees(part)
    form = _form(c, parts[0])
    if is_unknown(form):
        return form
    inner: Node | None = None
    if len(parts) > 1:
        with c.inside(str(form.args[0])):
            inner = _predicate(c, parts[1])
    window = duration(c, word) if word is not None else None
    return Node("exists", (form, inner, window), BOOL, span)


def _quantified(c: Context, part: Tree[Word]) -> Node:
    span = span_of(part)
    parts = trees(part)
    count = count_of(parts.pop(0)) if part.data == "some_rows" else None
    rows_part, body = parts
    steps = word_of(rows_part).value
    named = steps[:-1] if is_again(body) and len(steps) > 1 else steps
    rows, form = rows_of(c, named, span_of(rows_part))
    if is_unknown(rows) or form is None:
        return rows
    with c.inside(form):
        inner = _predicate(c, body) if named == steps else _each(c, steps[-1], body)
    head = {"any_row": "any", "all_rows": "all", "some_rows": "at_least"}[str(part.data)]
    if count is not None:
        return Node(head, (Node("number", (count,), NUMBER), rows, inner), BOOL, span)
    return Node(head, (rows, inner), BOOL, span)


def _each(c: Context, step: Step, body: Part) -> Node:
    """所有配件的数量均>1: the field of each row, compared."""
    left = thing_of(c, step, Span(step.start, step.end), ("field",))
    return left if is_unknown(left) else judged(c, left, body)


def rows_of(c: Context, steps: tuple[Step, ...], span: Span) -> tuple[Node, str | None]:
    """Lines of this record, or the records of a form that are linked to it."""
    first = steps[0]
    own = [e for e in first.entities if e.kind == "field" and e.owner == c.form.key]
    if len(steps) == 1 and not own and any(e.kind == "form" for e in first.entities):
        form = thing_of(c, first, span, ("form",))
        check_link(c, c.form.key, form, span)
        return form, str(form.args[0])
    plain = len(steps) == 1 and not first.outer
    found = thing_of(c, first, span, ("field",)) if plain else path(c, steps, span)
    if is_unknown(found):
        return found, None
    if found.type.kind != "rows":
        name = c.text[span.start : span.end]
        return c.refuse("not_rows", span, name=name), None
    return found, found.type.of


ROLLS: dict[str, tuple[str, ...]] = {
    "roll": ("what",),
    "roll_of": ("owner", "what"),
    "roll_where": ("condition", "what"),
    "roll_of_where": ("owner", "condition", "what"),
    "roll_en_of": ("what", "owner"),
    "roll_field": ("what", "field"),
    "roll_en_where": ("what", "condition"),
    "roll_en_of_where": ("what", "owner", "condition"),
}
"""The parts of each way to say it, in the order in which they are said."""


def roll(c: Context, part: Tree[Word]) -> Node:
    """近30天数量大于5的缺货记录次数: an aggregate over the linked records of a window."""
    span = span_of(part)
    said = {ch.kind: ch for ch in part.children if isinstance(ch, Word)}
    parts = dict(zip(ROLLS[str(part.data)], trees(part), strict=True))
    aggregate = str(said["AGG"].value)
    _name_rows_first(c, parts)
    form, item = _series(c, parts["what"], parts.get("field"))
    if is_unknown(form):
        return form
    owner, owner_form = _owner(c, parts.get("owner"), form, span)
    if is_unknown(owner):
        return owner
    check_link(c, owner_form, form, span_of(parts["what"]))
    kind = item.type if item is not None else NUMBER
    if aggregate != "count" and item is None:
        return c.refuse("aggregate_needs_field", span_of(parts["what"]))
    if aggregate in ("sum", "average") and not (kind.is_numeric or kind.kind == "duration"):
        return c.refuse("not_a_number", span_of(parts["what"]), name=type_fact(kind), operator="")
    source = form if owner.head == "form" else Node("path", (owner, form), form.type, span)
    if item is not None:
        source = Node("path", (source, item.key), kind, span)
    args: list[Node | str] = [aggregate, source, duration(c, said["DUR"])]
    if "condition" in parts:
        with c.inside(str(form.args[0])):
            args.append(_predicate(c, parts["condition"]))
    return Node("roll", tuple(args), roll_type(aggregate, kind), span)


def _name_rows_first(c: Context, parts: dict[str, Tree[Word]]) -> None:
    """Average delay of delivery in last 7 days: the records stand where their owner would."""
    if "owner" not in parts or "field" in parts:
        return
    what, owner = (word_of(parts[part]).value[0] for part in ("what", "owner"))
    is_form = any(e.kind == "form" and e.key != c.form.key for e in owner.entities)
    if is_form and not any(e.kind == "form" for e in what.entities):
        parts["field"], parts["what"] = parts["what"], parts.pop("owner")


def _series(c: Context, part: Part, of: Part | None = None) -> tuple[Node, Field | None]:
    """The records of a form, or one field of them (交货延迟, delivery's delay)."""
    word = word_of(part)
    span = span_of(part)
    steps = (*word.value, *(word_of(of).value if of is not None else ()))
    forms = [e for e in steps[0].entities if e.kind == "form"]
    if not forms:
        return refuse_name(c, steps[0], span, ("form",)), None
    form = Node("form", (forms[0].key,), Type("rows", forms[0].key), span)
    if len(steps) == 1:
        return form, None
    found = [e for e in steps[1].entities if e.owner == forms[0].key]
    item = c.field_of(forms[0].key, found[0].key) if found else None
    if item is None:
        return refuse_name(c, steps[1], span, ("field",)), None
    return form, item


def group(c: Context, part: Tree[Word]) -> Node:
    """聚合…按…: the records of a form that satisfy something, by one of their fields."""
    span = span_of(part)
    word = next((ch for ch in part.children if isinstance(ch, Word) and ch.kind == "DUR"), None)
    parts = trees(part)
    if str(part.data).startswith("group_zh"):
        parts = [parts[1], parts[0], parts[2]]
    form = _form(c, parts[0])
    if is_unknown(form):
        return form
    with c.inside(str(form.args[0])):
        inner = _predicate(c, parts[1]) if len(parts) == 3 else None
        key = thing(c, parts[-1], ("field",))
    window = duration(c, word) if word is not None else None
    collected = Node("coll", (form, inner, window), Type("rows", str(form.args[0])), span)
    return Node("group", (collected, key), Type("rows", str(form.args[0])), span)


Rule = Callable[[Context, "Tree[Word]"], Node]

RELATED: dict[str, Rule] = {
    "last_rows": _last,
    "last_rows_of": _last,
    "latest_row": _last,
    "latest_row_of": _last,
    "exists": _exists,
    "exists_in": _exists,
    "exists_last": _exists,
    "any_row": _quantified,
    "all_rows": _quantified,
    "some_rows": _quantified,
    **dict.fromkeys(ROLLS, roll),
}

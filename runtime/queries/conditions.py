"""What a list filters by, as SQL: chips, an expression of the rule language, a search text.

A filter may only name fields the actor can read on every record; any other is as unknown as one
that is not there, so that nothing can be guessed through a filter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

import sqlalchemy as sa

from rule_dsl import parse
from rule_dsl.check.typing import type_fact
from rule_dsl.parse import Parsed
from rule_dsl.rule import walk
from rule_dsl.tree import Node
from rule_dsl.vocabulary import Vocabulary
from runtime.compiled import CompiledApp, CompiledField, CompiledForm
from runtime.context import Context
from runtime.errors import Refusal, Wrong
from runtime.fields.base import Unreadable
from runtime.queries.readable_names import readable_vocabulary
from runtime.spec.expressions import expression_of
from runtime.store.text_keys import SEARCHED, fold, search_words

Op = Literal["is", "not", "lt", "le", "gt", "ge", "has", "empty", "filled"]
MAX_TEXT = 8_192
MAX_SEARCH = 100
MAX_VALUES = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter chip: a field, how it is compared, and the texts it is compared with (any of)."""

    field: str
    op: Op
    values: tuple[str, ...] = ()


def conditions(
    ctx: Context, form: CompiledForm, asked: tuple[str | None, tuple[Filter, ...], str | None]
) -> list[sa.ColumnElement[bool]]:
    """SQL conditions of (expression, chips, search text).

    Raises:
        Refusal: unknown_field, invalid or bad_where (422).
    """
    where, filters, search = asked
    found = [_chip(ctx, form, each) for each in filters]
    if where and where.strip():
        found.append(_expression(ctx, form, where))
    if search and search.strip():
        found.append(_search(ctx, form, search.strip()[:MAX_SEARCH]))
    return found


def _expression(ctx: Context, form: CompiledForm, text: str) -> sa.ColumnElement[bool]:
    asked = (form.key, text[: MAX_TEXT + 1])
    parsed = _read(ctx.app, readable_vocabulary(ctx, form.key), asked)
    if parsed.tree is None:
        wrongs = [
            Wrong("bad_where", text={lang: each.message(lang) for lang in ("zh", "en")})
            for each in parsed.problems
        ]
        raise Refusal("bad_where", 422, wrongs)
    tree = expression_of(parsed.tree)
    if tree.type.kind != "bool":
        facts = {"text": text[:80], "found": type_fact(tree.type)}
        raise Refusal("bad_where", 422, [Wrong("spec_no_condition", facts=facts)])
    closed = frozenset(k for k in ctx.app.forms if not ctx.rights(k).is_unlimited("read"))
    if _enters(tree, closed) or not _may_ask(ctx, tree):
        raise Refusal("bad_where", 422, [Wrong("unknown_field", facts={"name": text[:60]})])
    return ctx.lowered(form.key, tree)


@lru_cache(maxsize=256)
def _read(app: CompiledApp, words: Vocabulary, asked: tuple[str, str]) -> Parsed:
    """A condition (form, text) as it is understood with the names that a reader may use.

    One that was published, such as the filter of a view, is what it was published as; a list is
    asked again and again for the same one.
    """
    form, text = asked
    kept = replace(app.meanings, words=words).kept(form, text)
    is_whole = words is app.vocabulary  # else a list may be one of records that are not his
    if kept is not None and (is_whole or all(node.head != "list" for node in walk(kept))):
        return Parsed(kept, form)
    return parse(text, words, subject=form, expect="condition")


def _lists(tree: Node) -> Iterator[str]:
    """The saved lists that an expression asks."""
    return (str(node.args[0]) for node in walk(tree) if node.head == "list")


def _may_ask(ctx: Context, tree: Node) -> bool:
    """Whether a person may read all that the lists an expression asks could tell of their records."""
    waiting, asked = list(_lists(tree)), set[str]()
    while waiting:
        key = waiting.pop()
        listed = ctx.app.vocabulary.lists.get(key)
        if listed is None:
            return False
        stored, rights = ctx.app.forms[listed.form].stored, ctx.rights(listed.form)
        if not rights.is_unlimited("read") or not rights.readable_everywhere(stored) >= set(stored):
            return False
        asked.add(key)
        if listed.condition is not None:
            waiting.extend(each for each in _lists(listed.condition) if each not in asked)
    return True


def _enters(tree: Node, closed: frozenset[str]) -> bool:
    """Whether an expression looks at records of forms that are closed, also the subject's others."""
    return any(
        (node.head == "form" and node.args[0] in closed)
        or (node.head == "path" and node.child(0).type.of in closed)
        for node in walk(tree)
    )


def _chip(ctx: Context, form: CompiledForm, chip: Filter) -> sa.ColumnElement[bool]:
    columns = ctx.app.tables.columns(form.key)
    allowed = ctx.rights(form.key).readable_everywhere(form.stored)
    if chip.field not in allowed or chip.field not in columns or len(chip.values) > MAX_VALUES:
        raise Refusal("unknown_field", 422, name=chip.field)
    column, field = ctx.column(form.key, chip.field), form.fields[chip.field]
    if chip.op in ("empty", "filled"):
        return column.is_(None) if chip.op == "empty" else column.isnot(None)
    values = [_value(ctx, field, text) for text in chip.values]
    searched = ctx.app.tables.key_column(form.key, chip.field, SEARCHED)
    if chip.op == "has" and searched is not None and not field.is_clocked:
        return sa.or_(*(searched.contains(fold(str(each)), autoescape=True) for each in values))
    return _OPS[chip.op](column, values)


def _value(ctx: Context, field: CompiledField, text: str) -> Any:
    try:
        return field.type.parse(text, field.spec, ctx.reader)
    except Unreadable as problem:
        labels = {"field": field.spec.labels, **problem.facts}
        wrong = Wrong(problem.code, field.spec.key, labels)
        raise Refusal("invalid", 422, [wrong], count=1) from None


Column = sa.ColumnElement[Any]


def _is(column: Column, values: list[Any]) -> sa.ColumnElement[bool]:
    if values and isinstance(values[0], frozenset):
        return _has(column, values)
    known = [value for value in values if value is not None]
    empty = [column.is_(None)] if len(known) < len(values) else []
    return sa.or_(sa.false(), column.in_(known), *empty)


def _has(column: Column, values: list[Any]) -> sa.ColumnElement[bool]:
    """Holds the text, or one of the keys."""
    parts: list[sa.ColumnElement[bool]] = []
    for value in values:
        if isinstance(value, frozenset):
            parts.extend(column.has_key(key) for key in sorted(value))
        elif value is not None:
            parts.append(column.contains(str(value), autoescape=True))
    return sa.or_(sa.false(), *parts)


_OPS: Mapping[str, Callable[[Column, list[Any]], sa.ColumnElement[bool]]] = {
    "is": _is,
    "not": lambda column, values: sa.or_(column.is_(None), sa.not_(_is(column, values))),
    "has": _has,
    "lt": lambda column, values: column < values[0],
    "le": lambda column, values: column <= values[0],
    "gt": lambda column, values: column > values[0],
    "ge": lambda column, values: column >= values[0],
}


def _search(ctx: Context, form: CompiledForm, text: str) -> sa.ColumnElement[bool]:
    """Records that hold every searched word somewhere in their texts, also in pinyin."""
    allowed = ctx.rights(form.key).readable_everywhere(form.stored)
    found = (ctx.app.tables.key_column(form.key, key, SEARCHED) for key in form.stored)
    texts = [
        column
        for key, column in zip(form.stored, found, strict=True)
        if key in allowed and column is not None
    ]
    words = search_words(text)
    return sa.and_(
        sa.true() if words else sa.false(),
        *(
            sa.or_(sa.false(), *(column.contains(word, autoescape=True) for column in texts))
            for word in words
        ),
    )

"""Why a rule holds for a record or does not: every part with its value, the first false one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import sqlalchemy as sa

from rule_dsl import Node
from rule_dsl.rule import walk
from rule_dsl.targets.trace import LEAVES, Step, Tracer
from rule_dsl.types import PERCENT
from rule_dsl.values import number_text
from runtime.context import Context
from runtime.errors import Refusal, sentence
from runtime.fields.base import Json
from runtime.fields.parts.days import moment_text
from runtime.fields.parts.spans import span_text
from runtime.rules.evaluate import value_json
from runtime.rules.rule_named import RuleNamed, rule_named, said
from runtime.spec.app import label
from runtime.store import records
from runtime.store.records import StoredRecord
from runtime.store.schema.events import event, rule_match


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a condition: what it says, its value as JSON and in words, its place in the text."""

    head: str
    text: str
    value: Json
    shown: str
    start: int | None
    end: int | None
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """A rule looked at for one record, now.

    ``holds`` is None for a rule without a condition. ``seen`` are the values that the first false
    part read. ``fired_because`` are the parts with their values when it last fired.
    """

    rule: str
    label: str
    form: str
    record: str
    title: str
    is_on: bool
    text: str
    trigger: str | None
    holds: bool | None
    first_false: Part | None
    seen: tuple[Part, ...]
    parts: tuple[Part, ...]
    fired_at: datetime | None
    times_fired: int
    fired_because: tuple[Mapping[str, Json], ...]
    matching_since: datetime | None


def why(ctx: Context, rule_key: str, record: str) -> Why:
    """Look at a rule for a record, given by id or title.

    Raises:
        Refusal: no_such_rule or no_such_record (404).
    """
    named = rule_named(ctx, rule_key)
    found = _record(ctx, named, record)
    holds, steps, first = _traced(ctx, named, found)
    fired_at, times, because = _fired(ctx, named, found)
    title = named.form.title
    return Why(
        rule=rule_key,
        label=label(named.spec.labels, ctx.lang, rule_key),
        form=named.spec.form,
        record=found.id,
        title=_shown(ctx, named, Node("field", (title,)), found.values.get(title))
        if title
        else label(named.form.spec.labels, ctx.lang, named.spec.form),
        is_on=named.spec.on,
        text=named.spec.text,
        trigger=_trigger(ctx, named),
        holds=holds,
        first_false=None if first is None else _part(ctx, named, first),
        seen=_seen(ctx, named, steps, first),
        parts=tuple(_part(ctx, named, each) for each in steps),
        fired_at=fired_at,
        times_fired=times,
        fired_because=because,
        matching_since=_matching(ctx, named, found),
    )


def _record(ctx: Context, named: RuleNamed, text: str) -> StoredRecord:
    form = named.form.spec
    where = (form.key, form.title)
    ids = records.find_by_title(ctx.connection, ctx.app.tables, where, text)
    if len(ids) > 1:
        raise Refusal("several_called", 422, written=text[:40])
    found = None
    if ids:
        found = records.fetch(ctx.connection, ctx.app.tables, (form.key, ids[0]))
    if found is None:
        raise Refusal("no_such_record", 404, record=text[:60], form=form.labels)
    return found


def _traced(
    ctx: Context, named: RuleNamed, record: StoredRecord
) -> tuple[bool | None, tuple[Step, ...], Step | None]:
    condition = named.rule.condition
    if condition is None:
        return None, (), None
    scope = ctx.scope(named.spec.form, record.scope)
    tracer = Tracer(lambda: condition, ctx.app.vocabulary, named.spec.form)
    found = tracer.trace(scope, partial(ctx.asked, named.spec.form, record.id))
    return found.value is True, found.steps, found.first_false


def _trigger(ctx: Context, named: RuleNamed) -> str | None:
    """What the rule waits for, where it waits for something."""
    head = named.rule.trigger or named.rule.schedule
    return None if head is None else said(ctx, named, head, ctx.lang)


def _part(ctx: Context, named: RuleNamed, step: Step) -> Part:
    span = step.node.span
    return Part(
        head=step.node.head,
        text=said(ctx, named, step.node, ctx.lang),
        value=value_json(step.value),
        shown=_shown(ctx, named, step.node, step.value),
        start=None if span is None else span.start,
        end=None if span is None else span.end,
        warning=step.warning,
    )


def _seen(
    ctx: Context, named: RuleNamed, steps: tuple[Step, ...], first: Step | None
) -> tuple[Part, ...]:
    """The values that a false part was false because of: its operands that are no constants."""
    if first is None:
        return ()
    inside = {id(node) for node in walk(first.node)} - {id(first.node)}
    found = [each for each in steps if id(each.node) in inside and each.node.head not in LEAVES]
    named_once = {said(ctx, named, each.node, ctx.lang): each for each in found}
    return tuple(_part(ctx, named, each) for each in named_once.values())


def _fired(
    ctx: Context, named: RuleNamed, record: StoredRecord
) -> tuple[datetime | None, int, tuple[Mapping[str, Json], ...]]:
    """When the rule last fired for the record, how often it has, and what it saw then."""
    where = (
        event.c.app == ctx.app.key,
        event.c.form == named.spec.form,
        event.c.record == record.id,
        event.c.type == "rule_fired",
        event.c.rule == named.spec.key,
    )
    last = ctx.connection.execute(
        sa.select(event.c.at, event.c.payload).where(*where).order_by(event.c.seq.desc()).limit(1)
    ).first()
    if last is None:
        return None, 0, ()
    times = ctx.connection.execute(sa.select(sa.func.count()).where(*where)).scalar_one()
    return last.at, times, tuple(last.payload.get("trace", ()))


def _matching(ctx: Context, named: RuleNamed, record: StoredRecord) -> datetime | None:
    """Since when the record is noted as matching."""
    query = sa.select(rule_match.c.since).where(
        rule_match.c.app == ctx.app.key,
        rule_match.c.rule == named.spec.key,
        rule_match.c.record == record.id,
    )
    found: datetime | None = ctx.connection.execute(query).scalar()
    return found


def _shown(ctx: Context, named: RuleNamed, node: Node, value: Any) -> str:
    """A value in words: a field's as its type shows it."""
    key = str(node.args[0]) if node.head == "field" else ""
    field = named.form.fields.get(key)
    if field is not None and value is not None:
        return field.type.show(value, field.spec, ctx.reader)
    match value:
        case None:
            return sentence("why_empty", ctx.lang)
        case bool():
            return sentence("why_true" if value else "why_false", ctx.lang)
        case Decimal():
            is_share = node.type == PERCENT
            return f"{number_text(value * 100)}%" if is_share else number_text(value)
        case timedelta():
            return span_text(value, ctx.lang)
        case datetime():
            return moment_text(value, ctx.timezone)
        case frozenset():
            return "、".join(_option(ctx, node, each) for each in sorted(value))
        case str():
            return _option(ctx, node, value)
    return str(value)


def _option(ctx: Context, node: Node, key: str) -> str:
    """An option's or a state's label, where the key is one."""
    form, _, name = (node.type.of or "").rpartition(".")
    known = ctx.app.vocabulary.forms.get(form)
    options: Mapping[str, Any] = {}
    if known is not None and name in known.fields:
        options = {each.key: each for each in known.fields[name].options}
    if key not in options:
        return key
    labels = options[key].labels.get(ctx.lang) or (key,)
    return str(labels[0])

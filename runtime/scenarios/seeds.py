"""Seeding: the sample records of an app, written as if they had come about over time.

The seed door alone may say in which state a record is, since when, and who made it when. Cells
that begin with ``=`` are expressions; ``=TODAY()-12 09:30`` is that day at that time. ``#4`` in a
link is the fourth sample record of the linked form. What has happened long ago tells nobody: no
rule fires, and records a state rule matches already are noted as matching.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from runtime.cascade.matches import note_matching
from runtime.changes import storing
from runtime.changes.moves import enter_state
from runtime.commands.submit import checked_values
from runtime.compiled import CompiledField, CompiledForm, CompiledMove
from runtime.context import SYSTEM_ACTOR, Actor, Context, load_actor
from runtime.errors import LANGUAGES, Refusal
from runtime.fields.base import wire
from runtime.spec.app import SeedSpec
from runtime.spec.seed_text import NUMBERED, TIMED
from runtime.store import people

CREATED_AT, CREATED_BY, SINCE = "created_at", "created_by", "state_since"
ASIDE = frozenset({CREATED_AT, CREATED_BY, SINCE, "updated_at", "updated_by"})


@dataclass(frozen=True, slots=True)
class Seeded:
    """The ids of the records that were made, by form, in the order of the rows."""

    records: Mapping[str, tuple[str, ...]]

    @property
    def count(self) -> int:
        """How many records there are."""
        return sum(len(each) for each in self.records.values())


@dataclass(slots=True)
class _Sowing:
    """One seeding on its way: what was made so far, and what was looked up already."""

    ctx: Context
    made: dict[str, list[str]] = field(default_factory=dict)
    values: dict[tuple[str, str], Any] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)


def seed_records(ctx: Context, seeds: Sequence[SeedSpec]) -> Seeded:
    """Make the sample records of an app: forms that others link to come first.

    Raises:
        Refusal: seed_refused (422): a row that is not allowed, with everything wrong with it.
    """
    sowing = _Sowing(ctx)
    for seed in _in_order(ctx, seeds):
        form = ctx.app.forms[seed.form]
        ids = sowing.made.setdefault(seed.form, [])
        for number, row in enumerate(seed.rows, 1):
            ids.append(_sow(sowing, form, number, dict(zip(seed.header, row, strict=True))))
    for key in sowing.made:
        for rule in ctx.app.forms[key].rules:
            if rule.rule.is_state_rule:
                note_matching(ctx, rule)
    return Seeded({key: tuple(ids) for key, ids in sowing.made.items()})


def _in_order(ctx: Context, seeds: Iterable[SeedSpec]) -> list[SeedSpec]:
    """The seeds, each after those of the forms it links to (where they do not link in a ring)."""
    waiting = {seed.form: seed for seed in seeds}
    found: list[SeedSpec] = []
    begun: set[str] = set()

    def visit(key: str) -> None:
        if key in begun or key not in waiting:
            return
        begun.add(key)
        for other in _links(ctx.app.forms[key]):
            visit(other)
        found.append(waiting[key])

    for key in sorted(waiting):
        visit(key)
    return found


def _links(form: CompiledForm) -> Iterator[str]:
    for each in form.fields.values():
        for one in (each, *(each.inner or {}).values()):
            if one.storage.points:
                yield one.storage.points


def _sow(sowing: _Sowing, form: CompiledForm, number: int, cells: Mapping[str, str]) -> str:
    """One record, walked to the state it is in."""
    state_key = form.state_field.spec.key if form.state_field else ""
    raw: dict[str, Any] = {}
    aside: dict[str, Any] = {}
    try:
        for key, cell in cells.items():
            if not cell.strip():
                continue
            value = _value(sowing, form.key, cell)
            if key in ASIDE or key == state_key:
                aside[key] = value
            else:
                raw[key] = _linked(sowing, form.fields.get(key), value)
        ctx = replace(
            sowing.ctx,
            now=_moment(sowing.ctx, aside.get(CREATED_AT)),
            actor=_actor(sowing, aside.get(CREATED_BY)),
        )
        values = checked_values(ctx, form, raw)
        return _grow(sowing, ctx, form, values, aside)
    except Refusal as problem:
        why = {lang: problem.message(lang) for lang in LANGUAGES}
        facts = {"form": form.spec.labels, "row": number, "why": why}
        raise Refusal("seed_refused", 422, problem.wrongs, **facts) from problem


def _grow(
    sowing: _Sowing,
    ctx: Context,
    form: CompiledForm,
    values: dict[str, Any],
    aside: Mapping[str, Any],
) -> str:
    """Store the record, and make the moves that lead to its state, spread over the time since."""
    state_field = form.state_field
    way: list[CompiledMove] = []
    if state_field is not None and state_field.spec.key in aside:
        wanted = str(aside[state_field.spec.key])
        life = storing.lifecycle_of(ctx, form, values)
        if life is None or life.spec.state(wanted) is None:
            raise Refusal("seed_state", 422, state=wanted)
        way = _way(life.moves, life.spec.initial, wanted)
        if not way and wanted != life.spec.initial:
            values[state_field.spec.key] = wanted
    record = storing.insert(ctx, form, values).record
    since = _moment(sowing.ctx, aside[SINCE]) if SINCE in aside else None
    for move, at in zip(way, _times(ctx.now, since, len(way)), strict=True):
        mover = replace(ctx, now=at, actor=_owner(sowing, move, ctx.actor))
        record = enter_state(mover, form, record, move).record
    return record.id


def _way(moves: Sequence[CompiledMove], start: str, goal: str) -> list[CompiledMove]:
    """The shortest way from one state to another; none where they are the same or apart."""
    back: dict[str, CompiledMove] = {}
    edge = [start]
    while edge and goal not in back:
        reached: list[str] = []
        for state in edge:
            for move in moves:
                target = move.spec.to
                if move.source.key == state and target not in back and target != start:
                    back[target] = move
                    reached.append(target)
        edge = reached
    found: list[CompiledMove] = []
    here = goal
    while here in back:
        found.append(back[here])
        here = back[here].source.key
    return found[::-1]


def _times(start: datetime, end: datetime | None, count: int) -> Iterator[datetime]:
    """``count`` moments after the start, evenly, the last one at the end."""
    last = end if end is not None and end > start else start + timedelta(minutes=count)
    for step in range(1, count + 1):
        yield start + (last - start) * step / count


def _owner(sowing: _Sowing, move: CompiledMove, otherwise: Actor) -> Actor:
    """Somebody who holds the role that acts in the state; the author where nobody does."""
    role = move.source.owner
    if role is None:
        return otherwise
    key = f"role:{role}"
    if key not in sowing.actors:
        ctx = sowing.ctx
        held = people.people_with_role(ctx.connection, ctx.app.key, role)
        sowing.actors[key] = _person(ctx, held[0].id) if held else otherwise
    return sowing.actors[key]


def _actor(sowing: _Sowing, login: Any) -> Actor:
    """The author of a row, with every right; the product itself where there is none."""
    if not login:
        return SYSTEM_ACTOR
    key = str(login)
    if key not in sowing.actors:
        found = people.find_person(sowing.ctx.connection, key)
        sowing.actors[key] = SYSTEM_ACTOR if found is None else _person(sowing.ctx, found)
    return sowing.actors[key]


def _person(ctx: Context, person: str) -> Actor:
    return replace(load_actor(ctx.connection, person, ctx.app.key), administrator=True)


def _value(sowing: _Sowing, form: str, cell: str) -> Any:
    """What a cell says: its text, JSON with expressions in it, or the value of an expression."""
    text = cell.strip()
    if text.startswith("="):
        return _computed(sowing, form, text)
    if text.startswith(("[", "{")) and '"=' in text:
        return _deep(sowing, form, json.loads(text))
    return cell


def _deep(sowing: _Sowing, form: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_deep(sowing, form, each) for each in value]
    if isinstance(value, dict):
        return {key: _deep(sowing, form, each) for key, each in value.items()}
    return _value(sowing, form, value) if isinstance(value, str) else value


def _computed(sowing: _Sowing, form: str, text: str) -> Any:
    """What an expression comes to, with the time of day written after it."""
    timed = TIMED.fullmatch(text)
    inner = timed[1] if timed else text[1:]
    if (form, inner) not in sowing.values:
        sowing.values[form, inner] = _evaluate(sowing.ctx, form, inner)
    found = sowing.values[form, inner]
    if timed is None:
        return wire(found)
    if not isinstance(found, date) or isinstance(found, datetime):
        raise Refusal("seed_expression", 422, text=text)
    clock = time(int(timed[2]), int(timed[3]), tzinfo=sowing.ctx.app.zone)
    return wire(datetime.combine(found, clock).astimezone(UTC))


def _evaluate(ctx: Context, form: str, text: str) -> Any:
    try:
        return ctx.app.condition(form, text).program(ctx.scope(form, {}))
    except ValueError:
        raise Refusal("seed_expression", 422, text=text) from None


def _linked(sowing: _Sowing, spec: CompiledField | None, value: Any) -> Any:
    """``#4`` as the id of the fourth sample record, in a link and in the links of lines."""
    if spec is None:
        return value
    if spec.inner is not None:
        rows = json.loads(value) if isinstance(value, str) else value
        return [
            {key: _linked(sowing, (spec.inner or {}).get(key), each) for key, each in row.items()}
            for row in rows
        ]
    points = spec.storage.points
    numbered = NUMBERED.fullmatch(value.strip()) if points and isinstance(value, str) else None
    if numbered is None:
        return value
    made = sowing.made.get(str(points), [])
    if int(numbered[1]) > len(made):
        raise Refusal("seed_no_such_row", 422, number=numbered[1], form=str(points))
    return made[int(numbered[1]) - 1]


def _moment(ctx: Context, value: Any) -> datetime:
    """A moment of a row; a date is that day at nine, nothing is now. Never in the future."""
    if not value:
        return ctx.now
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        raise Refusal("seed_expression", 422, text=str(value)) from None
    if len(str(value)) == len("2026-11-21"):
        found = found.replace(hour=9)
    if found.tzinfo is None:
        found = found.replace(tzinfo=ctx.app.zone)
    return min(found.astimezone(UTC), ctx.now)

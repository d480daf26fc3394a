"""The moves of a record as buttons, and where it stands on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from runtime import gate
from runtime.commands.move import may_move
from runtime.commands.press import may_press
from runtime.compiled import CompiledForm, CompiledLifecycle, CompiledMove
from runtime.context import Context
from runtime.queries.records import RecordView
from runtime.spec.app import label
from runtime.web.inputs import Input


@dataclass(frozen=True, slots=True)
class MoveButton:
    """A move somebody may make now, or why not."""

    key: str
    label: str
    to: str
    href: str
    blocked: str = ""
    inputs: tuple[Input, ...] = ()
    missing: tuple[str, ...] = ()
    note: bool = False
    note_wrong: str = ""
    approval: bool = False
    is_open: bool = False
    field: str = ""
    value: str | None = None

    @property
    def asks(self) -> bool:
        """Whether it wants something filled first."""
        return bool(self.note or self.missing)


@dataclass(frozen=True, slots=True)
class PressButton:
    """A button that rules wait for."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Step:
    """A state on the bar: done, now or next."""

    label: str
    place: str


def _scope(form: CompiledForm, record: RecordView) -> Mapping[str, Any]:
    return {
        **dict.fromkeys(form.stored),
        **record.values,
        "id": record.id,
        "created_at": record.created_at,
        "created_by": record.created_by,
        "updated_at": record.updated_at,
        "updated_by": record.updated_by,
        "state_since": record.state_since,
    }


def _leaving(form: CompiledForm, state: str | None) -> list[CompiledMove]:
    return [m for life in form.lifecycles for m in life.moves if m.source.key == state]


def move_buttons(
    ctx: Context, form: CompiledForm, record: RecordView, pending: str | None = None
) -> tuple[MoveButton, ...]:
    """The moves out of the record's state that are this actor's."""
    if record.state is None or pending is not None:
        return ()
    own = [
        m
        for m in _leaving(form, record.state)
        if may_move(ctx, m) and _follows(ctx, form, m, record)
    ]
    return tuple(_button(ctx, form, record, each) for each in own)


def press_buttons(ctx: Context, form: CompiledForm, record: RecordView) -> tuple[PressButton, ...]:
    """The buttons of the record that are for this actor."""
    where: dict[str, Any] = {"app": ctx.app.key, "form": form.key, "record_id": record.id}
    sight = gate.Sight(record.may, record.readable, record.writable)
    return tuple(
        PressButton(
            label(each.labels, ctx.lang, each.key),
            url_for("record.press", **where, button=each.key),
        )
        for each in form.buttons.values()
        if may_press(ctx, each, sight)
    )


def _follows(ctx: Context, form: CompiledForm, move: CompiledMove, record: RecordView) -> bool:
    life = next((each for each in form.lifecycles if each.spec.key == move.lifecycle), None)
    return life is None or ctx.holds(form.key, life.when, _scope(form, record))


def _button(ctx: Context, form: CompiledForm, record: RecordView, move: CompiledMove) -> MoveButton:
    spec = move.spec
    missing = tuple(
        key
        for key in spec.require
        if key in record.writable and record.values.get(key) in (None, "", (), frozenset())
    )
    blocked = ""
    is_known = gate.knows(ctx, move.guard, record.readable)
    if not missing and is_known and not ctx.holds(form.key, move.guard, _scope(form, record)):
        blocked = _("only when %(condition)s", condition=spec.guard)
    return MoveButton(
        key=spec.key,
        label=label(spec.labels, ctx.lang, spec.key),
        to=spec.to,
        href=url_for(
            "record.move", app=ctx.app.key, form=form.key, record_id=record.id, move_key=spec.key
        ),
        blocked=blocked,
        missing=missing,
        note=spec.note,
        approval=spec.approval is not None,
    )


def steps(ctx: Context, form: CompiledForm, record: RecordView) -> tuple[Step, ...]:
    """The states of the record's lifecycle from its beginning; side states show only when current."""
    life = _life(ctx, form, record)
    if life is None or record.state is None:
        return ()
    states = {each.key: each for each in life.spec.states}
    path = _main_path(life)
    if record.state not in path:
        reached = [key for key in path if _leads(life, key, record.state)]
        at = path.index(reached[0]) + 1 if reached else len(path)
        path = (*path[:at], record.state)
    now = path.index(record.state)
    return tuple(
        Step(
            label(states[key].labels, ctx.lang, key),
            "done" if at < now else "now" if at == now else "next",
        )
        for at, key in enumerate(path)
    )


def _life(ctx: Context, form: CompiledForm, record: RecordView) -> CompiledLifecycle | None:
    holding = [
        life for life in form.lifecycles if ctx.holds(form.key, life.when, _scope(form, record))
    ]
    return next((life for life in holding if life.spec.state(record.state or "")), None)


def _leads(life: CompiledLifecycle, source: str, to: str) -> bool:
    return any(m.source.key == source and m.spec.to == to for m in life.moves)


_MOST_STEPS = 2_000


@lru_cache(maxsize=256)
def _path_of(
    initial: str, ways: tuple[tuple[str, str], ...], ends: frozenset[str]
) -> tuple[str, ...]:
    """The longest way from the first state to an end without going back: the main road."""
    best: list[str] = [initial]
    waiting = [[initial]]
    for _step in range(_MOST_STEPS):
        if not waiting:
            break
        path = waiting.pop()
        if path[-1] in ends and (len(path) > len(best) or best[-1] not in ends):
            best = path
        onward = [to for source, to in ways if source == path[-1] and to not in path]
        waiting.extend([*path, to] for to in reversed(onward))
    return tuple(best)


def _main_path(life: CompiledLifecycle) -> tuple[str, ...]:
    ways = tuple(dict.fromkeys((m.source.key, m.spec.to) for m in life.moves))
    ends = frozenset(state.key for state in life.spec.states if state.final)
    return _path_of(life.spec.initial, ways, ends)

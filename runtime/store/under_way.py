"""What a publication means for requests that are on their way: how many, and what becomes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from runtime.spec.app import ApprovalSpec, AppSpec, MoveSpec
from runtime.spec.findings import called
from runtime.store.schema.cases import approval_case

Fate = Literal["form_gone", "move_gone", "go_on"]
"""What becomes of a request: its form or its move is no longer there, or it goes on as it began."""
_MOVE = "move:"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Requests of one kind that a publication concerns."""

    fate: Fate
    element: str
    facts: Mapping[str, Any]
    count: int


@dataclass(frozen=True, slots=True)
class StateColumn:
    """Where the records of a form say which state they are in."""

    table: str
    column: str


def waiting(
    connection: Connection, old: AppSpec, new: AppSpec, states: Mapping[str, StateColumn]
) -> Iterator[Waiting]:
    """The requests under way whose chain, move or form is not what it was when they began."""
    found: Counter[tuple[Fate, str, str, str]] = Counter()
    for (form, chain, purpose, state), count in _running(connection, old, states).items():
        fate = _fate(old, new, (form, chain, purpose), state)
        if fate is not None:
            found[fate, form, chain, purpose] += count
    for (fate, form, chain, purpose), count in sorted(found.items()):
        spec = old.form(form)
        move = _named(old, form, purpose)
        known = next((each for each in old.approvals if each.key == chain), None)
        facts = {
            "form": called(spec) if spec else form,
            "move": called(move) if move else called(known) if known else chain,
            "chain": called(known) if known else chain,
        }
        yield Waiting(fate, f"approvals/{chain}" if known else f"forms/{form}", facts, count)


def _running(
    connection: Connection, old: AppSpec, states: Mapping[str, StateColumn]
) -> Counter[tuple[str, str, str, str]]:
    """How many requests of which form, chain and purpose wait in which state."""
    case = approval_case.c
    found: Counter[tuple[str, str, str, str]] = Counter()
    base = (
        sa.select(case.chain, case.purpose)
        .where(case.app == old.key, case.status.in_(("running", "suspended")))
        .group_by(case.chain, case.purpose)
    )
    for form in old.forms:
        of_form = base.where(case.form == form.key)
        at = states.get(form.key)
        if at is None:
            query = of_form.add_columns(sa.literal(""), sa.func.count())
        else:
            named = sa.table(at.table, sa.column("id"), sa.column(at.column)).alias()
            state = named.c[at.column]
            query = of_form.add_columns(state, sa.func.count()).join_from(
                approval_case, named, named.c.id == case.record
            )
            query = query.group_by(state)
        for chain, purpose, state_key, count in connection.execute(query):
            found[form.key, chain, purpose, state_key or ""] += count
    return found


def _fate(old: AppSpec, new: AppSpec, what: tuple[str, str, str], state: str) -> Fate | None:
    form, chain, purpose = what
    if new.form(form) is None:
        return "form_gone"
    before, after = _chain(old, chain), _chain(new, chain)
    if purpose.startswith(_MOVE):
        was, now = (_move(spec, form, purpose, state) for spec in (old, new))
        if was is not None and now is None:
            return "move_gone"
        if was is not None and now is not None and was.approval != now.approval:
            return "go_on"
    return "go_on" if before is not None and before != after else None


def _chain(spec: AppSpec, key: str) -> ApprovalSpec | None:
    """A chain without what it is called."""
    found = next((each for each in spec.approvals if each.key == key), None)
    return None if found is None else replace(found, labels={}, also={})


def _move(spec: AppSpec, form: str, purpose: str, state: str) -> MoveSpec | None:
    """The move a request waits for, out of the state its record is in (empty: out of any)."""
    key = purpose.removeprefix(_MOVE)
    return next(
        (
            move
            for life in spec.lifecycles
            if life.form == form
            for each in life.states
            if not state or each.key == state
            for move in each.moves
            if move.key == key
        ),
        None,
    )


def _named(spec: AppSpec, form: str, purpose: str) -> MoveSpec | None:
    return _move(spec, form, purpose, "") if purpose.startswith(_MOVE) else None

"""The gate: which records and fields an actor may see or change. Every door comes through here.

A query gets its row condition from `visible`, a record its readable and writable fields from
`sight`. No other module decides about a right. Who is asked about a record reads it while he is,
whatever rows his role is limited to: its to-do and its page, with the fields his role may read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from runtime.access.rights import Grant, Rights
from runtime.compiled import CompiledForm, Condition
from runtime.context import Context
from runtime.errors import Refusal, Wrong
from runtime.spec.app import NameSpec
from runtime.store import cases, records
from runtime.store.records import StoredRecord

HIDDEN = "—"
OWN = frozenset({"id", "created_at", "created_by", "updated_at", "updated_by", "state_since"})
"""What a reader of a record sees of every record."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What an actor may do with one record: actions, and fields to read and to write."""

    may: frozenset[str]
    readable: frozenset[str]
    writable: frozenset[str]


def visible(ctx: Context, form: str, action: str = "read") -> sa.ColumnElement[bool] | None:
    """SQL: the records of a form that an action is allowed on; None for all of them.

    A form without any grant of the action gives a condition that no record meets.
    """
    return ctx.matching(form, ctx.rights(form).granting(action))


def in_sql(ctx: Context, form: str, condition: Condition) -> sa.ColumnElement[bool]:
    """SQL: whether a condition holds for the record of a query over the form's table."""
    return ctx.lowered(form, condition.tree)


def load(
    ctx: Context, form: CompiledForm, record: str, *, lock: bool = False, trashed: bool = False
) -> StoredRecord:
    """A record the actor may read; one in the trash is there only for who may put it there.

    Raises:
        Refusal: not_found (404): not there, in the trash (unless asked for), or not for this actor.
    """

    def fetched(condition: sa.ColumnElement[bool] | None) -> StoredRecord | None:
        where = (form.key, record)
        return records.fetch(ctx.connection, ctx.app.tables, where, lock=lock, condition=condition)

    found = fetched(visible(ctx, form.key))
    if found is None and _is_asked(ctx, form, record):
        found = fetched(None)
    if found is None:
        raise Refusal("not_found", 404)
    if found.deleted_at is not None and not (
        trashed and "delete" in sight(ctx, form, found.scope).may
    ):
        raise Refusal("not_found", 404)
    return found


def queues(ctx: Context) -> tuple[NameSpec, ...]:
    """The app's queues that are for this actor."""
    held, everything = ctx.actor.roles, ctx.actor.administrator or ctx.actor.is_system
    return tuple(
        each
        for each in ctx.app.spec.named("queue")
        if everything or not each.facts.get("roles") or not held.isdisjoint(each.facts["roles"])
    )


def queue(ctx: Context, key: str) -> NameSpec:
    """A queue that is for this actor.

    Raises:
        Refusal: not_found (404), the same for one that is not there.
    """
    found = next((each for each in queues(ctx) if each.key == key), None)
    if found is None:
        raise Refusal("not_found", 404)
    return found


def reload(ctx: Context, form: CompiledForm, record: StoredRecord) -> StoredRecord:
    """The record as it is now, for the actor who just wrote it."""
    found = records.fetch(ctx.connection, ctx.app.tables, (form.key, record.id))
    return record if found is None else found


def taken(ctx: Context, form: CompiledForm, record: StoredRecord) -> list[Wrong]:
    """The unique fields whose value another record has now; a hidden value is not told."""
    readable = sight(ctx, form, record.scope).readable
    return [
        Wrong(
            "not_unique",
            key if key in readable else None,
            {
                "field": field.spec.labels if key in readable else HIDDEN,
                "value": str(record.values[key]) if key in readable else HIDDEN,
            },
        )
        for key, field in form.fields.items()
        if field.spec.unique
        and record.values.get(key) is not None
        and records.is_taken(
            ctx.connection, ctx.app.tables, (form.key, key), record.values[key], record.id
        )
    ]


def sight(ctx: Context, form: CompiledForm, record: Mapping[str, Any]) -> Sight:
    """What the actor may do with a record, given as its values."""
    rights = ctx.rights(form.key)

    def holds(condition: Condition) -> bool:
        return ctx.holds(form.key, condition, record)

    matching = [grant for grant in rights.grants if grant.rows is None or holds(grant.rows)]
    found = sight_of(form, matching)
    if "read" not in found.may and _is_asked(ctx, form, record.get("id")):
        shown = fields(rights.grants, form, "read", 1)
        found = replace(found, may=found.may | {"read"}, readable=found.readable | shown)
    return found


def _is_asked(ctx: Context, form: CompiledForm, record: str | None) -> bool:
    """Whether the actor has a to-do about a record of a form whose records his roles may read."""
    if record is None or not ctx.rights(form.key).may("read"):
        return False
    return cases.is_asked(ctx.connection, ctx.actor.id, (ctx.app.key, form.key, record))


def sight_of(form: CompiledForm, matching: Sequence[Grant[Condition]]) -> Sight:
    """What grants that match a record add up to."""
    return Sight(
        may=frozenset(action for grant in matching for action in grant.can),
        readable=fields(matching, form, "read", 1),
        writable=fields(matching, form, "update", 2) & form.written_by_people,
    )


def whole_sight(ctx: Context, form: CompiledForm) -> Sight:
    """What the actor may do with any record, where no grant is limited to some."""
    return sight_of(form, ctx.rights(form.key).grants)


def knows(ctx: Context, condition: Condition | None, readable: frozenset[str]) -> bool:
    """Whether who may read these fields of a record may learn what a condition over it says."""
    if condition is None:
        return True
    program = condition.program
    is_open = not program.reads_related or all(
        ctx.rights(form).is_unlimited("read") for form in ctx.app.forms
    )
    return is_open and program.reads <= readable | OWN


def unnamed(wrongs: Sequence[Wrong], known: frozenset[str]) -> list[Wrong]:
    """What is wrong, without a word of fields that the actor does not know.

    An unknown field is named as it was written, whether it is hidden or not there at all.
    """
    return [
        each
        if each.field is None
        or each.code == "unknown_field"
        or each.field.partition(".")[0] in known
        else Wrong(each.code, None, dict.fromkeys(each.facts, HIDDEN), text=each.text)
        for each in wrongs
    ]


def refuse_wrong(wrongs: Sequence[Wrong], known: frozenset[str]) -> None:
    """Refuse a write that something is wrong with, told to somebody who knows these fields.

    Raises:
        Refusal: invalid (422), everything that is wrong at once.
    """
    if wrongs:
        told = unnamed(wrongs, known)
        raise Refusal("invalid", 422, told, count=len(told))


def fields(
    grants: Sequence[Grant[Condition]], form: CompiledForm, action: str, level: int
) -> frozenset[str]:
    """The fields that grants of an action open at a level (1 read, 2 write)."""
    acting = [grant for grant in grants if action in grant.can]
    return Rights.fields(acting, form.stored, level)

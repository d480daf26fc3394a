"""Submitting a record: a new one, through any door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runtime import gate
from runtime.cascade.rules import run_rules
from runtime.changes import storing
from runtime.changes.prepare import Entered, Prepared, prepare
from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.errors import Refusal, Wrong
from runtime.store.records import StoredRecord


def submit_record(ctx: Context, form_key: str, raw: Mapping[str, Any]) -> StoredRecord:
    """Create a record from what was written (texts or JSON, by field).

    Raises:
        Refusal: not_found, forbidden (403), invalid (422, every problem at once), or the reason a
            rule gives.
    """
    form = ctx.form(form_key)
    values = checked_values(ctx, form, raw)
    deed = storing.insert(ctx, form, values)
    run_rules(ctx, [deed])
    return latest(ctx, form, deed.record)


@dataclass(frozen=True, slots=True)
class Entrance:
    """What an actor may write into new records of a form: asked once, however many there are.

    ``free`` are the fields that may be written into any of them, where no grant looks at the record.
    """

    sight: gate.Sight
    free: frozenset[str] | None

    @property
    def known(self) -> frozenset[str]:
        """The fields that the actor may be told of."""
        return self.sight.readable | self.sight.writable


def entrance(ctx: Context, form: CompiledForm) -> Entrance:
    """What the actor may write into new records of a form.

    Raises:
        Refusal: forbidden (403).
    """
    rights = ctx.rights(form.key)
    if not rights.may("create"):
        raise Refusal("forbidden", 403)
    creating = rights.granting("create")
    writable = gate.fields(creating, form, "create", 2) & form.written_by_people
    readable = gate.fields(rights.grants, form, "read", 1)
    sight = gate.Sight(frozenset({"create"}), readable, writable)
    is_free = all(grant.rows is None for grant in creating)
    return Entrance(sight, writable if is_free else None)


def checked_values(ctx: Context, form: CompiledForm, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a new record, defaults filled in, once nothing is wrong with them.

    Raises:
        Refusal: forbidden (403) or invalid (422).
    """
    way_in = entrance(ctx, form)
    return dict(checked(ctx, form, way_in, Entered(raw, way_in.sight)).values)


def checked(ctx: Context, form: CompiledForm, way_in: Entrance, entered: Entered) -> Prepared:
    """A new record, prepared, once nothing is wrong with it.

    Raises:
        Refusal: invalid (422).
    """
    prepared = prepare(ctx, form, entered)
    strange: list[Wrong] = []
    if way_in.free is None:
        written = way_in.sight.writable & entered.values.keys()
        strange = _not_yours(ctx, form, written, prepared.scope)
    gate.refuse_wrong([*strange, *prepared.wrongs], way_in.known)
    return prepared


def _not_yours(
    ctx: Context, form: CompiledForm, written: frozenset[str], scope: Mapping[str, Any]
) -> list[Wrong]:
    """Which of the fields written the grants that match this very record do not let one write."""
    matching = ctx.rights(form.key).matching(
        "create", lambda condition: ctx.holds(form.key, condition, scope)
    )
    if not matching:
        return [Wrong("row_not_yours")]
    mine = gate.fields(matching, form, "create", 2)
    return [
        Wrong("read_only", key, {"field": form.fields[key].spec.labels})
        for key in sorted(written - mine)
    ]


def latest(ctx: Context, form: CompiledForm, record: StoredRecord) -> StoredRecord:
    """The record as it is after the rules ran."""
    return gate.reload(ctx, form, record) if ctx.fired else record

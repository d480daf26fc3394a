"""Pressing a button on a record: somebody says that something happened, and the rules hear it."""

from __future__ import annotations

from runtime import gate
from runtime.cascade.rules import run_rules
from runtime.changes import storing
from runtime.changes.storing import NewDeed
from runtime.commands.submit import latest
from runtime.compiled import Button
from runtime.context import Context
from runtime.errors import Refusal
from runtime.gate import Sight
from runtime.store.records import StoredRecord


def may_press(ctx: Context, button: Button, sight: Sight) -> bool:
    """Whether a button is for this actor, who sees the record like that."""
    if button.by is None or ctx.actor.administrator or ctx.actor.is_system:
        return "update" in sight.may
    return "read" in sight.may and not button.by.isdisjoint(ctx.actor.roles)


def press_button(ctx: Context, form_key: str, record_id: str, key: str) -> StoredRecord:
    """Press a button of a record; what was pressed is in its history.

    Raises:
        Refusal: not_found (404) also for a button that is not there, forbidden (403), or the
            reason a rule gives.
    """
    form = ctx.form(form_key)
    record = gate.load(ctx, form, record_id, lock=True)
    button = form.buttons.get(key)
    if button is None:
        raise Refusal("not_found", 404)
    if not may_press(ctx, button, gate.sight(ctx, form, record.scope)):
        raise Refusal("forbidden", 403)
    tells = {"act": key, "label": dict(button.labels)}
    run_rules(ctx, [storing.record_deed(ctx, form, NewDeed("act", record, record, key, tells))])
    return latest(ctx, form, record)

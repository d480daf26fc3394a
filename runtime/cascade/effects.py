"""Effects: doing what a rule decided, in the transaction of what caused it.

What leaves the house (a notice, a mail) is only written to the outbox here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Generic, TypeVar

from runtime import gate
from runtime.actions import base
from runtime.cascade.recipients import people_of
from runtime.changes import storing
from runtime.changes.case_start import start_case, start_task
from runtime.changes.checks import is_empty
from runtime.changes.deed import Deed
from runtime.changes.moves import enter_state, move_to
from runtime.changes.prepare import Computed, prepare
from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.errors import Refusal, Wrong
from runtime.spec.app import RuleSpec
from runtime.store import deliveries, events
from runtime.store.events import NewEvent
from runtime.store.records import StoredRecord

E = TypeVar("E", bound=base.Effect)


@dataclass(frozen=True, slots=True)
class Doing(Generic[E]):
    """One effect, the record it is done to, and the event that tells that its rule fired.

    ``ctx`` is the rule's; ``caller`` that of whoever caused it, who hears of what goes wrong.
    """

    ctx: Context
    caller: Context
    form: CompiledForm
    record: StoredRecord
    effect: E
    event: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What a rule decided for a record, and the values of its condition's parts as JSON."""

    rule: RuleSpec
    effects: Sequence[base.Effect]
    trace: Sequence[Mapping[str, Any]]


def perform(
    caller: Context, form: CompiledForm, record: StoredRecord, decided: Decided
) -> list[Deed]:
    """Do what a rule decided for a record, in order; one event tells that it fired.

    The rule acts as the system; ``caller`` is the context of what caused it.

    Raises:
        Refusal: the rule blocks, or asks for a field that is empty.
    """
    ctx = caller.as_system(rule=decided.rule.key)
    names = [type(each).__name__ for each in decided.effects]
    event = events.append(
        ctx.connection,
        NewEvent(
            app=ctx.app.key,
            form=form.key,
            record=record.id,
            type="rule_fired",
            actor=ctx.actor.id,
            door=ctx.door,
            rule=decided.rule.key,
            revision=ctx.app.revision,
            at=ctx.now,
            payload={"effects": names, "trace": decided.trace},
        ),
    )
    caused: list[Deed] = []
    for effect in decided.effects:
        new = _PERFORM[type(effect)](Doing(ctx, caller, form, record, effect, event))
        caused.extend(new)
        record = next((each.record for each in new if each.record.id == record.id), record)
    return caused


def _block(doing: Doing[base.Block]) -> list[Deed]:
    reason = doing.effect.reason
    raise Refusal("blocked", 422, [Wrong("blocked", text=reason)], reason=reason)


def _require(doing: Doing[base.Require]) -> list[Deed]:
    form, record = doing.form, doing.record
    missing = [
        Wrong("required", key, {"field": form.fields[key].spec.labels})
        for key in doing.effect.fields
        if key in form.fields and is_empty(record.values.get(key))
    ]
    if missing:
        raise Refusal("invalid", 422, missing, count=len(missing))
    return []


def _set(doing: Doing[base.SetValues]) -> list[Deed]:
    ctx, form, record, effect = doing.ctx, doing.form, doing.record, doing.effect
    if effect.state is not None:
        return [enter_state(ctx, form, record, move_to(form, record, effect.state))]
    done = storing.update(ctx, form, record, _fitting(ctx, form, effect.values, record))
    return [] if done is None else [done]


def _fitting(
    ctx: Context, form: CompiledForm, values: Mapping[str, Any], record: StoredRecord | None = None
) -> Mapping[str, Any]:
    """What a rule writes, once nothing is wrong with it.

    Raises:
        Refusal: rule_cannot_write (422) with every reason: beyond what a field holds or allows,
            taken, or against a validation that reads what was written.
    """
    prepared = prepare(ctx, form, Computed(values), record)
    if prepared.wrongs:
        rule = next((each for each in ctx.app.spec.rules if each.key == ctx.rule), None)
        label = "" if rule is None else rule.labels or rule.key
        wrongs = prepared.wrongs
        raise Refusal("rule_cannot_write", 422, wrongs, rule=label, count=len(wrongs))
    return prepared.values


def _create(doing: Doing[base.Create]) -> list[Deed]:
    """A new record; its links to the subject's form point at the subject, and what both link to
    is taken over.
    """
    form, record, effect = doing.form, doing.record, doing.effect
    target = doing.ctx.app.forms[effect.form]
    linked: dict[str, Any] = {}
    for key, field in target.fields.items():
        points = field.storage.points
        if points == form.key:
            linked[key] = record.id
        elif points is not None:
            same = (k for k, f in form.fields.items() if f.storage.points == points)
            linked[key] = next((record.values[k] for k in same if record.values.get(k)), None)
    try:
        values = _fitting(doing.ctx, target, {**linked, **effect.values})
    except Refusal as refused:
        refused.wrongs = tuple(_elsewhere(doing.caller, target, refused.wrongs))
        raise
    return [storing.insert(doing.ctx, target, values)]


def _elsewhere(caller: Context, form: CompiledForm, wrongs: Sequence[Wrong]) -> list[Wrong]:
    """What is wrong with a record of another form: at no field of the one that was asked about."""
    known = gate.whole_sight(caller, form).readable
    return [replace(each, field=None) for each in gate.unnamed(wrongs, known)]


def _start(doing: Doing[base.StartCase]) -> list[Deed]:
    ctx, purpose = doing.ctx, f"rule:{doing.ctx.rule}"
    start_case(ctx, doing.effect.chain, doing.form.key, doing.record.id, purpose)
    return []


def _todo(doing: Doing[base.Todo]) -> list[Deed]:
    ctx, effect = doing.ctx, doing.effect
    told = people_of(ctx.connection, ctx.app.key, (*effect.to, *effect.cc))
    if told:
        facts = {"title": effect.title, "people": told}
        start_task(ctx, doing.form.key, doing.record.id, f"todo:{ctx.rule}", facts)
    return []


def _notify(doing: Doing[base.Notify]) -> list[Deed]:
    ctx, event = doing.ctx, doing.event
    deliveries.add(ctx.connection, event, "notify", asdict(doing.effect), ctx.now)
    ctx.outbox.append(event)
    return []


_PERFORM: Mapping[type, Callable[..., list[Deed]]] = {
    base.Block: _block,
    base.Require: _require,
    base.SetValues: _set,
    base.Create: _create,
    base.StartCase: _start,
    base.Todo: _todo,
    base.Notify: _notify,
}

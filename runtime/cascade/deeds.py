"""What the actions of a rule do to its record, in the transaction of what caused it.

What leaves the house (a notice, a mail) is only written to the outbox here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import Any

from runtime import gate
from runtime.actions.base import ActionType, Message, NewRecord, Recipient, Timer, ToDo
from runtime.cascade.recipients import people_of
from runtime.cascade.timers import arm
from runtime.changes import storing
from runtime.changes.case_start import start_case, start_task
from runtime.changes.checks import is_empty
from runtime.changes.deed import Deed
from runtime.changes.moves import enter_state, move_to
from runtime.changes.prepare import Computed, prepare
from runtime.changes.recompute import recompute_records
from runtime.compiled import CompiledForm
from runtime.context import Context
from runtime.errors import Refusal, Wrong
from runtime.spec.app import Labels, RuleSpec
from runtime.store import deliveries, events, queues
from runtime.store.events import NewEvent
from runtime.store.records import StoredRecord

LATE = timedelta(minutes=5)
"""What the clock brings later than that says so."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a rule decided for a record: its actions, each with its payload, and the values of its
    condition's parts as JSON. ``late`` says how long after its moment the clock brought it.
    """

    rule: RuleSpec
    actions: Sequence[tuple[ActionType[Any], Any]]
    trace: Sequence[Mapping[str, Any]]
    late: timedelta | None = None


def perform(
    caller: Context, form: CompiledForm, record: StoredRecord, decided: Decided
) -> list[Deed]:
    """Do what a rule decided for a record, in order; one event tells that it fired.

    The rule acts as the system; ``caller`` is the context of what caused it.

    Raises:
        Refusal: the rule blocks, or asks for a field that is empty.
    """
    ctx = caller.as_system(rule=decided.rule.key)
    done = [action.key for action, _ in decided.actions]
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
            payload={"effects": done, "trace": decided.trace, **_lateness(decided.late)},
        ),
    )
    deeds = RuleDeeds(ctx, caller, form, record, event)
    for action, payload in decided.actions:
        action.perform(payload, deeds)
    return deeds.done


def _lateness(late: timedelta | None) -> dict[str, int]:
    """How many seconds after its moment a rule fired, where that is worth telling."""
    return {} if late is None or late < LATE else {"late": round(late.total_seconds())}


@dataclass(slots=True)
class RuleDeeds:
    """What the actions of one rule do to one record, and what they did so far.

    ``ctx`` is the rule's; ``caller`` that of whoever caused it, who hears of what goes wrong.
    ``event`` tells that the rule fired; ``record`` is as it is now.
    """

    ctx: Context
    caller: Context
    form: CompiledForm
    record: StoredRecord
    event: str
    done: list[Deed] = field(default_factory=list)

    def change(self, values: Mapping[str, Any]) -> None:
        """Give fields of the record these values."""
        fitting = _fitting(self.ctx, self.form, values, self.record)
        self._note(storing.update(self.ctx, self.form, self.record, fitting))

    def move(self, state: str) -> None:
        """Make the move that leads to a state."""
        move = move_to(self.form, self.record, state)
        self._note(enter_state(self.ctx, self.form, self.record, move))

    def create(self, new: NewRecord) -> None:
        """Make a record of another form, linked to this one; who it is for gets a to-do about it."""
        target = self.ctx.app.forms[new.form]
        try:
            values = _fitting(self.ctx, target, dict(_links(self.form, self.record, target)))
        except Refusal as refused:
            refused.wrongs = tuple(_elsewhere(self.caller, target, refused.wrongs))
            raise
        made = storing.insert(self.ctx, target, values)
        self._note(made)
        if new.to:
            self._ask(new.to, target.spec.labels, made)

    def start_approval(self, chain: str) -> None:
        """Hand the record to an approval chain."""
        start_case(self.ctx, chain, self.form.key, self.record.id, f"rule:{self.ctx.rule}")

    def give(self, task: ToDo) -> None:
        """Give people a to-do about the record."""
        self._ask((*task.to, *task.cc), task.title)

    def arm(self, timer: Timer) -> None:
        """Have a timer of the rule run from now."""
        arm(self.ctx, self.form.key, self.record.id, timer, self.event)

    def recompute(self) -> None:
        """Work out the formulas of the record anew."""
        for deed in recompute_records(self.ctx, self.form, [self.record.id]):
            self._note(deed)

    def queue(self, key: str) -> None:
        """Put the record into a queue."""
        place = (self.ctx.app.key, key, self.record.id)
        queues.add(self.ctx.connection, place, self.form.key, self.ctx.now)

    def tell(self, message: Message) -> None:
        """Write a message down; it leaves after the commit."""
        ctx = self.ctx
        deliveries.add(ctx.connection, self.event, "notify", asdict(message), ctx.now)
        ctx.outbox.append(self.event)

    def empty(self, fields: Iterable[str]) -> tuple[Wrong, ...]:
        """Which of these fields of the record are empty."""
        there = self.form.fields
        return tuple(
            Wrong("required", key, {"field": there[key].spec.labels})
            for key in fields
            if key in there and is_empty(self.record.values.get(key))
        )

    def _ask(self, people: Iterable[Recipient], title: Labels, made: Deed | None = None) -> None:
        """Give people a to-do about the record, or about one that was made."""
        ctx = self.ctx
        form, record = (self.form.key, self.record) if made is None else (made.form, made.record)
        asked = people_of(ctx.connection, ctx.app.key, tuple(people))
        if asked:
            start_task(ctx, form, record.id, f"todo:{ctx.rule}", {"title": title, "people": asked})

    def _note(self, deed: Deed | None) -> None:
        if deed is None:
            return
        self.done.append(deed)
        if deed.record.id == self.record.id:
            self.record = deed.record


def _links(
    form: CompiledForm, record: StoredRecord, target: CompiledForm
) -> Iterator[tuple[str, Any]]:
    """The links of a record that is made for another: to it, and to what both link to."""
    for key, at in target.fields.items():
        points = at.storage.points
        if points == form.key:
            yield key, record.id
        elif points is not None:
            same = (k for k, f in form.fields.items() if f.storage.points == points)
            yield key, next((record.values[k] for k in same if record.values.get(k)), None)


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


def _elsewhere(caller: Context, form: CompiledForm, wrongs: Sequence[Wrong]) -> list[Wrong]:
    """What is wrong with a record of another form: at no field of the one that was asked about."""
    known = gate.whole_sight(caller, form).readable
    return [replace(each, field=None) for each in gate.unnamed(wrongs, known)]

"""Replay: walk the past of every record and count how often a rule would have fired."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from rule_dsl import Node
from rule_dsl.targets.scope import Scope
from runtime.cascade.triggers import is_outside, occurred
from runtime.context import Context
from runtime.errors import Refusal
from runtime.related import StoreRelated
from runtime.rules.replay.addressees import addressees
from runtime.rules.replay.occurrences import deed_of
from runtime.rules.replay.past import MOST_RECORDS, Moment, Past, how_many, pasts
from runtime.rules.replay.related_then import RelatedThen
from runtime.rules.rule_named import RuleNamed, rule_named
from runtime.spec.app import label
from runtime.store.records import StoredRecord

MOST_DAYS = 3_660
MOST_HITS = 10_000
MOST_LOOKS = 1_000_000
"""Looks at records hour by hour; beyond, one look a day has to do."""
ENTRIES = frozenset({"changed_at", "rows_changed_at", "possible_since", "happened"})
TELLING = frozenset({"notify", "alert", "suggest", "task", "escalate"})


@dataclass(frozen=True, slots=True)
class Hit:
    """Once that the rule would have fired. ``branch`` is then, or otherwise."""

    record: str
    title: str
    at: datetime
    branch: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """What a rule would have done from ``start`` to ``end``; ``blind`` says what it cannot see."""

    rule: str
    label: str
    form: str
    start: datetime
    end: datetime
    records: int
    hits: tuple[Hit, ...]
    blind: tuple[str, ...]

    @property
    def people(self) -> int:
        """How many people it would have told."""
        return len({name for hit in self.hits for name in hit.recipients})


@dataclass(slots=True)
class _Film:
    """One rule over all pasts: what is asked again and again is kept."""

    ctx: Context
    named: RuleNamed
    start: datetime
    kept: dict[Any, Any] = field(default_factory=dict)

    def scope(self, past: Past, record: StoredRecord, at: datetime) -> Scope:
        ctx, form = self.ctx, self.named.spec.form
        store = StoreRelated(ctx.connection, ctx.app, form, at)
        related = RelatedThen(store, past, at, self.kept)
        return Scope(record.scope, at, ctx.app.zone, ctx.app.calendar, ctx.params, related)

    def holds(self, past: Past, record: StoredRecord | None, at: datetime) -> bool:
        """Whether the condition was true of the record then; none is true."""
        if record is None:
            return False
        program = self.named.program
        return program is None or program(self.scope(past, record, at)) is True

    def hit(self, past: Past, record: StoredRecord, at: datetime, actions: tuple[Node, ...]) -> Hit:
        form = self.named.form.spec
        names = addressees(self.ctx, form.key, actions, self.scope(past, record, at))
        title = record.values.get(form.title) if form.title is not None else None
        branch = "then" if actions == self.named.rule.actions else "otherwise"
        return Hit(record.id, str(title or record.id), at, branch, names)


def replay(ctx: Context, key: str, days: int) -> Replay:
    """What a rule would have done over the last days. Nothing is sent and nothing written.

    Raises:
        Refusal: no_such_rule (404), bad_days (422).
    """
    if not 1 <= days <= MOST_DAYS:
        raise Refusal("bad_days", 422, most=MOST_DAYS)
    named = rule_named(ctx, key)
    start = ctx.now - timedelta(days=days)
    film = _Film(ctx, named, start)
    count, hits = 0, []
    if named.rule.schedule is None:
        clock = list(_clock_moments(film))
        for past in pasts(ctx, named.form):
            count += 1
            hits += list(_hits(film, past, clock))
    hits.sort(key=lambda hit: (hit.at, hit.record))
    return Replay(
        rule=key,
        label=label(named.spec.labels, ctx.lang, key),
        form=named.spec.form,
        start=start,
        end=ctx.now,
        records=count,
        hits=tuple(hits[:MOST_HITS]),
        blind=tuple(_blind(named, count, len(hits))),
    )


def _hits(film: _Film, past: Past, clock: list[datetime]) -> Iterator[Hit]:
    if film.named.rule.is_state_rule:
        yield from _turns(film, past, clock)
    else:
        yield from _occurrences(film, past)


def _turns(film: _Film, past: Past, clock: list[datetime]) -> Iterator[Hit]:
    """The times a state rule's condition turned true (or, with an otherwise, false again)."""
    rule = film.named.rule
    was = film.holds(past, past.record_at(film.start), film.start)
    times = {each.at for each in past.moments if film.start < each.at <= film.ctx.now}
    for at in sorted(times.union(clock)):
        record = past.record_at(at)
        if record is None:
            was = False
            continue
        holds = film.holds(past, record, at)
        actions = rule.actions if holds else rule.otherwise
        if holds != was and actions:
            yield film.hit(past, record, at, actions)
        was = holds


def _occurrences(film: _Film, past: Past) -> Iterator[Hit]:
    """The times a trigger occurred, once a moment; a standing rule minds every save."""
    rule = film.named.rule
    last: datetime | None = None
    for moment in past.moments:
        if not film.start < moment.at <= film.ctx.now or moment.at == last:
            continue
        record = moment.after or moment.before
        if record is None or not _is_meant(film, moment):
            continue
        holds = film.holds(past, record, moment.at)
        actions = rule.actions if holds else rule.otherwise
        if actions:
            last = moment.at
            yield film.hit(past, record, moment.at, actions)


def _is_meant(film: _Film, moment: Moment) -> bool:
    trigger = film.named.rule.trigger
    if trigger is None:
        return moment.kind in ("created", "changed", "moved", "restored")
    deed = deed_of(film.ctx, film.named.spec.form, moment)
    return deed is not None and occurred(film.ctx, trigger, deed)


def _clock_moments(film: _Film) -> Iterator[datetime]:
    """When the passing of time may have turned the condition: each midnight, or each hour."""
    program, ctx = film.named.program, film.ctx
    if program is None or not (program.reads_time or film.named.rule.reads_time):
        return
    hours = (ctx.now - film.start) // timedelta(hours=1)
    is_fine = hours * min(how_many(ctx, film.named.form), MOST_RECORDS) <= MOST_LOOKS
    yield from _hours(film) if is_fine and _reads_hours(film.named) else _midnights(film)
    yield ctx.now


def _reads_hours(named: RuleNamed) -> bool:
    """Whether the condition reads the time of day, not only the day."""
    ops = [] if named.op is None else list(named.op.walk())
    return any(op.name == "now" or op.name in ENTRIES for op in ops)


def _hours(film: _Film) -> Iterator[datetime]:
    at = film.start.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    while at <= film.ctx.now:
        yield at
        at += timedelta(hours=1)


def _midnights(film: _Film) -> Iterator[datetime]:
    zone = film.ctx.app.zone
    day = film.start.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    for _ in range(MOST_DAYS + 1):
        day += timedelta(days=1)
        at = day.astimezone(film.ctx.now.tzinfo)
        if at > film.ctx.now:
            return
        if at > film.start:
            yield at


def _blind(named: RuleNamed, count: int, hits: int) -> Iterator[str]:
    """The codes of the sentences that say what the replay cannot see."""
    rule, ops = named.rule, [] if named.op is None else list(named.op.walk())
    if rule.schedule is not None:
        yield "replay_blind_schedule"
    if any(op.name == "follow" or (op.source and op.source.kind != "lines") for op in ops):
        yield "replay_blind_related"
    if rule.trigger is not None and is_outside(rule.trigger):
        yield "replay_blind_events"
    if any(action.head not in TELLING for action in (*rule.actions, *rule.otherwise)):
        yield "replay_blind_effects"
    if any(op.name == "now" or op.name in ENTRIES for op in ops):
        yield "replay_blind_minutes"
    if count >= MOST_RECORDS:
        yield "replay_blind_records"
    if hits > MOST_HITS:
        yield "replay_blind_hits"

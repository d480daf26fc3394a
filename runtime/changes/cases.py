"""What every command on a case shares: its record under lock, its chain, answers, the writing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rule_dsl.calendar import LOCAL_EPOCH, MICROSECOND, zone_of
from runtime.approvals.case import Case, CaseNotice, Outcome
from runtime.approvals.chain import Chain, Duration, Who
from runtime.approvals.compile_chain import chain_names, compile_chain
from runtime.compiled import CompiledApp
from runtime.context import SYSTEM, Context
from runtime.errors import LANGUAGES, Refusal, sentence
from runtime.keys import secret_key
from runtime.spec.app import ApprovalSpec, Labels, StepSpec
from runtime.store import cases, deliveries, people, records
from runtime.store.cases import Stamp
from runtime.store.ids import new_id
from runtime.store.records import StoredRecord

LONGEST_LINE = 20
MICROSECONDS = {"minute": 60 * 10**6, "hour": 3600 * 10**6}
TODO = "todo"


def content_of(ctx: Context, form_key: str, record: StoredRecord) -> str:
    """The hash a vote on a record is bound to, as it is now."""
    state = ctx.app.forms[form_key].state_field
    secret = secret_key(ctx.installation.settings.data_dir)
    return cases.record_hash(record, state.spec.key if state else None, secret)


def administrators(ctx: Context) -> tuple[str, ...]:
    """The installation's active administrators."""
    everybody = people.people(ctx.connection)
    return tuple(each.id for each in everybody if each.administrator and each.active)


def lock_record(ctx: Context, form_key: str, record_id: str) -> StoredRecord:
    """The record of a case, locked: always before the case, so that nobody waits in a circle.

    Raises:
        Refusal: not_found (404), record_in_trash (409).
    """
    where = (form_key, record_id)
    found = records.fetch(ctx.connection, ctx.app.tables, where, lock=True)
    if found is None:
        raise Refusal("not_found", 404)
    if found.deleted_at is not None:
        raise Refusal("record_in_trash", 409)
    return found


def pinned_app(ctx: Context, case: Case) -> CompiledApp:
    """The revision a case was started under: it stays with it."""
    if case.revision == ctx.app.revision:
        return ctx.app
    return ctx.installation.app(ctx.connection, case.app, case.revision)


def chain_of(app: CompiledApp, case: Case) -> Chain:
    """The chain a case follows; a to-do carries its own one step.

    Raises:
        LookupError: the revision has no such chain.
    """
    if case.chain == TODO:
        return todo_chain(case.form, case.facts)
    spec = app.approvals.get(case.chain)
    if spec is None:
        raise LookupError(f"{case.app} {case.revision} has no approval {case.chain}")
    return compile_chain(spec, chain_names(app.spec, case.form))


def todo_chain(form: str, facts: Mapping[str, Any]) -> Chain:
    """A to-do: one step whose only decision is that it is done."""
    asked = " , ".join(f"user:{person}" for person in facts["people"])
    step = StepSpec(
        key=TODO,
        ask=f"any of {asked}",
        labels=facts["title"],
        facts={"actions": ["complete", "transfer", "comment"], "submitter_is_approver": "ask"},
    )
    own = {"record_edited": "allow", "withdraw": "never"}
    return compile_chain(ApprovalSpec(TODO, form, facts["title"], (step,), facts=own))


@dataclass(slots=True)
class CaseAnswers:
    """Answers about one record and today's organisation, from this transaction."""

    ctx: Context
    app: CompiledApp
    case: Case
    record: StoredRecord

    def holds(self, condition: str) -> bool:
        """Whether a condition is true of the record; its names are those of the case's revision."""
        compiled = self.app.condition(self.case.form, condition)
        return self.ctx.as_system().holds(self.case.form, compiled, self.record.scope)

    def people(self, who: Who) -> tuple[str, ...]:
        """The people a WHO names today."""
        return _FIND[who.kind](self, who)

    def admins(self) -> tuple[str, ...]:
        """The installation's administrators."""
        return administrators(self.ctx)

    def is_active(self, person: str) -> bool:
        """Whether that person may act at all."""
        found = people.person(self.ctx.connection, person)
        return found is not None and found.active

    def manager(self, person: str) -> str | None:
        """That person's manager."""
        return people.manager_of(self.ctx.connection, person)

    def department_head(self, person: str) -> str | None:
        """The head of that person's department, or of one above it."""
        found = people.person(self.ctx.connection, person)
        return None if found is None else _head(self, found.department, but=person)

    def delegate(self, person: str) -> str | None:
        """Whom that person lets act for them now."""
        scope = f"{self.case.app}/{self.case.chain}"
        return cases.delegate_of(self.ctx.connection, person, self.ctx.now, scope)

    def due(self, start: datetime, duration: Duration) -> datetime:
        """The moment a duration later; a working day is the same time on a later working day."""
        if not duration.working:
            unit = "days" if duration.unit == "day" else f"{duration.unit}s"
            return start + timedelta(**{unit: duration.n})
        zone, calendar = zone_of(self.ctx.app.zone), self.ctx.app.calendar
        local = zone.local(start)
        if local is None:
            return start
        if duration.unit == "day":
            day = calendar.add_days(local.date(), duration.n)
            later = None if day is None else datetime.combine(day, local.time())
        else:
            length = duration.n * MICROSECONDS[duration.unit]
            count = calendar.add_time((local - LOCAL_EPOCH) // MICROSECOND, length)
            later = None if count is None else LOCAL_EPOCH + timedelta(microseconds=count)
        return zone.moment(later) or start

    def name(self, person: str) -> str:
        """That person's name."""
        return people.names_of(self.ctx.connection, [person]).get(person, person)

    def new_id(self) -> str:
        """A fresh id."""
        return new_id()


Find = Callable[[CaseAnswers, Who], tuple[str, ...]]


def _role(answers: CaseAnswers, who: Who) -> tuple[str, ...]:
    found = people.people_with_role(answers.ctx.connection, answers.case.app, str(who.key))
    return tuple(each.id for each in found)


def _user(answers: CaseAnswers, who: Who) -> tuple[str, ...]:
    return _one(people.find_person(answers.ctx.connection, str(who.key)))


def _field(answers: CaseAnswers, who: Who) -> tuple[str, ...]:
    value = answers.record.values.get(str(who.key))
    if isinstance(value, frozenset):
        return tuple(sorted(value))
    return _one(value if isinstance(value, str) else None)


def _submitter(answers: CaseAnswers, _: Who) -> tuple[str, ...]:
    return (answers.case.initiator,)


def _manager(answers: CaseAnswers, _: Who) -> tuple[str, ...]:
    return _one(answers.manager(answers.case.initiator))


def _managers(answers: CaseAnswers, who: Who) -> tuple[str, ...]:
    """The line of managers up to and with the one named; a circle ends it."""
    line: list[str] = []
    person = answers.manager(answers.case.initiator)
    end = set(answers.people(who.up_to)) if who.up_to else set()
    while person is not None and person not in (*line, answers.case.initiator):
        line.append(person)
        if person in end or len(line) >= (who.at_most or LONGEST_LINE):
            break
        person = answers.manager(person)
    return tuple(line)


def _department(answers: CaseAnswers, who: Who) -> tuple[str, ...]:
    if who.key is None:
        return _one(answers.department_head(answers.case.initiator))
    key = people.find_department(answers.ctx.connection, answers.case.app, who.key)
    return _one(_head(answers, key, but=None))


def _head(answers: CaseAnswers, key: str | None, *, but: str | None) -> str | None:
    """The active head of a department, or of the nearest one above it."""
    seen: set[str] = set()
    while key is not None and key not in seen:
        seen.add(key)
        found = people.department(answers.ctx.connection, key)
        if found is None:
            return None
        if found.manager not in (None, but) and answers.is_active(str(found.manager)):
            return found.manager
        key = found.parent
    return None


def _one(person: str | None) -> tuple[str, ...]:
    return () if person is None else (person,)


_FIND: Mapping[str, Find] = {
    "role": _role,
    "user": _user,
    "field": _field,
    "submitter": _submitter,
    "manager": _manager,
    "managers": _managers,
    "head": _department,
}


def write(ctx: Context, chain: Chain, outcome: Outcome) -> str:
    """Write an outcome and its notices into the outbox; the id of its last event is returned."""
    stamp = Stamp(ctx.actor.id, ctx.door, ctx.app.revision, ctx.now, ctx.rule)
    ids = cases.write(ctx.connection, outcome, stamp)
    for notice in outcome.notices:
        payload = _payload(ctx, chain, outcome, notice)
        add_notice(ctx, ids[notice.event], (notice.what, notice.to), payload)
    return ids[-1]


def add_notice(
    ctx: Context, event: str, told: tuple[str, tuple[str, ...]], facts: Mapping[str, Any]
) -> None:
    """Put a notice for people into the outbox: (what, to) and the facts of its sentences."""
    what, to = told
    known = [person for person in dict.fromkeys(to) if person != SYSTEM]
    if not known:
        return
    title = {lang: sentence(f"notice.{what}.title", lang, facts) for lang in LANGUAGES}
    body = {lang: sentence(f"notice.{what}.body", lang, facts) for lang in LANGUAGES}
    payload = {"to": known, "title": title, "body": body}
    deliveries.add(ctx.connection, event, "notify", payload, ctx.now)
    ctx.outbox.append(event)


def notice_facts(ctx: Context, chain: Chain, case: Case, reason: str = "") -> dict[str, Any]:
    """What the sentences of a notice name. Nothing of the record's content: rights differ."""
    ids = [case.initiator, ctx.actor.id]
    names = people.names_of(ctx.connection, ids)
    form = ctx.app.forms.get(case.form)
    return {
        "chain": chain.labels or {"en": chain.key},
        "form": form.spec.labels if form else {"en": case.form},
        "who": names.get(case.initiator, ctx.actor.name),
        "actor": names.get(ctx.actor.id, ctx.actor.name),
        "step": chain.labels,
        "reason": reason,
    }


def _payload(ctx: Context, chain: Chain, outcome: Outcome, notice: CaseNotice) -> dict[str, Any]:
    said = [each.payload.get("comment") or each.payload.get("text") for each in outcome.events]
    reason = next((text for text in said if text), "")
    facts = notice_facts(ctx, chain, outcome.after.case, reason)
    step = chain.step(notice.step) if notice.step else None
    labels: Labels = step.labels if step else {}
    return {**facts, "step": labels or facts["step"] or {"en": chain.key}}

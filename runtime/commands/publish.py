"""Publishing an app: checked, planned, published, its rules switched on; all or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from rule_dsl.targets.ops import Refused
from runtime.cascade.matches import note_matching
from runtime.cascade.moments import note_form
from runtime.commands.security_log import log_security
from runtime.compiled import CompiledApp
from runtime.context import SYSTEM_ACTOR, Context
from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.spec.app import AppSpec, RuleSpec
from runtime.spec.calendar import calendar_of
from runtime.spec.diff import MARKS
from runtime.spec.meanings import Edition, meaning_changes, place
from runtime.spec.problems import Problem
from runtime.spec.reading import AppReading, read_app
from runtime.spec.weaker import weaker
from runtime.store import (
    due,
    engine,
    matches,
    people,
    publish,
    recomputations,
    revisions,
    schedule_runs,
)
from runtime.store.plan import RISKS, Plan, make_plan
from runtime.store.publish import Author
from runtime.store.revisions import Revision

__all__ = [
    "RISKS",
    "Author",
    "Plan",
    "Published",
    "SpecRefused",
    "plan_app",
    "publish_app",
    "roll_back",
]


@dataclass(frozen=True, slots=True)
class Published:
    """What a publish did: the revision that counts now, and the plan that was carried out."""

    revision: int
    plan: Plan


class SpecRefused(Refusal):
    """The spec has problems; nothing was published."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("spec_refused", 422, count=len(problems))
        self.problems = problems


def plan_app(installation: Installation, app: AppSpec | AppReading) -> Plan:
    """What publishing an app would do now; a spec by itself is read first."""
    read = _read(installation, app)
    with engine.reading(installation.engine) as connection:
        now = revisions.current(connection, read.spec.key)
        return _plan(installation, connection, read.edition, now)


def publish_app(installation: Installation, app: AppSpec | AppReading, author: Author) -> Published:
    """Publish an app as its next revision; a spec by itself is read first.

    Records that a new or changed rule matches already are noted as matching and do not fire.

    Raises:
        SpecRefused: the app has errors.
        Refusal: plan_stale (409), plan_refused, busy.
    """
    read = _read(installation, app)
    if read.errors:
        raise SpecRefused(read.errors)
    return _publish(installation, read.edition, author)


def roll_back(installation: Installation, app: str, number: int, author: Author) -> int:
    """Publish an old revision again, as the next one; its texts mean what they meant.

    Values of fields that came later stay in their columns.

    Raises:
        Refusal: no_such_revision (404), plan_refused.
    """
    with engine.reading(installation.engine) as connection:
        found = revisions.get(connection, app, number)
    if found is None:
        raise Refusal("no_such_revision", 404, app=app, number=number)
    wrong = _read(installation, found.spec).errors
    if wrong:
        raise SpecRefused(wrong)
    return _publish(installation, found.edition, author).revision


def _read(installation: Installation, app: AppSpec | AppReading) -> AppReading:
    return app if isinstance(app, AppReading) else read_app(app, installation.catalog.blocks)


def _publish(installation: Installation, edition: Edition, author: Author) -> Published:
    spec = edition.spec
    now = installation.ports.clock.now()
    with engine.writing(installation.engine) as connection:
        publish.lock_app(connection, spec, now)
        old = revisions.current(connection, spec.key)
        plan = _plan(installation, connection, edition, old)
        number = publish.publish(connection, plan, edition, author, now)
        if old is None or number != old.number:
            _bind_departments(connection, spec)
            log_security(installation, connection, "published", app=spec.key, revision=number)
            before = old.edition if old else None
            _switch_on(installation, (connection, number), before, edition)
        return Published(number, plan)


def _plan(
    installation: Installation, connection: Connection, edition: Edition, now: Revision | None
) -> Plan:
    """What publishing an edition after the current revision would do."""
    before = now.spec if now else None
    plan = make_plan(connection, before, edition, installation.catalog.fields)
    if now is None:
        return plan
    meant = meaning_changes(now.trees, edition, installation.catalog.blocks)
    found = (*weaker(now.edition, edition), *meant, *plan.changes)
    return replace(plan, changes=tuple(sorted(found, key=lambda each: MARKS.index(each.mark))))


def _bind_departments(connection: Connection, spec: AppSpec) -> None:
    """A department the app names is bound to the real one of that name, made where none is."""
    bound = people.bound_departments(connection, spec.key)
    for each in spec.named("department"):
        if each.key in bound:
            continue
        name = each.labels.get("zh") or each.labels.get("en") or each.key
        found = next((d for d in people.departments(connection) if d.name == name), None)
        real = found or people.create_department(connection, name)
        people.bind_department(connection, spec.key, each.key, real.id)


def _rules(edition: Edition) -> dict[str, tuple[RuleSpec, Any]]:
    """Every rule with what it means, by key."""
    return {
        rule.key: (rule, edition.trees.get(place(rule.form, rule.text, is_rule=True)))
        for rule in edition.spec.rules
    }


def _formulas_changed(old: Edition | None, new: Edition) -> list[str]:
    """The forms whose records are to be worked out anew: by another formula or other parameters."""
    if old is None:
        return []
    is_same = old.spec.named("param") == new.spec.named("param")
    before, after = _formulas(old), _formulas(new)
    return [
        form for form, each in after.items() if each and not (is_same and before.get(form) == each)
    ]


def _formulas(edition: Edition) -> dict[str, dict[str, tuple[str, Any]]]:
    """By form: each formula of its fields and columns, with what it means."""
    found: dict[str, dict[str, tuple[str, Any]]] = {}
    for form in edition.spec.forms:
        own = found.setdefault(form.key, {})
        for field in form.fields:
            for at, of in (
                (form.key, field),
                *((f"{form.key}.{field.key}", f) for f in field.fields),
            ):
                if of.formula is not None:
                    tree = edition.trees.get(place(at, of.formula, is_rule=False))
                    own[f"{at}.{of.key}"] = (of.formula, tree)
    return found


def _compiled(
    installation: Installation, connection: Connection, key: str, number: int
) -> CompiledApp:
    """What is published, compiled for the first time.

    Raises:
        Refusal: not_carried_out (422).
    """
    try:
        return installation.compiled(connection, key, number)
    except Refused as problem:
        raise Refusal("not_carried_out", 422, reason=str(problem)) from problem


def _surroundings(edition: Edition) -> tuple[Any, ...]:
    """What moments are worked out with, beside the rules."""
    spec = edition.spec
    return spec.named("param"), calendar_of(spec), spec.timezone


def _switch_on(
    installation: Installation, where: tuple[Connection, int], old: Edition | None, new: Edition
) -> None:
    """Forget the matches of rules that went or changed; note those of new and changed ones.

    What runs at set times runs at the first that comes after now.
    """
    connection, number = where
    before, after = _rules(old) if old else {}, _rules(new)
    changed = {key for key in before | after if before.get(key) != after.get(key)}
    is_same = old is not None and _surroundings(old) == _surroundings(new)
    timed = changed if is_same else changed | after.keys()
    for key in changed & before.keys():
        matches.forget_rule(connection, new.spec.key, key)
        schedule_runs.forget(connection, new.spec.key, key)
        due.forget_rule(connection, new.spec.key, key, "rule" if key in after else None)
    ctx = Context(
        installation=installation,
        connection=connection,
        actor=SYSTEM_ACTOR,
        app=_compiled(installation, connection, new.spec.key, number),
        now=installation.ports.clock.now(),
        lang=installation.settings.lang,
        door="worker",
    )
    for key in _formulas_changed(old, new):
        recomputations.ask(connection, ctx.app.key, key, ctx.now)
    for form in ctx.app.forms.values():
        for each in form.rules:
            if each.spec.key in changed and each.rule.is_state_rule:
                note_matching(ctx, each)
    for form in ctx.app.forms.values():
        note_form(ctx, form, timed)
    for each in ctx.app.scheduled_rules:
        if each.spec.key in changed:
            schedule_runs.note(connection, (ctx.app.key, each.spec.key), ctx.now)

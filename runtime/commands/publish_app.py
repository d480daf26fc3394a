"""Publishing an app: checked, planned, published, its rules switched on; all or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from runtime.commands.sweep import note_matching
from runtime.context import SYSTEM_ACTOR, Context
from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.spec.app import AppSpec
from runtime.spec.check import check
from runtime.spec.meanings import meaning_changes
from runtime.spec.problems import Problem
from runtime.store import engine, matches, people, publish, revisions
from runtime.store.plan import Plan, make_plan

__all__ = [
    "Author",
    "Plan",
    "Published",
    "SpecRefused",
    "plan_app",
    "plan_in",
    "publish_app",
    "roll_back",
]


@dataclass(frozen=True, slots=True)
class Published:
    """What a publish did: the revision that counts now, and the plan that was carried out."""

    revision: int
    plan: Plan


@dataclass(frozen=True, slots=True)
class Author:
    """Who publishes (a person's id, or ``system``), why, and the digest of the plan confirmed."""

    id: str
    note: str = ""
    digest: str | None = None


class SpecRefused(Refusal):
    """The spec has problems; nothing was published."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("spec_refused", 422, count=len(problems))
        self.problems = problems


def plan_app(installation: Installation, spec: AppSpec) -> Plan:
    """What publishing a spec would do now."""
    with engine.reading(installation.engine) as connection:
        return plan_in(installation, connection, spec)


def plan_in(installation: Installation, connection: Connection, spec: AppSpec) -> Plan:
    """What publishing a spec would do, in a transaction."""
    now = revisions.current(connection, spec.key)
    plan = make_plan(connection, now.spec if now else None, spec, installation.catalog.fields)
    if now is None:
        return plan
    meant = meaning_changes(now.spec, spec, installation.catalog.blocks)
    return replace(plan, changes=(*plan.changes, *meant))


def publish_app(installation: Installation, spec: AppSpec, author: Author) -> Published:
    """Publish a spec as the app's next revision.

    Records that a new or changed rule matches already are noted as matching and do not fire.

    Raises:
        SpecRefused: the spec has errors.
        Refusal: plan_stale (409), plan_refused, busy.
    """
    errors = tuple(p for p in check(spec, installation.catalog.blocks) if p.severity == "error")
    if errors:
        raise SpecRefused(errors)
    now = installation.ports.clock.now()
    with engine.writing(installation.engine) as connection:
        old = revisions.current(connection, spec.key)
        plan = plan_in(installation, connection, spec)
        if author.digest is not None and author.digest != plan.digest:
            raise Refusal("plan_stale", 409)
        number = publish.publish(connection, plan, spec, (author.id, author.note), now)
        if old is None or number != old.number:
            _bind_departments(connection, spec)
            _switch_on(installation, connection, (old.spec if old else None, spec), number)
        return Published(number, plan)


def roll_back(installation: Installation, app: str, number: int, author: Author) -> int:
    """Publish an old revision again, as the next one.

    Raises:
        Refusal: no_such_revision (404), plan_refused.
    """
    with engine.reading(installation.engine) as connection:
        found = revisions.get(connection, app, number)
    if found is None:
        raise Refusal("no_such_revision", 404, app=app, number=number)
    return publish_app(installation, found.spec, author).revision


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


def _switch_on(
    installation: Installation,
    connection: Connection,
    specs: tuple[AppSpec | None, AppSpec],
    number: int,
) -> None:
    """Forget the matches of rules that went or changed; note those of new and changed ones."""
    old, new = specs
    before = {rule.key: rule for rule in old.rules} if old else {}
    after = {rule.key: rule for rule in new.rules}
    for key, rule in before.items():
        if after.get(key) != rule:
            matches.forget_rule(connection, new.key, key)
    app = installation.compiled(connection, new.key, number)
    ctx = Context(
        installation=installation,
        connection=connection,
        actor=SYSTEM_ACTOR,
        app=app,
        now=installation.ports.clock.now(),
        lang=installation.settings.lang,
        door="worker",
    )
    for form in app.forms.values():
        for each in form.rules:
            if before.get(each.spec.key) != replace(each.spec) and each.rule.is_state_rule:
                note_matching(ctx, each)

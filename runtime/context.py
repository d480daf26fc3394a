"""Who acts, on what, when: the context every command and query gets.

A context lives as long as one transaction. `writing` is the only way to a write transaction and
`reading` to a read one; both look up the actor and the app's current revision inside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import Connection

from rule_dsl.targets.scope import Scope
from rule_dsl.tree import Node
from runtime.access.rights import Grant, Rights
from runtime.compiled import CompiledApp, CompiledForm, Condition
from runtime.errors import Refusal
from runtime.failpoints import failpoint
from runtime.fields.base import Reader
from runtime.installation import Installation
from runtime.lookup import StoreLookup
from runtime.related import StoreRelated
from runtime.store import engine
from runtime.store.admitted import Admitted, admitted
from runtime.store.lowering import Clock, lower, lower_field
from runtime.store.publish import hold_revision
from runtime.store.records import StoredRecord
from runtime.store.sources import AppSources
from runtime.store.tokens import Bearer

Door = Literal["form", "api", "import", "cli", "rule", "worker", "seed", "scenario"]
WIRE_DOORS = frozenset({"api", "seed", "scenario"})
SYSTEM = "system"
Who = str | Bearer
"""A person by id, or by the token that was shown."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with the roles held in the app at hand, or the system itself."""

    id: str
    name: str
    login: str = ""
    roles: frozenset[str] = frozenset()
    department: str | None = None
    manager: str | None = None
    administrator: bool = False
    lang: str | None = None

    @property
    def is_system(self) -> bool:
        """Whether the product itself acts: a rule, a timer, a seed."""
        return self.id == SYSTEM

    @property
    def facts(self) -> Mapping[str, str | None]:
        """What expressions may ask of whoever acts, by the name it has in a tree."""
        return {
            "me": None if self.is_system else self.id,
            "my_department": self.department,
            "my_manager": self.manager,
        }

    @property
    def missing(self) -> frozenset[str]:
        """The facts that this actor lacks: no right that reads one of them applies."""
        return frozenset(name for name, value in self.facts.items() if value is None)


SYSTEM_ACTOR = Actor(id=SYSTEM, name="Dougong")


@dataclass(frozen=True)
class Context:
    """One actor at one door, in one transaction, on one revision of one app."""

    installation: Installation
    connection: Connection
    actor: Actor
    app: CompiledApp
    now: datetime
    lang: str
    door: Door
    rule: str | None = None
    depth: int = 0
    outbox: list[str] = field(default_factory=list, compare=False)
    fired: set[tuple[str, str]] = field(default_factory=set, compare=False)

    @property
    def timezone(self) -> str:
        """The app's time zone, by name."""
        return self.app.spec.timezone

    @cached_property
    def reader(self) -> Reader:
        """How this actor reads and writes values."""
        return Reader(
            lang=self.lang,
            timezone=self.timezone,
            lookup=self.lookup,
            wire=self.door in WIRE_DOORS,
        )

    @cached_property
    def lookup(self) -> StoreLookup:
        """Names to ids and back, as far as this actor may know them; each is asked for once."""
        return StoreLookup(self.connection, self.app, self.seen, self.actor.id, self.lang)

    @property
    def wire_reader(self) -> Reader:
        """A reader of values as they are written in JSON, whichever door this is."""
        return replace(self.reader, wire=True)

    def form(self, key: str) -> CompiledForm:
        """A form the actor may do something with.

        Raises:
            Refusal: not_found (404), the same for a form that is not there and one that is not
                for this actor.
        """
        found = self.app.forms.get(key)
        if found is None or not self.rights(key).grants:
            raise Refusal("not_found", 404)
        return found

    def rights(self, form: str) -> Rights[Condition]:
        """What the actor may do with a form."""
        found = self.app.forms[form]
        if self.actor.administrator or self.actor.is_system:
            return found.all_rights
        return found.rights(self.actor.roles, self.actor.missing)

    @cached_property
    def _clock(self) -> Clock:
        return Clock(
            now=self.now, zone=self.app.zone, calendar=self.app.calendar, params=self.params
        )

    def lowered(self, form: str, tree: Node) -> sa.ColumnElement[bool]:
        """SQL of a condition's tree, over the form's records."""
        sources = AppSources(self.app.tables, self.app.vocabulary, form, self.app.key)
        return lower(tree, sources, self._clock)

    def shown(self, form: str, tree: Node) -> sa.ColumnElement[Any]:
        """SQL of the value of an expression, over the form's records."""
        sources = AppSources(self.app.tables, self.app.vocabulary, form, self.app.key)
        return lower(tree, sources, self._clock, "select")

    def column(self, form: str, key: str) -> sa.ColumnElement[Any]:
        """SQL of a field's value: its column, or what a field that reads the clock comes to now."""
        column = self.app.tables.column(form, key)
        if not self.app.forms[form].fields[key].is_clocked:
            return column
        sources = AppSources(self.app.tables, self.app.vocabulary, form, self.app.key)
        return lower_field(key, sources, self._clock, column.type)

    def matching(
        self, form: str, grants: Iterable[Grant[Condition]]
    ) -> sa.ColumnElement[bool] | None:
        """SQL: the records that one of these grants matches; None for all of them.

        Without any grant it is a condition that no record meets.
        """
        rows = [grant.rows for grant in grants]
        if None in rows:
            return None
        return sa.or_(sa.false(), *(self.lowered(form, each.tree) for each in rows if each))

    def seen(self, form: str, field: str | None = None) -> sa.ColumnElement[bool] | None:
        """SQL: the records the actor may read, and that field of them; None for all of them."""
        return self.matching(form, self.rights(form).reading(field))

    def scope(self, form: str, record: Mapping[str, Any]) -> Scope:
        """What an expression over one record sees."""
        return Scope(
            record=record,
            now=self.now,
            zone=self.app.zone,
            calendar=self.app.calendar,
            params=self.params,
            related=StoreRelated(self.connection, self.app, form, self.now),
        )

    def standing(self, form: str, record: StoredRecord) -> Scope:
        """What an expression over a stored record sees: made once for all that ask in a row."""
        last = self._standing.get(form)
        if last is None or last[0] is not record:
            last = self._standing[form] = (record, self.scope(form, record.scope))
        return last[1]

    @cached_property
    def _standing(self) -> dict[str, tuple[StoredRecord, Scope]]:
        return {}

    @cached_property
    def params(self) -> Mapping[str, Any]:
        """The app's parameters, and who acts."""
        return {
            **self.actor.facts,
            **self.app.params,
        }

    def holds(self, form: str, condition: Condition | None, record: Mapping[str, Any]) -> bool:
        """Whether a condition is true for a record; no condition is true."""
        return condition is None or condition.program(self.scope(form, record)) is True

    def asked(self, form: str, record: str, condition: Node) -> bool:
        """Whether the database finds a condition true of a stored record: for long forms."""
        table = self.app.tables.form(form)
        query = sa.select(table.c.id).where(table.c.id == record, self.lowered(form, condition))
        return self.connection.execute(query).first() is not None

    @cached_property
    def system(self) -> Context:
        """The same transaction, with the system looking on: what a rule's condition is asked as."""
        return self.as_system()

    def as_system(self, *, rule: str | None = None) -> Context:
        """The same transaction, with the system acting (for a rule)."""
        return replace(
            self,
            actor=SYSTEM_ACTOR,
            door="rule" if rule else self.door,
            rule=rule,
            depth=self.depth + 1,
        )


@contextmanager
def reading(
    installation: Installation, actor: Who, app: str, door: Door = "form", lang: str | None = None
) -> Iterator[Context]:
    """A context in a read transaction.

    Raises:
        Refusal: not_found where there is no such app, signed_out where the actor is not active,
            token_wrong where nobody active has shown that token.
    """
    with engine.reading(installation.engine) as connection:
        yield _context(installation, connection, (actor, app, door, lang))


@contextmanager
def writing(
    installation: Installation, actor: Who, app: str, door: Door = "form", lang: str | None = None
) -> Iterator[Context]:
    """A context in a write transaction: committed at the end, rolled back on any exception.

    After the commit the doorbell rings when something waits in the outbox.
    """
    with engine.writing(installation.engine) as connection:
        hold_revision(connection, app)
        context = _context(installation, connection, (actor, app, door, lang))
        yield context
        failpoint("request.before_commit")
    failpoint("request.after_commit_before_reply")
    if context.outbox:
        installation.ports.doorbell.ring()


def _context(
    installation: Installation, connection: Connection, who: tuple[Who, str, Door, str | None]
) -> Context:
    asked, app_key, door, lang = who
    number = None
    actor = SYSTEM_ACTOR
    if asked != SYSTEM:
        found = _admitted(connection, asked, app_key)
        if not found.revision:
            raise Refusal("not_found", 404)
        actor, number = _actor(found), found.revision
    return Context(
        installation=installation,
        connection=connection,
        actor=actor,
        app=installation.app(connection, app_key, number),
        now=installation.ports.clock.now(),
        lang=lang or actor.lang or installation.settings.lang,
        door=door,
    )


def load_actor(connection: Connection, person_id: str, app: str) -> Actor:
    """The person as an actor in one app.

    Raises:
        Refusal: signed_out (401) where the person is unknown or disabled.
    """
    return _actor(_admitted(connection, person_id, app))


def _admitted(connection: Connection, who: Who, app: str) -> Admitted:
    found = admitted(connection, who, app)
    if found is None:
        raise Refusal("token_wrong" if isinstance(who, Bearer) else "signed_out", 401)
    return found


def _actor(found: Admitted) -> Actor:
    return Actor(
        id=found.id,
        name=found.name,
        login=found.login,
        roles=found.roles,
        department=found.department,
        manager=found.manager,
        administrator=found.administrator,
        lang=found.lang,
    )

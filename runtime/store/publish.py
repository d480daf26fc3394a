"""Publishing: a spec becomes revision n, its tables and its names with it, all or nothing.

Everything here happens in the caller's write transaction. DDL rolls back with it on both
databases; on SQLite that needs the ``begin`` listener of ``runtime.store.engine``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from runtime.errors import Refusal, Wrong
from runtime.failpoints import failpoint
from runtime.spec.app import AppSpec
from runtime.spec.dump import to_json
from runtime.spec.meanings import Edition
from runtime.store import revisions
from runtime.store.ddl import perform
from runtime.store.engine import take_time
from runtime.store.names import extended, load_names, store_names
from runtime.store.plan import Plan
from runtime.store.prepared import Prepared
from runtime.store.schema.apps import app as app_table
from runtime.store.schema.apps import revision as revision_table


@dataclass(frozen=True, slots=True)
class Author:
    """Who publishes (a person's id, or ``system``), why, and the digest of the plan confirmed.

    ``opens`` says that showing old values to more people was agreed to by itself.
    """

    id: str
    note: str = ""
    digest: str | None = None
    opens: bool = False


def publish(
    connection: Connection, plan: Plan, edition: Edition, author: Author, now: datetime
) -> int:
    """Publish an edition as the plan says; the number of its revision is returned.

    The same spec as the current one is no new revision: its number is returned.

    Args:
        connection: a write transaction that holds the app (:func:`lock_app`); nothing is
            committed here.
        plan: what this edition takes, made in this transaction.
        edition: the checked spec (references, rules), which the store does not check, and the
            trees that are kept with it.
        author: who publishes; where a digest was confirmed the plan must be that one.
        now: the moment of publication.

    Raises:
        Refusal: ``plan_stale`` (409) when the app or its rows changed in a way that changes the
            plan, ``plan_refused`` when a step may not be done, ``plan_opens`` (409)
            when old values would be shown and nobody agreed to that; ``busy`` when the app is being
            published elsewhere or a table is in use too long.
    """
    spec = edition.spec
    lock_app(connection, spec, now)
    base = revisions.revision_number(connection, spec.key)
    if base and plan.checksum == revisions.checksum_of(connection, spec.key, base):
        return base
    if base != plan.base_revision or author.digest not in (None, plan.digest):
        raise Refusal("plan_stale", 409)
    if plan.refused:
        wrongs = [Wrong(s.kind, facts={**s.facts, "count": s.affected}) for s in plan.refused]
        raise Refusal("plan_refused", 422, wrongs, count=len(wrongs))
    if plan.opens and not author.opens:
        raise Refusal("plan_opens", 409, count=len(plan.opens))
    failpoint("publish.validated")
    for step in plan.steps:
        if step.work is not None:
            perform(connection, step.work)
            failpoint("publish.ddl")
    known = load_names(connection, spec.key)
    store_names(connection, spec.key, known, extended(known, spec, plan.field_types))
    number = _write(connection, edition, plan, (author, now))
    failpoint("publish.version_row")
    return number


def hold_revision(connection: Connection, app: str) -> None:
    """Let nobody publish the app until this transaction ends; many may hold it at once.

    A write that read the current revision first calls this, so that its row fits the revision it
    carries. On SQLite a write transaction is alone anyhow.
    """
    if connection.dialect.name == "postgresql":
        _HOLD.rows(connection, app=f"dougong.app:{app}")


def lock_app(connection: Connection, spec: AppSpec, now: datetime) -> None:
    """Hold the app until this transaction ends: nobody else publishes it or writes its records.

    Its row is made where it is missing. Whoever plans a publication holds it first, so that what
    was counted stays true.
    """
    take_time(connection)
    postgres = connection.dialect.name == "postgresql"
    if postgres:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_lock_number(spec.key))))
    insert: Any = postgresql.insert if postgres else sqlite.insert
    first = {"key": spec.key, "labels": dict(spec.labels), "revision": 0, "created_at": now}
    connection.execute(insert(app_table).values(first).on_conflict_do_nothing())
    connection.execute(
        sa.select(app_table.c.key).where(app_table.c.key == spec.key).with_for_update()
    )


def _lock_number(app: str) -> Any:
    return sa.func.hashtextextended(f"dougong.app:{app}", 0)


_HOLD = Prepared(
    sa.select(
        sa.func.pg_advisory_xact_lock_shared(sa.func.hashtextextended(sa.bindparam("app"), 0))
    )
)


def _write(
    connection: Connection, edition: Edition, plan: Plan, by: tuple[Author, datetime]
) -> int:
    spec, (author, now) = edition.spec, by
    number = plan.base_revision + 1
    connection.execute(
        sa.insert(revision_table).values(
            app=spec.key,
            number=number,
            spec=to_json(spec),
            trees=dict(edition.trees),
            checksum=plan.checksum,
            author=author.id,
            note=author.note,
            published_at=now,
        )
    )
    connection.execute(
        sa.update(app_table)
        .where(app_table.c.key == spec.key)
        .values(revision=number, labels=dict(spec.labels))
    )
    return number

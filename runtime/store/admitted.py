"""Who is asking: the person, the roles held in an app and the app's revision, in one statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from runtime.store import tokens
from runtime.store.prepared import Prepared
from runtime.store.schema.apps import app as app_table
from runtime.store.schema.people import access_token, membership, person


@dataclass(frozen=True, slots=True)
class Admitted:
    """An active person, with the roles held in an app. ``revision`` is 0 where there is no app."""

    id: str
    name: str
    login: str
    department: str | None
    manager: str | None
    administrator: bool
    lang: str | None
    revision: int
    roles: frozenset[str]


_REVISION = (
    sa.select(app_table.c.revision).where(app_table.c.key == sa.bindparam("app")).scalar_subquery()
)
_FACTS = sa.select(
    person.c.id,
    person.c.name,
    person.c.login,
    person.c.department,
    person.c.manager,
    person.c.administrator,
    person.c.lang,
    sa.func.coalesce(_REVISION, 0).label("revision"),
    membership.c.role,
)
_IN_APP = sa.and_(membership.c.person == person.c.id, membership.c.app == sa.bindparam("app"))
_BY_ID = Prepared(
    _FACTS.select_from(person.outerjoin(membership, _IN_APP)).where(
        person.c.id == sa.bindparam("who"), person.c.active
    )
)
_BY_TOKEN = Prepared(
    _FACTS.select_from(
        access_token.join(person, person.c.id == access_token.c.person).outerjoin(
            membership, _IN_APP
        )
    ).where(*tokens.opens(sa.bindparam("who")))
)


def admitted(connection: Connection, who: str | tokens.Bearer, app: str) -> Admitted | None:
    """The person (by id, or by the token that was shown) in an app; None for nobody active."""
    if isinstance(who, tokens.Bearer):
        rows = _BY_TOKEN.rows(connection, app=app, who=who.digest)
    else:
        rows = _BY_ID.rows(connection, app=app, who=who)
    if not rows:
        return None
    made: Callable[..., Admitted] = Admitted
    return made(*rows[0][:-1], frozenset(row[-1] for row in rows if row[-1] is not None))

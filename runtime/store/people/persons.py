"""People: who may come in, what they are called, which roles they hold in which app."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from runtime.errors import Refusal
from runtime.pinyin import initials, syllables
from runtime.store.ids import new_id
from runtime.store.prepared import Prepared
from runtime.store.schema.people import access_token, membership
from runtime.store.schema.people import person as table

CHANGEABLE = frozenset(
    {"login", "name", "email", "department", "manager", "administrator", "lang", "theme", "density"}
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person. ``stamp`` changes when everything signed in must be signed out."""

    id: str
    login: str
    name: str
    email: str | None
    department: str | None
    manager: str | None
    stamp: str
    administrator: bool
    active: bool
    lang: str | None
    theme: str | None
    density: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person about to be added. ``password`` is a digest (``passwords.password_digest``)."""

    login: str
    name: str
    email: str | None = None
    department: str | None = None
    manager: str | None = None
    password: str | None = None
    administrator: bool = False
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a login is checked against; ``digest`` is None for who cannot sign in by password."""

    person: str
    digest: str | None
    active: bool


_READ = tuple(table.c[name] for name in Person.__dataclass_fields__)
_BY_ID = Prepared(sa.select(*_READ).where(table.c.id == sa.bindparam("id")))


def person(connection: Connection, person_id: str) -> Person | None:
    """One person by id, active or not, or None."""
    row = _BY_ID.row(connection, id=person_id)
    return None if row is None else Person(*row)


def person_by_login(connection: Connection, login: str) -> Person | None:
    """One person by login, active or not, or None. Case and width of letters do not count."""
    row = connection.execute(
        sa.select(*_READ).where(table.c.login == plain_login(login))
    ).one_or_none()
    return None if row is None else Person(*row)


def people(connection: Connection) -> tuple[Person, ...]:
    """Everybody, active or not, by login."""
    return tuple(
        Person(*row) for row in connection.execute(sa.select(*_READ).order_by(table.c.login))
    )


def credentials(connection: Connection, login: str) -> Credentials | None:
    """What a login is checked against. Verify it after the transaction: that takes its time."""
    row = connection.execute(
        sa.select(table.c.id, table.c.password, table.c.active).where(
            table.c.login == plain_login(login)
        )
    ).one_or_none()
    return None if row is None else Credentials(*row)


def create_person(connection: Connection, new: NewPerson, now: datetime) -> Person:
    """Add a person.

    Raises:
        Refusal: ``login_missing``, ``name_missing`` or ``login_taken`` (409).
    """
    login = plain_login(new.login)
    _check(connection, None, {"login": login, "name": new.name})
    key = new_id()
    connection.execute(
        sa.insert(table).values(
            id=key,
            login=login,
            name=new.name.strip(),
            pinyin=pinyin(new.name),
            email=new.email or None,
            department=new.department,
            manager=new.manager,
            password=new.password,
            stamp=_new_stamp(),
            administrator=new.administrator,
            active=True,
            lang=new.lang,
            created_at=now,
        )
    )
    return _known(connection, key)


def update_person(connection: Connection, person_id: str, changes: Mapping[str, Any]) -> Person:
    """Change some of ``CHANGEABLE``; the rest stays.

    Raises:
        Refusal: ``not_found`` (404), ``login_missing``, ``name_missing``, ``login_taken`` or
            ``last_administrator`` (409).
        ValueError: another key is named.
    """
    if not changes.keys() <= CHANGEABLE:
        raise ValueError(f"no such facts of a person: {sorted(changes.keys() - CHANGEABLE)}")
    wanted = dict(changes)
    if "login" in wanted:
        wanted["login"] = plain_login(wanted["login"])
    if "name" in wanted:
        wanted["name"] = wanted["name"].strip()
        wanted["pinyin"] = pinyin(wanted["name"])
    _check(connection, person_id, wanted)
    if wanted.get("administrator") is False:
        _check_not_last(connection, _known(connection, person_id))
    _update(connection, person_id, wanted)
    return _known(connection, person_id)


def disable_person(connection: Connection, person_id: str, now: datetime) -> None:
    """Let a person in no more: signed out everywhere, tokens revoked. What they did stays.

    Raises:
        Refusal: ``not_found`` (404), ``last_administrator`` (409).
    """
    _check_not_last(connection, _known(connection, person_id))
    _update(connection, person_id, {"active": False, "stamp": _new_stamp()})
    connection.execute(
        sa.update(access_token)
        .where(access_token.c.person == person_id, access_token.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def enable_person(connection: Connection, person_id: str) -> None:
    """Let a disabled person in again; sessions and tokens from before stay dead.

    Raises:
        Refusal: ``not_found`` (404).
    """
    _update(connection, person_id, {"active": True})


def set_password(connection: Connection, person_id: str, digest: str) -> None:
    """A new password (its digest, see ``passwords``): every session of the person ends.

    Raises:
        Refusal: ``not_found`` (404).
    """
    _update(connection, person_id, {"password": digest, "stamp": _new_stamp()})


def renew_digest(connection: Connection, person_id: str, digest: str) -> None:
    """The same password under today's settings; nobody is signed out."""
    _update(connection, person_id, {"password": digest})


def search_people(connection: Connection, text: str, limit: int = 20) -> tuple[Person, ...]:
    """Active people whose name, login or pinyin (whole or initials) contains the text, by name."""
    wanted = unicodedata.normalize("NFKC", text).strip()
    small = wanted.casefold().replace(" ", "")
    found = sa.select(*_READ).where(
        table.c.active,
        sa.or_(
            table.c.name.contains(wanted, autoescape=True),
            table.c.login.contains(small, autoescape=True),
            table.c.pinyin.contains(small, autoescape=True),
        ),
    )
    rows = connection.execute(found.order_by(table.c.pinyin, table.c.id).limit(limit))
    return tuple(Person(*row) for row in rows)


def find_person(connection: Connection, text: str) -> str | None:
    """The id of the active person with that id, login or (if only one has it) name.

    Where several have the name, ``name (login)`` says which.
    """
    said = re.fullmatch(r".+ \(([^()]+)\)", text.strip())
    logins = [text, *said.groups()] if said else [text]
    tries = [(table.c.id, text), *((table.c.login, plain_login(each)) for each in logins)]
    for column, wanted in tries:
        found = connection.execute(sa.select(table.c.id).where(column == wanted, table.c.active))
        key = found.scalar()
        if key is not None:
            return str(key)
    named = persons_named(connection, text)
    return named[0] if len(named) == 1 else None


def persons_named(connection: Connection, text: str) -> tuple[str, ...]:
    """The ids of active people of that name: at most two, which is enough to know it is not one."""
    wanted = sa.select(table.c.id).where(table.c.name == text.strip(), table.c.active).limit(2)
    return tuple(str(key) for key in connection.execute(wanted).scalars())


def names_of(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """What people are called, by id; unknown ids are left out."""
    rows = connection.execute(sa.select(table.c.id, table.c.name).where(table.c.id.in_(list(ids))))
    return {row.id: row.name for row in rows}


# ------------------------------------------------------------------------- roles in an app


_IN_APP = (
    sa.select(*_READ, membership.c.role)
    .outerjoin(
        membership,
        sa.and_(membership.c.person == table.c.id, membership.c.app == sa.bindparam("app")),
    )
    .where(table.c.id == sa.bindparam("person"), table.c.active)
)


def member(
    connection: Connection, person_id: str, app: str
) -> tuple[Person, frozenset[str]] | None:
    """An active person with the roles held in an app; None for who is unknown or disabled."""
    rows = connection.execute(_IN_APP, {"person": person_id, "app": app}).all()
    if not rows:
        return None
    return Person(*rows[0][:-1]), frozenset(row.role for row in rows if row.role is not None)


def roles_of(connection: Connection, person_id: str, app: str) -> frozenset[str]:
    """The roles a person holds in an app; a disabled person holds none."""
    found = member(connection, person_id, app)
    return frozenset() if found is None else found[1]


def memberships_of(connection: Connection, person_id: str) -> Mapping[str, frozenset[str]]:
    """Every role a person was given, by app."""
    rows = connection.execute(
        sa.select(membership.c.app, membership.c.role).where(membership.c.person == person_id)
    )
    found: dict[str, set[str]] = {}
    for app, role in rows:
        found.setdefault(app, set()).add(role)
    return {app: frozenset(roles) for app, roles in found.items()}


def all_memberships(connection: Connection) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Every role anybody was given, by person and app."""
    rows = connection.execute(sa.select(membership.c.person, membership.c.app, membership.c.role))
    found: dict[str, dict[str, set[str]]] = {}
    for person_id, app, role in rows:
        found.setdefault(person_id, {}).setdefault(app, set()).add(role)
    return {
        person_id: {app: frozenset(roles) for app, roles in apps.items()}
        for person_id, apps in found.items()
    }


def set_roles(connection: Connection, person_id: str, app: str, roles: Iterable[str]) -> None:
    """Give a person exactly these roles in an app.

    Raises:
        Refusal: ``not_found`` (404) for an unknown person.
    """
    _known(connection, person_id)
    connection.execute(
        sa.delete(membership).where(membership.c.person == person_id, membership.c.app == app)
    )
    for role in sorted(set(roles)):
        connection.execute(sa.insert(membership).values(person=person_id, app=app, role=role))


def add_role(connection: Connection, person_id: str, app: str, role: str) -> None:
    """Give a person one more role in an app; no matter when they have it already."""
    if role not in memberships_of(connection, person_id).get(app, frozenset()):
        connection.execute(sa.insert(membership).values(person=person_id, app=app, role=role))


def people_with_role(connection: Connection, app: str, role: str) -> tuple[Person, ...]:
    """The active people who hold a role in an app, in the order they were added."""
    rows = connection.execute(
        sa.select(*_READ)
        .join(membership, membership.c.person == table.c.id)
        .where(membership.c.app == app, membership.c.role == role, table.c.active)
        .order_by(table.c.id)
    )
    return tuple(Person(*row) for row in rows)


# -------------------------------------------------------------------------------- texts


def plain_login(login: str) -> str:
    """A login as it is compared: without case, width of letters and space around it."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def pinyin(name: str) -> str:
    """How a name is typed: its pinyin and its initials, lower case, without tones or spaces."""
    full = "".join(syllables(name)).casefold().replace(" ", "")
    letters = initials(name).casefold().replace(" ", "")
    return f"{full} {letters}"


def _check(connection: Connection, person_id: str | None, wanted: Mapping[str, Any]) -> None:
    if "name" in wanted and not wanted["name"].strip():
        raise Refusal("name_missing")
    if "login" not in wanted:
        return
    if not wanted["login"]:
        raise Refusal("login_missing")
    other = person_by_login(connection, wanted["login"])
    if other is not None and other.id != person_id:
        raise Refusal("login_taken", 409, login=wanted["login"])


def _update(connection: Connection, person_id: str, values: Mapping[str, Any]) -> None:
    if not values:
        return
    done = connection.execute(sa.update(table).where(table.c.id == person_id).values(**values))
    if done.rowcount != 1:
        raise Refusal("not_found", 404)


def _known(connection: Connection, person_id: str) -> Person:
    found = person(connection, person_id)
    if found is None:
        raise Refusal("not_found", 404)
    return found


def _check_not_last(connection: Connection, leaving: Person) -> None:
    if not (leaving.administrator and leaving.active):
        return
    counted = sa.select(sa.func.count()).select_from(table)
    counted = counted.where(table.c.administrator, table.c.active)
    if connection.execute(counted).scalar_one() == 1:
        raise Refusal("last_administrator", 409)


def _new_stamp() -> str:
    return secrets.token_hex(16)

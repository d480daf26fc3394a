"""People, for administrators: adding, roles, department, manager, disabling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from runtime.commands import people as accounts_of
from runtime.commands.people import Change, NewAccount
from runtime.errors import Refusal, sentence
from runtime.pinyin import is_called
from runtime.queries.apps import apps
from runtime.queries.departments import told_apart, tree
from runtime.queries.people import Account, Person, accounts
from runtime.queries.specs import spec_of
from runtime.queries.tasks import left_undecided
from runtime.spec.app import label
from runtime.web import doors
from runtime.web.inputs import Choice
from runtime.web.language import language
from runtime.web.pickable import everybody
from runtime.web.visitor import closed_room

room = closed_room("people")


@dataclass(frozen=True, slots=True)
class AppRoles:
    """The roles of an app, and those held."""

    key: str
    label: str
    roles: tuple[Choice, ...]
    held: frozenset[str]


@room.before_request
def _administrators() -> None:
    doors.only_administrators()


@room.get("/people")
def people() -> str:
    """Everybody, or those a text finds by name, login, department, pinyin or initials."""
    names, text = _role_names(), request.args.get("q", "").strip()[:100]
    there = accounts(doors.installation())
    found = [each for each in there if not text or _is_meant(each, text)]
    shown = [
        {
            "id": each.id,
            "name": each.name,
            "login": each.login,
            "department": each.department_name,
            "roles": [names.get(role, role) for role in each.roles],
            "administrator": each.administrator,
            "active": each.active,
        }
        for each in found
    ]
    page = {"people": shown, "count": len(there), "search": text}
    return render_template("pages/people.html", page=page)


@room.get("/people/new")
def new() -> str:
    """A person to add."""
    return _page(None, {}, frozenset())


@room.post("/people/new")
def add() -> Response | tuple[str, int]:
    """Add a person."""
    sent = request.form
    try:
        added = accounts_of.add_account(
            doors.installation(),
            NewAccount(
                login=sent.get("login", ""),
                name=sent.get("name", ""),
                roles=_roles(sent),
                department=sent.get("department") or None,
                email=sent.get("email") or None,
                password=sent.get("password") or None,
                administrator=sent.get("administrator") == "true",
                manager=sent.get("manager") or None,
            ),
        )
    except Refusal as refusal:
        return _wrong(None, refusal), refusal.status
    if added.password:
        said = _("Added. The password, shown only now: %(password)s", password=added.password)
        flash(said, "ok")
    else:
        flash(_("Added."), "ok")
    return redirect(url_for("people.person", person_id=added.person.id), 303)


@room.get("/people/<person_id>")
def person(person_id: str) -> str:
    """One person."""
    found = _account(person_id)
    return _page(found, _facts(found), frozenset(found.roles))


@room.post("/people/<person_id>")
def change(person_id: str) -> Response | tuple[str, int]:
    """Change a person's facts and roles."""
    found, sent, here = _account(person_id), request.form, doors.installation()
    optional = ("email", "department", "manager")
    changes: dict[str, Any] = {fact: sent.get(fact) or None for fact in optional}
    changes |= {"name": sent.get("name", ""), "administrator": sent.get("administrator") == "true"}
    wanted = _roles(sent)
    roles = {app.key: [role for key, role in wanted if key == app.key] for app in apps(here)}
    change = Change(changes, roles, sent.get("password") or None)
    try:
        accounts_of.save_account(here, person_id, change)
    except Refusal as refusal:
        return _wrong(found, refusal), refusal.status
    flash(_("Saved."), "ok")
    if not set(found.roles) <= {f"{app}:{role}" for app, role in wanted}:
        tell_left(found)
    return redirect(url_for("people.person", person_id=person_id), 303)


@room.post("/people/<person_id>/active")
def toggle(person_id: str) -> Response:
    """Keep a person out, or let the person in again."""
    found = _account(person_id)
    try:
        accounts_of.set_active(doors.installation(), person_id, active=not found.active)
    except Refusal as refusal:
        flash(refusal.message(language()), "bad")
    else:
        flash(_("Disabled: logged out everywhere.") if found.active else _("Enabled again."), "ok")
        if found.active:
            tell_left(found)
    return redirect(url_for("people.person", person_id=person_id), 303)


def tell_left(found: Account | Person) -> None:
    """Say how many to-dos somebody leaves behind, where there are any."""
    count = left_undecided(doors.installation(), found.id)
    if count:
        flash(sentence("user_has_todos", language(), {"name": found.name, "count": count}), "bad")


def _account(person_id: str) -> Account:
    found = next((each for each in accounts(doors.installation()) if each.id == person_id), None)
    if found is None:
        raise Refusal("not_found", 404)
    return found


def _is_meant(each: Account, text: str) -> bool:
    known = (each.name, each.login, each.department_name or "")
    return any(is_called(name, text) for name in known)


def _facts(found: Account) -> Mapping[str, Any]:
    keys = ("name", "login", "email", "department", "manager", "administrator")
    return {key: getattr(found, key) for key in keys}


def _roles(sent: MultiDict[str, str]) -> tuple[tuple[str, str], ...]:
    pairs = (each.partition(":") for each in sent.getlist("role")[:500])
    return tuple((app, role) for app, _mark, role in pairs if role)


def _role_names() -> dict[str, str]:
    lang, here = language(), doors.installation()
    return {
        f"{app.key}:{role.key}": label(role.labels, lang, role.key)
        for app in apps(here)
        for role in spec_of(here, app.key).named("role")
    }


def _wrong(found: Account | None, refusal: Refusal) -> str:
    text = refusal.message(language())
    at = {
        "login_taken": "login",
        "login_missing": "login",
        "name_missing": "name",
        "no_such_department": "department",
        "department_closed": "department",
    }
    key = "password" if refusal.code.startswith("password") else at.get(refusal.code)
    sent = {**(_facts(found) if found else {}), **request.form.to_dict()}
    sent["administrator"] = request.form.get("administrator") == "true"
    held = frozenset(request.form.getlist("role"))
    return _page(found, sent, held, {key: (text,)} if key else {"": (text,)})


def _page(
    found: Account | None,
    values: Mapping[str, Any],
    held: frozenset[str],
    wrongs: Mapping[str, tuple[str, ...]] | None = None,
) -> str:
    here, lang = doors.installation(), language()
    where = url_for("people.person", person_id=found.id) if found else url_for("people.new")
    rooms = told_apart(tree(here))
    if found and found.department:
        rooms.setdefault(found.department, str(found.department_name))
    roles = tuple(
        AppRoles(
            app.key,
            label(spec.labels, lang, app.key),
            tuple(Choice(r.key, label(r.labels, lang, r.key)) for r in spec.named("role")),
            frozenset(role.partition(":")[2] for role in held if role.startswith(f"{app.key}:")),
        )
        for app in apps(here)
        if (spec := spec_of(here, app.key)).named("role")
    )
    page = {
        "title": found.name if found else _("Add a person"),
        "is_new": found is None,
        "active": found.active if found else True,
        "action": where,
        "toggle_href": url_for("people.toggle", person_id=found.id) if found else None,
        "given": values,
        "departments": [Choice(*each) for each in rooms.items()],
        "managers": [each for each in everybody(here) if not found or each.key != found.id],
        "apps": roles,
        "wrongs": wrongs or {},
        "wrong": " ".join((wrongs or {}).get("", ())),
    }
    return render_template("pages/person.html", page=page)

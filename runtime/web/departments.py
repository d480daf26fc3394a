"""Departments, for administrators: a tree to add to, rename, move about in and give managers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from runtime.commands.departments import add_department, change_department
from runtime.errors import Refusal
from runtime.queries.departments import Branch, inside, told_apart, tree
from runtime.web import doors
from runtime.web.inputs import Choice
from runtime.web.language import language
from runtime.web.people import tell_left
from runtime.web.pickable import everybody
from runtime.web.visitor import closed_room

room = closed_room("departments")
FEW = 8
_FACTS = ("name", "parent", "manager")
_AT = {
    "name_missing": "name",
    "department_taken": "name",
    "department_cycle": "parent",
    "department_closed": "parent",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A department in the list, with those inside it."""

    id: str
    name: str
    manager: str | None
    people: tuple[str, ...]
    more: int
    active: bool
    inner: tuple[Line, ...]


@room.before_request
def _administrators() -> None:
    doors.only_administrators()


@room.get("/departments")
def departments() -> str:
    """The departments as a tree, who leads them and who is in them."""
    found = tree(doors.installation())
    page = {"tops": _lines(found, None), "count": sum(each.active for each in found)}
    return render_template("pages/departments.html", page=page)


@room.get("/departments/new")
def new() -> str:
    """A department to add, below another where the link says so."""
    return _page(None, {"parent": request.args.get("parent")})


@room.post("/departments/new")
def add() -> Response | tuple[str, int]:
    """Add a department."""
    sent = _sent()
    try:
        made = add_department(doors.installation(), sent["name"], sent["parent"], sent["manager"])
    except Refusal as refusal:
        return _wrong(None, refusal), refusal.status
    flash(_("Added."), "ok")
    return redirect(url_for("departments.department", department_id=made.id), 303)


@room.get("/departments/<department_id>")
def department(department_id: str) -> str:
    """One department."""
    found = _branch(department_id)
    manager = found.manager.id if found.manager else None
    return _page(found, {"name": found.name, "parent": found.parent, "manager": manager})


@room.post("/departments/<department_id>")
def change(department_id: str) -> Response | tuple[str, int]:
    """Rename a department, move it, or give it another manager."""
    found = _branch(department_id)
    try:
        change_department(doors.installation(), department_id, _sent())
    except Refusal as refusal:
        return _wrong(found, refusal), refusal.status
    flash(_("Saved."), "ok")
    if found.manager is not None and found.manager.id != _sent().get("manager"):
        tell_left(found.manager)
    return redirect(url_for("departments.department", department_id=department_id), 303)


@room.post("/departments/<department_id>/active")
def toggle(department_id: str) -> Response:
    """Close a department that nobody is in, or open it again."""
    found = _branch(department_id)
    try:
        change_department(doors.installation(), department_id, {"active": not found.active})
    except Refusal as refusal:
        flash(refusal.message(language()), "bad")
    else:
        flash(_("Closed.") if found.active else _("Opened again."), "ok")
    return redirect(url_for("departments.department", department_id=department_id), 303)


def _branch(department_id: str) -> Branch:
    there = tree(doors.installation())
    found = next((each for each in there if each.id == department_id), None)
    if found is None:
        raise Refusal("not_found", 404)
    return found


def _lines(branches: tuple[Branch, ...], parent: str | None) -> tuple[Line, ...]:
    return tuple(
        Line(
            id=each.id,
            name=each.name,
            manager=each.manager.name if each.manager else None,
            people=tuple(person.name for person in each.members[:FEW]),
            more=max(0, len(each.members) - FEW),
            active=each.active,
            inner=_lines(branches, each.id),
        )
        for each in branches
        if each.parent == parent
    )


def _sent() -> dict[str, Any]:
    sent = request.form
    return {
        "name": sent.get("name", "")[:120],
        "parent": sent.get("parent") or None,
        "manager": sent.get("manager") or None,
    }


def _wrong(found: Branch | None, refusal: Refusal) -> str:
    return _page(found, _sent(), {_AT.get(refusal.code, ""): (refusal.message(language()),)})


def _page(
    found: Branch | None,
    values: Mapping[str, Any],
    wrongs: Mapping[str, tuple[str, ...]] | None = None,
) -> str:
    here = doors.installation()
    there = tree(here)
    own = inside(there, found.id) if found else frozenset()
    names = told_apart(there)
    page = {
        "title": found.name if found else _("Add a department"),
        "is_new": found is None,
        "active": found.active if found else True,
        "action": url_for("departments.department", department_id=found.id)
        if found
        else url_for("departments.new"),
        "toggle_href": url_for("departments.toggle", department_id=found.id) if found else None,
        "inner_href": url_for("departments.new", parent=found.id) if found else None,
        "given": values,
        "parents": [Choice(key, name) for key, name in names.items() if key not in own],
        "managers": everybody(here),
        "members": found.members if found else (),
        "wrongs": wrongs or {},
        "wrong": " ".join((wrongs or {}).get("", ())),
    }
    return render_template("pages/department.html", page=page)

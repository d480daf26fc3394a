"""Views of a draft: their list, one view with the options of its type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from builder import drafts, starters
from builder.drafts import Draft
from builder.edits.base import Edit
from builder.edits.relabel import Relabel
from builder.edits.remove import Remove
from builder.edits.set import Set
from builder.panel import Control, controls
from builder.reading import check_condition
from builder.web.doors import builders_room, draft_of, say, seen
from builder.web.menu import enter
from runtime.errors import Refusal
from runtime.spec.app import ViewSpec, label
from runtime.spec.findings import Findings
from runtime.spec.uses import fits
from runtime.web import doors
from runtime.web.language import language

room = builders_room("build_views")


@room.get("/<app>/views")
def views(app: str) -> str:
    """Every view of the draft."""
    draft = enter(draft_of(app))
    lang, catalog = language(), doors.installation().catalog
    forms = {form.key: label(form.labels, lang, form.key) for form in draft.spec.forms}
    page = {
        "app": app,
        "version": draft.version,
        "forms": {key: name for key, name in forms.items() if draft.spec.form(key).fields},  # type: ignore[union-attr]
        "kinds": {key: kind_name(key) for key in catalog.views},
        "views": [
            {
                "key": view.key,
                "name": label(view.labels, lang, view.key),
                "form": forms.get(view.form, view.form),
                "kind": kind_name(view.type),
                "icon": catalog.views[view.type].face.icon if view.type in catalog.views else "",
                "href": url_for("build_views.show", app=app, view=view.key),
            }
            for view in draft.spec.views
        ],
    }
    return render_template("builder/views.html", page=page)


@room.post("/<app>/views")
def add(app: str) -> Response:
    """A new view; its page is next."""
    sent, lang = request.form, language()
    spec, catalog = draft_of(app).spec, doors.installation().catalog
    new = starters.new_view(spec, catalog, sent.get("type", ""), sent.get("form", ""), lang)
    drafts.edit(doors.installation(), app, new, seen(sent.to_dict()))
    return redirect(url_for("build_views.show", app=app, view=new.value["key"]), 303)


@room.get("/<app>/views/<view>")
def show(app: str, view: str) -> str:
    """One view."""
    draft = enter(draft_of(app))
    return _page(draft, _view(draft, view))


@room.post("/<app>/views/<view>")
def change(app: str, view: str) -> Response | tuple[str, int]:
    """Keep a view's name and options."""
    sent, here, lang = request.form, doors.installation(), language()
    draft = draft_of(app)
    found = _view(draft, view)
    looked_at = seen(sent.to_dict())
    edits: list[Edit] = []
    name = " ".join(sent.get("name", "").split())[:200]
    if name and name != label(found.labels, lang):
        edits.append(Relabel(_place(view), lang, name))
    edits += [
        Set(_place(view), each.key, _value(each))
        for each in _controls(found)
        if f"has.{each.key}" in sent
    ]
    try:
        _check_conditions(draft, found)
        for edit in edits:
            draft = drafts.edit(here, app, edit, looked_at)
            looked_at = drafts.Seen(draft.version, looked_at.editor)
    except Refusal as refusal:
        if refusal.status not in (409, 422):
            raise
        wrongs = " ".join(each.message(lang) for each in refusal.wrongs)
        fresh = enter(draft_of(app))
        refused = f"{refusal.message(lang)} {wrongs}".strip()
        return _page(fresh, _view(fresh, view), refused), refusal.status
    flash(say("kept"), "ok")
    return redirect(url_for("build_views.show", app=app, view=view), 303)


@room.post("/<app>/views/<view>/remove")
def remove(app: str, view: str) -> Response:
    """A view less; the draft can take it back."""
    drafts.edit(doors.installation(), app, Remove(_place(view)), seen(request.form.to_dict()))
    flash(say("view_removed"), "ok")
    return redirect(url_for("build_views.views", app=app), 303)


def _place(view: str) -> str:
    return f"views/{view}"


def kind_name(type_: str) -> str:
    """What a type of view is called."""
    block = doors.installation().catalog.views.get(type_)
    return label(block.face.labels, language(), type_) if block else type_


def _check_conditions(draft: Draft, view: ViewSpec) -> None:
    """See that the conditions that were sent can be read.

    Raises:
        Refusal: condition_wrong (422).
    """
    blocks = doors.installation().catalog.blocks
    for each in _controls(view):
        text = request.form.get(each.key, "").strip()
        if each.what == "condition" and text:
            check_condition(draft.spec, blocks, (view.form, each.label), text, language())


def _view(draft: Draft, key: str) -> ViewSpec:
    found = next((each for each in draft.spec.views if each.key == key), None)
    if found is None:
        raise Refusal("not_found", 404)
    return found


def _controls(view: ViewSpec) -> tuple[Control, ...]:
    block = doors.installation().catalog.views.get(view.type)
    return controls(block, language()) if block else ()


def _value(control: Control) -> Any:
    """What was sent for an option, as its schema wants it."""
    written = request.form.get(control.key, "").strip()
    match control.what:
        case "switch":
            return written == "true"
        case "whole":
            return doors.number_of(written) or None
        case "fields":
            return [each for each in request.form.getlist(control.key) if each]
        case "sort":
            return [each for each in request.form.getlist(control.key) if each][:5]
    return written or None


def _page(draft: Draft, view: ViewSpec, refused: str = "") -> str:
    lang, app = language(), draft.spec.key
    form = draft.spec.form(view.form)
    findings = Findings(draft.spec, doors.installation().catalog.blocks, {})
    shown = [c for c in _controls(view) if c.what != "none"]
    sent = request.form if refused else {}
    page: Mapping[str, Any] = {
        "app": app,
        "view": view,
        "name": label(view.labels, lang, view.key),
        "kind": kind_name(view.type),
        "form": label(form.labels, lang, view.form) if form else view.form,
        "controls": shown,
        "fields": {
            c.key: {
                each.key: label(each.labels, lang, each.key)
                for each in (form.fields if form else ())
                if fits(findings, each, c.use)
            }
            for c in shown
        },
        "written": {c.key: sent[c.key] for c in shown if c.key in sent},
        "version": draft.version,
        "refused": refused,
    }
    return render_template("builder/view.html", page=page)

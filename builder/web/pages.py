"""The builder's first pages: every app, a new one, one app with all that is in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from flask import Flask, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from builder import drafts, starters
from builder.edits.relabel import Relabel
from builder.from_sheet import app_from_sheet, rows_of
from builder.web import designer, publish, rules, views
from builder.web.doors import builders_room, draft_of, say, seen
from builder.web.menu import enter
from runtime.errors import Refusal
from runtime.queries.apps import apps as published_apps
from runtime.queries.drafts import draft_lines
from runtime.spec.app import label
from runtime.web import doors
from runtime.web.language import language
from runtime.web.visitor import me

room = builders_room("builder")
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class AppLine:
    """An app in the list."""

    key: str
    name: str
    revision: int
    has_draft: bool
    href: str


def bind(app: Flask) -> None:
    """Mount every page of the builder."""
    for part in (room, designer.room, rules.room, views.room, publish.room):
        app.register_blueprint(part)


@room.get("/")
def apps() -> str:
    """Every app, published or not."""
    return render_template("builder/apps.html", page=_apps_page())


@room.get("/from-sheet")
def from_sheet() -> str:
    """Choosing a sheet to make an app of."""
    return render_template("builder/from_sheet.html", wrong="")


@room.post("/from-sheet")
def read_sheet() -> Response | tuple[str, int]:
    """A new app with a form like the sheet, as a draft: nothing of it is published."""
    lang, here, file = language(), doors.installation(), request.files.get("file")
    try:
        if file is None or not file.filename:
            raise Refusal("sheet_missing", 422)
        rows = rows_of(file.stream)
        name = _name() or PurePath(file.filename).stem[:LONGEST_NAME]
        spec = app_from_sheet(rows, name, lang, _taken(), here.catalog)
    except Refusal as refusal:
        page = render_template("builder/from_sheet.html", wrong=refusal.message(lang))
        return page, refusal.status
    drafts.begin(here, spec, me().id)
    flash(say("sheet_read", count=len(spec.forms[0].fields)), "ok")
    return redirect(url_for("builder.overview", app=spec.key), 303)


@room.post("/new")
def new() -> Response | tuple[str, int]:
    """A new blank app with its first form; the designer is next."""
    lang, here = language(), doors.installation()
    name = _name()
    if not name:
        return render_template("builder/apps.html", page=_apps_page(say("name_missing"))), 422
    spec = starters.new_app(name, lang, _taken())
    draft = drafts.begin(here, spec, me().id)
    form = starters.new_form(draft.spec, name, lang)
    drafts.edit(here, spec.key, form, drafts.Seen(draft.version, me().id))
    return redirect(url_for("build_form.design", app=spec.key, form=form.value["key"]), 303)


@room.get("/<app>/")
def overview(app: str) -> str:
    """One app: its forms, rules and views, and where the draft stands."""
    draft = enter(draft_of(app))
    lang, catalog = language(), doors.installation().catalog
    page = {
        "app": app,
        "name": label(draft.spec.labels, lang, app),
        "draft": draft,
        "undo": draft.undo_label[lang] if draft.undo_label else "",
        "redo": draft.redo_label[lang] if draft.redo_label else "",
        "forms": [
            {
                "name": label(form.labels, lang, form.key),
                "icon": form.icon,
                "count": len(form.fields),
                "href": url_for("build_form.design", app=app, form=form.key),
            }
            for form in draft.spec.forms
        ],
        "rules": [
            {
                "name": label(rule.labels, lang, rule.key),
                "on": rule.on,
                "text": rule.text,
                "href": url_for("build_rules.show", app=app, rule=rule.key),
            }
            for rule in draft.spec.rules
        ],
        "views": [
            {
                "name": label(view.labels, lang, view.key),
                "icon": catalog.views[view.type].face.icon if view.type in catalog.views else "",
                "kind": views.kind_name(view.type),
                "href": url_for("build_views.show", app=app, view=view.key),
            }
            for view in draft.spec.views
        ],
    }
    return render_template("builder/overview.html", page=page)


@room.post("/<app>/forms")
def add_form(app: str) -> Response:
    """A new empty form; its designer is next."""
    draft, lang = draft_of(app), language()
    name = _name() or say("new_form")
    form = starters.new_form(draft.spec, name, lang)
    drafts.edit(doors.installation(), app, form, seen(request.form.to_dict()))
    return redirect(url_for("build_form.design", app=app, form=form.value["key"]), 303)


@room.post("/<app>/name")
def relabel(app: str) -> Response:
    """Another name for the app."""
    edit = Relabel("app", language(), _name())
    drafts.edit(doors.installation(), app, edit, seen(request.form.to_dict()))
    return redirect(url_for("builder.overview", app=app), 303)


@room.post("/<app>/undo")
def undo(app: str) -> Response:
    """Take the draft's last step back, or do it again."""
    step = drafts.redo if request.form.get("again") == "true" else drafts.undo
    step(doors.installation(), app, seen(request.form.to_dict()))
    return redirect(url_for("builder.overview", app=app), 303)


@room.post("/<app>/discard")
def discard(app: str) -> Response:
    """Throw the draft away; what is published stays."""
    draft = draft_of(app)
    drafts.discard(doors.installation(), app, seen(request.form.to_dict()))
    flash(say("discarded"), "ok")
    gone = not draft.live
    return redirect(url_for("builder.apps") if gone else url_for("builder.overview", app=app), 303)


def _name() -> str:
    """The name that was sent, in one line."""
    return " ".join(request.form.get("name", "").split())[:LONGEST_NAME]


def _taken() -> frozenset[str]:
    return frozenset(line.key for line in _lines())


def _apps_page(wrong: str = "") -> dict[str, object]:
    has_market = "market.gallery" in current_app.view_functions
    return {
        "apps": _lines(),
        "wrong": wrong,
        "market_href": url_for("market.gallery") if has_market else "",
    }


def _lines() -> list[AppLine]:
    here, lang = doors.installation(), language()
    drafted = {head.app: head for head in draft_lines(here)}
    found = {
        each.key: AppLine(
            each.key,
            label(drafted[each.key].labels if each.key in drafted else each.labels, lang, each.key),
            each.revision,
            each.key in drafted and drafted[each.key].is_changed,
            url_for("builder.overview", app=each.key),
        )
        for each in published_apps(here)
    }
    for head in drafted.values():
        href = url_for("builder.overview", app=head.app)
        line = AppLine(head.app, label(head.labels, lang, head.app), 0, True, href)
        found.setdefault(head.app, line)
    return sorted(found.values(), key=lambda line: line.key)

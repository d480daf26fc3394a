"""Search, the palette that goes anywhere, and the page a hand scanner types into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from runtime.commands.scan import scan_code
from runtime.context import Context
from runtime.errors import Refusal
from runtime.pinyin import is_called
from runtime.queries.apps import apps_of
from runtime.queries.records import ListRequest, list_records
from runtime.spec.app import label
from runtime.web import doors
from runtime.web.language import language
from runtime.web.shell import menu
from runtime.web.visitor import closed_room, me

room = closed_room("finding")
HITS, PLACES = 8, 12


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found."""

    label: str
    href: str
    brief: str = ""
    icon: str = "table"


@dataclass(frozen=True, slots=True)
class HitGroup:
    """What was found in one form."""

    label: str
    hits: tuple[Hit, ...]


@room.get("/find")
def find() -> str | Response:
    """Records whose texts hold what was typed; one exact hit is opened when scanned."""
    text = request.args.get("q", "").strip()[:100]
    groups = tuple(_groups(text)) if text else ()
    hits = [hit for group in groups for hit in group.hits]
    if request.args.get("go"):
        exact = [hit for hit in hits if hit.label.casefold() == text.casefold()]
        only = exact if len(exact) == 1 else hits if len(hits) == 1 else []
        if only:
            return redirect(only[0].href, 303)
    return render_template("pages/find.html", page={"text": text, "groups": groups})


@room.get("/scan")
def scan() -> str:
    """Where a code is typed or scanned."""
    return render_template("pages/scan.html")


@room.post("/scan")
def scanned() -> Response:
    """What a scanned code leads to: its record, once the rules have heard of it; else a search."""
    code = request.form.get("q", "").strip()[:500]
    for app in apps_of(doors.installation(), me().id):
        try:
            with doors.writing(app.key) as ctx:
                form, record = scan_code(ctx, code)
        except Refusal as refusal:
            if refusal.code == "code_unknown":
                continue
            lang = language()
            wrongs = [each.message(lang) for each in refusal.wrongs]
            flash(" ".join(dict.fromkeys([refusal.message(lang), *wrongs])), "bad")
            return redirect(url_for("finding.scan"), 303)
        return redirect(url_for("record.detail", app=app.key, form=form, record_id=record.id), 303)
    return redirect(url_for("finding.find", q=code, go=1), 303)


@room.get("/palette")
def palette() -> str:
    """Places and records for the palette, as list items."""
    text = request.args.get("q", "").strip()[:100]
    wanted = text.casefold()
    places = [hit for hit in _places() if not wanted or is_called(hit.label, wanted)][:PLACES]
    records = [hit for group in _groups(text) for hit in group.hits] if len(text) > 1 else []
    return render_template("fragments/palette.html", hits=[*places, *records][:PLACES])


def _places() -> Iterator[Hit]:
    yield Hit(_("Home"), url_for("home.home"), icon="home")
    yield Hit(_("To-dos"), url_for("tasks.tasks"), icon="inbox")
    yield Hit(_("Inbox"), url_for("inbox.inbox"), icon="bell")
    yield Hit(_("My account"), url_for("account.account"), icon="user")
    if me().administrator:
        yield Hit(_("People"), url_for("people.people"), icon="users")
        yield Hit(_("Departments"), url_for("departments.departments"), icon="building")
    for app in apps_of(doors.installation(), me().id):
        with doors.reading(app.key) as ctx:
            yield from _places_of(ctx)


def _places_of(ctx: Context) -> Iterator[Hit]:
    name = label(ctx.app.spec.labels, ctx.lang, ctx.app.key)
    yield Hit(name, url_for("home.app_home", app=ctx.app.key), icon=ctx.app.spec.icon)
    for group in menu(ctx):
        for item in group.items:
            yield Hit(item.label, item.href, name, item.icon)
    for key, form in ctx.app.forms.items():
        rights = ctx.rights(key)
        what = label(form.spec.labels, ctx.lang, key)
        if rights.may("read"):
            yield Hit(what, url_for("views.list", app=ctx.app.key, form=key), name, form.spec.icon)
        if rights.may("create"):
            href = url_for("entry.new", app=ctx.app.key, form=key)
            yield Hit(_("New %(what)s", what=what), href, name, "plus")


def _groups(text: str) -> Iterator[HitGroup]:
    for app in apps_of(doors.installation(), me().id):
        with doors.reading(app.key) as ctx:
            for key, form in ctx.app.forms.items():
                if not ctx.rights(key).may("read"):
                    continue
                hits = _hits(ctx, key, text)
                if hits:
                    yield HitGroup(label(form.spec.labels, ctx.lang, key), hits)


def _hits(ctx: Context, form: str, text: str) -> tuple[Hit, ...]:
    name = label(ctx.app.forms[form].spec.labels, ctx.lang, form)
    asked = ListRequest(search=text, limit=HITS, count="none")
    return tuple(
        Hit(
            each.title,
            url_for("record.detail", app=ctx.app.key, form=form, record_id=each.id),
            name,
            ctx.app.forms[form].spec.icon,
        )
        for each in list_records(ctx, form, asked).records
    )

"""The inbox of notices: what rules and approvals wrote to the one signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from runtime.commands.notices import mark_read
from runtime.errors import Refusal
from runtime.queries import inbox as notices
from runtime.queries.apps import apps_of
from runtime.spec.app import label
from runtime.web import doors
from runtime.web.apps import app_names
from runtime.web.language import language
from runtime.web.visitor import closed_room, me
from runtime.web.waiting import waiting

room = closed_room("inbox")
PAGE = 50


@dataclass(frozen=True, slots=True)
class News:
    """One notice, in the reader's language."""

    id: str
    app: str
    title: str
    body: str
    at: datetime
    is_unread: bool
    href: str


@dataclass(frozen=True, slots=True)
class NewsGroup:
    """The notices of one app."""

    label: str
    notices: tuple[News, ...]


@dataclass(frozen=True, slots=True)
class InboxPage:
    """What the inbox's template needs."""

    groups: tuple[NewsGroup, ...]
    unread: int
    only_unread: bool
    next_href: str | None


def news(limit: int, *, unread: bool = False, before: str | None = None) -> tuple[News, ...]:
    """The latest notices of the one signed in."""
    found = notices.inbox(doors.installation(), me().id, unread=unread, before=before, limit=limit)
    lang = language()
    return tuple(
        News(
            id=each.id,
            app=each.app,
            title=label(each.title, lang),
            body=label(each.body, lang),
            at=each.at,
            is_unread=each.read_at is None,
            href=url_for("inbox.open_notice", notice_id=each.id),
        )
        for each in found
    )


@room.get("/inbox")
def inbox() -> str:
    """The inbox, grouped by app."""
    only_unread = request.args.get("show") == "unread"
    found = news(PAGE, unread=only_unread, before=request.args.get("before"))
    names = app_names(apps_of(doors.installation(), me().id))
    keys = dict.fromkeys(each.app for each in found)
    groups = tuple(
        NewsGroup(names.get(key, key), tuple(each for each in found if each.app == key))
        for key in keys
    )
    more = None
    if len(found) == PAGE:
        more = url_for("inbox.inbox", show=request.args.get("show"), before=found[-1].id)
    page = InboxPage(groups, waiting().unread, only_unread, more)
    return render_template("pages/inbox.html", page=page)


@room.get("/inbox/count")
def count() -> str:
    """The badge alone, for the page that asks every few seconds."""
    return render_template("fragments/badge.html", count=waiting().unread, what=_("unread"))


@room.post("/inbox/<notice_id>/open")
def open_notice(notice_id: str) -> Response:
    """Mark a notice read and go to what it is about."""
    found = next((each for each in _own() if each.id == notice_id), None)
    if found is None:
        raise Refusal("not_found", 404)
    if found.form and found.record:
        target = url_for("record.detail", app=found.app, form=found.form, record_id=found.record)
    else:
        target = url_for("inbox.inbox")
    mark_read(doors.installation(), me().id, [found.id])
    return redirect(target, 303)


def _own() -> list[Any]:
    return list(notices.inbox(doors.installation(), me().id, limit=notices.MOST))


@room.post("/inbox/read")
def read() -> Response:
    """Mark one notice read."""
    mark_read(doors.installation(), me().id, request.form.getlist("id")[:100])
    return redirect(url_for("inbox.inbox"), 303)


@room.post("/inbox/read-all")
def read_all() -> Response:
    """Mark everything read."""
    mark_read(doors.installation(), me().id, None)
    return redirect(url_for("inbox.inbox"), 303)

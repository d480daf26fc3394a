"""A queue: what waits, who has taken it, and the buttons to take, give back and be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from runtime.commands.queues import finish_entry, give_back_entry, take_entry
from runtime.context import Context
from runtime.errors import Refusal
from runtime.queries.queues import QueueEntry, queue_page
from runtime.spec.app import label
from runtime.web import doors
from runtime.web.cells import Tag, state_tag
from runtime.web.shell import menu
from runtime.web.visitor import closed_room

room = closed_room("queues")

Act = Callable[[Context, str, str], None]
_ACTS: Mapping[str, Act] = MappingProxyType(
    {"take": take_entry, "give-back": give_back_entry, "done": finish_entry}
)


@dataclass(frozen=True, slots=True)
class Line:
    """A record that waits, as a line: its buttons are only for who has taken it."""

    title: str
    what: str
    href: str
    act: str
    tags: tuple[Tag, ...]
    added_at: datetime
    taken_by: str | None
    is_mine: bool


@room.get("/a/<app>/queues/<queue>")
def show(app: str, queue: str) -> str:
    """What waits in a queue."""
    with doors.reading(app) as ctx:
        doors.enter(ctx)
        g.menu = menu(ctx)
        found = queue_page(ctx, queue)
        page = {
            "title": label(found.queue.labels, ctx.lang, queue),
            "lines": [_line(ctx, queue, each) for each in found.entries],
        }
    return render_template("pages/queue.html", page=page)


@room.post("/a/<app>/queues/<queue>/<record_id>/<act>")
def act(app: str, queue: str, record_id: str, act: str) -> Response:
    """Take a record, give it back, or be done with it."""
    do = _ACTS.get(act)
    if do is None:
        raise Refusal("not_found", 404)
    with doors.writing(app) as ctx:
        do(ctx, queue, record_id)
    said = {"take": _("It is yours now."), "give-back": _("It waits again."), "done": _("Done.")}
    flash(said[act], "ok")
    return redirect(url_for("queues.show", app=app, queue=queue), 303)


def _line(ctx: Context, queue: str, entry: QueueEntry) -> Line:
    form, record = ctx.app.forms[entry.form], entry.record
    where: dict[str, Any] = {"app": ctx.app.key, "record_id": record.id}
    return Line(
        title=entry.title,
        what=label(form.spec.labels, ctx.lang, form.key),
        href=url_for("record.detail", form=form.key, **where),
        act=url_for("queues.act", queue=queue, act="take", **where).removesuffix("take"),
        tags=(state_tag(ctx, form, record.state),) if record.state else (),
        added_at=entry.added_at,
        taken_by=entry.taken_by,
        is_mine=entry.is_mine,
    )

"""What waits for an administrator: what rules, approvals and messages could not do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from runtime.commands.incidents import close_incident, retry_delivery
from runtime.queries.incidents import Trouble, troubles
from runtime.web import doors
from runtime.web.language import language
from runtime.web.visitor import closed_room, me

room = closed_room("incidents")


@dataclass(frozen=True, slots=True)
class Line:
    """One trouble in the list. ``action`` is set where it can be tried again."""

    id: str
    app: str
    said: str
    at: datetime | None
    title: str
    href: str | None
    action: int | None


@room.before_request
def _administrators() -> None:
    doors.only_administrators()


@room.get("/incidents")
def incidents() -> str:
    """Everything open."""
    found = troubles(doors.installation(), language())
    return render_template("pages/incidents.html", page={"lines": [_line(each) for each in found]})


@room.post("/incidents/retry")
def retry() -> Response:
    """Send a message again that was given up."""
    sent = request.form
    retry_delivery(doors.installation(), sent.get("event", ""), doors.number_of(sent.get("action")))
    flash(_("It is being sent again."), "ok")
    return redirect(url_for("incidents.incidents"), 303)


@room.post("/incidents/<incident_id>/close")
def close(incident_id: str) -> Response:
    """It is taken care of."""
    close_incident(doors.installation(), me().id, incident_id)
    flash(_("Marked as taken care of."), "ok")
    return redirect(url_for("incidents.incidents"), 303)


def _line(found: Trouble) -> Line:
    href = None
    if found.record is not None and found.title:
        form, record = found.record
        href = url_for("record.detail", app=found.app, form=form, record_id=record)
    return Line(
        id=found.id,
        app=found.app_label,
        said=found.said,
        at=found.at,
        title=found.title,
        href=href,
        action=found.action,
    )

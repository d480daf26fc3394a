"""The security log as a page: who came in, was refused, was given or lost a right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request, url_for

from runtime.errors import sentence
from runtime.queries.security_log import KINDS, SecurityEntry, security_entries
from runtime.web import doors
from runtime.web.language import language
from runtime.web.visitor import closed_room

room = closed_room("security")
PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in the list."""

    at: datetime
    name: str
    said: str
    address: str


@room.before_request
def _administrators() -> None:
    doors.only_administrators()


@room.get("/security")
def security() -> str:
    """The log, newest first, all of it or of one kind."""
    asked = request.args.get("kind", "")
    kind = asked if asked in KINDS else ""
    before = doors.page_number(request.args.get("before"))
    found = security_entries(doors.installation(), kind=kind, before=before, limit=PAGE + 1)
    more = None
    if len(found) > PAGE:
        more = url_for("security.security", kind=kind or None, before=found[PAGE - 1].seq)
    return render_template(
        "pages/security.html",
        page={
            "lines": [_line(each) for each in found[:PAGE]],
            "more": more,
            "kind": kind,
            "kinds": [(each, sentence(f"security_kind_{each}", language())) for each in KINDS],
        },
    )


def _line(found: SecurityEntry) -> Line:
    return Line(found.at, found.name, found.said(language()), found.address)

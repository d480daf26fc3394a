"""When a page cannot be shown: one sentence and the request's id, never a traceback."""

from __future__ import annotations

import secrets
import time
import traceback
from contextlib import suppress
from typing import cast

import structlog
from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response as AnyResponse

from runtime.commands.security_log import log_security_now
from runtime.errors import Refusal
from runtime.web.language import language

MOST_UNREAD = 256 * 1024 * 1024
MOST_SECONDS = 20
_STRANGE_HOST = (
    "这个站点不使用这个主机名；管理员可以用 TRUSTED_HOSTS 允许它。\n"
    "This site does not go by that host name; an administrator can allow it with TRUSTED_HOSTS.\n"
)
_LOG = structlog.get_logger("dougong.web")


def request_id() -> str:
    """The id that names this request in the log and on an error page."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(6)
    found: str = g.request_id
    return found


def wants_fragment() -> bool:
    """Whether a part of a page was asked for, not a page."""
    return "HX-Request" in request.headers


def wants_json() -> bool:
    """Whether a script asked for JSON."""
    return request.accept_mimetypes.best == "application/json"


def _titles(status: int) -> str:
    match status:
        case 403:
            return _("Not allowed")
        case 404 | 410:
            return _("Not found")
        case 413:
            return _("Too large")
        case 429:
            return _("Too many tries")
        case 500:
            return _("Something went wrong")
    return _("That did not work")


def _sentence(status: int) -> str:
    match status:
        case 400:
            return _("The request was not understood; go back, reload the page and try again.")
        case 403:
            return _("You may not do this; ask an administrator.")
        case 404:
            return _("The page is not there, or you may not see it.")
        case 405:
            return _("This address does not take such a request.")
        case 413:
            return _(
                "What was sent is too large: at most 2 MB, and 25 MB where files are uploaded."
            )
        case 429:
            return _("There were too many tries; wait a minute and try again.")
        case 500:
            return _("The fault is ours and has been written down. Nothing was saved.")
    return _("Please go back and try again.")


def answer(status: int, sentence: str) -> Response:
    """An error as a page, a fragment or JSON, whichever was asked for."""
    facts = {"sentence": sentence, "request_id": request_id(), "title": _titles(status)}
    if wants_json():
        return make_response(jsonify(facts), status)
    if wants_fragment():
        return make_response(render_template("fragments/fault.html", **facts), status)
    return make_response(render_template("pages/fault.html", **facts), status)


def note_refusal(kind: str) -> None:
    """Whoever is told that he may not do something is in the security log."""
    with suppress(Refusal):  # where nothing can be written now, it is refused all the same
        place = str(request.url_rule or request.path)
        log_security_now(current_app.extensions["dougong"], kind, path=place, at=request.path)


def _refused(refusal: Refusal) -> AnyResponse:
    if refusal.status == 403:
        note_refusal("refused")
    if refusal.status == 401 and not wants_fragment() and not wants_json():
        return redirect(url_for("login.login"), 303)
    wrongs = [each.message(language()) for each in refusal.wrongs]
    return answer(refusal.status, " ".join([refusal.message(language()), *wrongs]))


def _csrf(problem: CSRFError) -> Response:
    del problem
    return answer(400, _("The page was open too long; reload it and try again."))


def http_fault(problem: HTTPException) -> AnyResponse:
    """An error of the protocol (no such page, too large) as a page, a fragment or JSON."""
    if isinstance(problem, SecurityError):  # no page can be built for a host that is not ours
        return make_response(_STRANGE_HOST, 400, {"Content-Type": "text/plain; charset=utf-8"})
    if problem.response is not None:
        return cast("AnyResponse", problem.response)
    status = problem.code or 500
    if status == 403:
        note_refusal("refused")
    return answer(status, _sentence(status))


def _unexpected(problem: Exception) -> Response:
    trace = "".join(traceback.format_exception(problem))
    _LOG.error("page failed", request=request_id(), path=request.path, trace=trace)
    try:
        return answer(500, _sentence(500))
    except Exception:  # noqa: BLE001 - the page of the fault is at fault, too
        trace = traceback.format_exc()
        _LOG.error("error page failed", request=request_id(), trace=trace)
        return make_response(f"500 {request_id()}", 500, {"Content-Type": "text/plain"})


def _take_the_rest() -> None:
    """Read on what is too large, within limits: who is still sending would not hear the answer."""
    body, until = request.environ["wsgi.input"], time.monotonic() + MOST_SECONDS
    left = min(request.content_length or 0, MOST_UNREAD)
    while left > 0 and time.monotonic() < until:
        part = body.read(min(left, 1 << 16))
        if not part:
            return
        left -= len(part)


def bind(app: Flask) -> None:
    """Answer every refusal and fault with a sentence."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, http_fault)
    app.register_error_handler(Exception, _unexpected)

    @app.after_request
    def _hear_out(response: Response) -> Response:
        if response.status_code == 413:
            _take_the_rest()
        return response

    @app.after_request
    def _name(response: Response) -> Response:
        response.headers["X-Request-Id"] = request_id()
        return response

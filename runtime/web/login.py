"""Coming in and going out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from flask_login import logout_user
from werkzeug.wrappers import Response

from runtime.commands.first_visit import is_first_visit_due
from runtime.commands.security_log import log_security_now
from runtime.errors import LANGUAGES
from runtime.web import doors
from runtime.web.devices import device_of, remember_device
from runtime.web.limits import limiter
from runtime.web.visitor import is_signed_in
from runtime.web.visitors import admitted, come_in

room = Blueprint("login", __name__)
_A_YEAR = 31_536_000


def _login() -> str:
    return request.form.get("login", "").strip().casefold()[:120]


def _account_from_here() -> str:
    return f"account:{_login()}@{get_remote_address()}"


def _account() -> str:
    """The account, for every device it was never signed in from; a known device by itself."""
    device = device_of(_login())
    return f"account:{_login()}" if device is None else f"device:{_login()}:{device}"


@room.get("/login")
def login() -> str | Response:
    """The login page."""
    if is_signed_in():
        return redirect(url_for("home.home"), 303)
    return _page("", request.args.get("next"))


@room.post("/login")
@limiter.limit("20 per minute")
@limiter.limit("5 per minute", key_func=_account_from_here)
@limiter.limit("30 per hour", key_func=_account)
def enter() -> Response | tuple[str, int]:
    """Come in with a name and a password; the answer to a wrong one never says which was wrong."""
    name = request.form.get("login", "")[:120]
    target = doors.safe_path(request.form.get("next"), url_for("home.home"))
    visitor = admitted(name, request.form.get("password", "")[:129])
    if visitor is None:
        log_security_now(doors.installation(), "sign_in_failed", login=name)
        return _page(name, target, _("User name or password is wrong.")), 422
    come_in(visitor)
    log_security_now(doors.installation(), "signed_in", login=visitor.login)
    answer = redirect(target, 303)
    remember_device(answer, visitor.login)
    return answer


@room.post("/logout")
def logout() -> Response:
    """Go out: the session ends on the server, too."""
    if is_signed_in():
        log_security_now(doors.installation(), "signed_out")
    logout_user()  # type: ignore[no-untyped-call]
    session.clear()
    return redirect(url_for("login.login"), 303)


@room.post("/language")
def language() -> Response:
    """Choose the language before coming in."""
    response = redirect(doors.safe_path(request.form.get("next"), url_for("login.login")), 303)
    lang = request.form.get("lang")
    if lang in LANGUAGES:
        response.set_cookie("lang", lang, max_age=_A_YEAR, httponly=True, samesite="Lax")
    return response


def _page(name: str, target: str | None, wrong: str = "") -> str:
    return render_template(
        "frontline/login.html",
        login=name,
        next=doors.safe_path(target, "") or None,
        wrong=wrong,
        is_first_visit=is_first_visit_due(doors.installation().settings.data_dir),
    )

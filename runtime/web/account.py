"""My account: language, colours, density, password."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from runtime.commands.people import change_account, change_password
from runtime.errors import LANGUAGES, Refusal
from runtime.queries.people import accounts
from runtime.web import doors
from runtime.web.language import language
from runtime.web.limits import limiter
from runtime.web.shell import DENSITIES, THEMES
from runtime.web.visitor import closed_room, me
from runtime.web.visitors import admitted, come_in

room = closed_room("account")
_LOOKS = {"lang": LANGUAGES, "theme": THEMES, "density": DENSITIES}


@room.get("/account")
def account() -> str:
    """The page."""
    return _page("")


@room.post("/account/look")
def look() -> Response:
    """Choose the language, the colours or the density."""
    asked = {key: request.form.get(key) for key in _LOOKS}
    changes = {key: value for key, value in asked.items() if value in _LOOKS[key]}
    if changes:
        change_account(doors.installation(), me().id, changes)
    return redirect(doors.safe_path(request.form.get("next"), url_for("account.account")), 303)


@room.post("/account/password")
@limiter.limit("5 per minute")
def password() -> Response | tuple[str, int]:
    """Choose another password; everybody signed in under the old one is signed out."""
    if admitted(me().login, request.form.get("current", "")[:129]) is None:
        return _page(_("The current password is wrong.")), 422
    chosen = request.form.get("new", "")
    try:
        change_password(doors.installation(), me().id, chosen)
    except Refusal as refusal:
        return _page(refusal.message(language())), refusal.status
    visitor = admitted(me().login, chosen)
    if visitor is not None:
        come_in(visitor)
    flash(_("The password is changed; all other devices are logged out."), "ok")
    return redirect(url_for("account.account"), 303)


def _page(wrong: str) -> str:
    found = next(each for each in accounts(doors.installation()) if each.id == me().id)
    page = {"login": found.login, "department": found.department_name, "wrong": wrong}
    return render_template("pages/account.html", page=page)

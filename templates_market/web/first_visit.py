"""The first visit to an empty installation: whoever brings the word becomes the administrator."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from runtime.commands.first_visit import claim_first_visit, is_first_visit
from runtime.commands.setting_up import ADMIN
from runtime.errors import Refusal, sentence
from runtime.web import doors
from runtime.web.language import language
from runtime.web.limits import limiter
from runtime.web.visitors import admitted, come_in

room = Blueprint("first_visit", __name__, template_folder="templates")
LONGEST = 120


@room.get("/first-visit/<word>")
@limiter.limit("30 per minute")
def welcome(word: str) -> str:
    """The form that makes the administrator."""
    if not is_first_visit(doors.installation().settings.data_dir, word):
        abort(404)
    return _page(word, ADMIN, "")


@room.post("/first-visit/<word>")
@limiter.limit("10 per minute")
def claim(word: str) -> Response | tuple[str, int]:
    """Become the administrator, signed in at once."""
    login = request.form.get("login", "")[:LONGEST]
    name = request.form.get("name", "")[:LONGEST]
    password = request.form.get("password", "")
    try:
        claim_first_visit(doors.installation(), word, (login, name or login), password)
    except Refusal as refusal:
        if refusal.code == "first_visit_over":
            abort(404)
        return _page(word, login, name, refusal.message(language())), 422
    visitor = admitted(login, password)
    if visitor is None:
        return redirect(url_for("login.login"), 303)
    come_in(visitor)
    return redirect(url_for("home.home"), 303)


def _page(word: str, login: str, name: str, wrong: str = "") -> str:
    said = {
        key: sentence(f"market.first_visit.{key}", language())
        for key in ("title", "hint", "login", "name", "password", "password_hint", "go")
    }
    return render_template(
        "market/first_visit.html", word=word, login=login, name=name, wrong=wrong, said=said
    )

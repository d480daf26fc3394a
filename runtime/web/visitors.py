"""Who is signed in: the person behind the session, checked anew on every request."""

from __future__ import annotations

from flask import Flask, g, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, login_user
from werkzeug.wrappers import Response

from runtime.origin import Origin, come_from
from runtime.web import doors
from runtime.web.admission import KnownPerson, admission
from runtime.web.faults import answer, wants_fragment, wants_json
from runtime.web.sessions import KeptSession
from runtime.web.visitor import Visitor, is_signed_in, me


def admitted(login: str, password: str) -> Visitor | None:
    """The person with that name and password, or None; a wrong name takes as long."""
    found = admission().sign_in(login, password)
    return None if found is None else _visitor(found)


def _visitor(person: KnownPerson) -> Visitor:
    return Visitor(
        id=person.id,
        login=person.login,
        name=person.name,
        stamp=person.stamp,
        administrator=person.administrator,
        lang=person.lang,
        theme=person.theme,
        density=person.density,
    )


def come_in(visitor: Visitor) -> None:
    """Begin a new session for somebody; what an older one held is forgotten."""
    session.clear()
    if isinstance(kept := session._get_current_object(), KeptSession):  # type: ignore[attr-defined]  # noqa: SLF001
        kept.begins_anew = True
    login_user(visitor)  # type: ignore[no-untyped-call]


def _load(word: str) -> Visitor | None:
    person_id, _dot, stamp = word.partition(".")
    kept = session._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the session behind the proxy
    found = kept.who if isinstance(kept, KeptSession) else None
    if found is None or found.id != person_id:
        found = admission().person(person_id)
    return _visitor(found) if found is not None and found.stamp == stamp else None


def _ask_in() -> Response:
    if wants_fragment() or wants_json():
        return answer(401, _("Please log in again."))
    target = doors.here() if request.method == "GET" else None
    return redirect(url_for("login.login", next=target), 303)


def _origin() -> Origin:
    """Where this request comes from, for the security log."""
    is_api = request.path.startswith("/api/")
    who = g.get("person") if is_api else (me().id if is_signed_in() else None)
    return Origin(who, request.remote_addr or "", "api" if is_api else "form")


def bind(app: Flask) -> None:
    """Let flask-login find the person of a session, and the log where a request comes from."""
    app.before_request(lambda: come_from(_origin))
    app.teardown_request(lambda _: come_from(Origin))
    manager = LoginManager()  # type: ignore[no-untyped-call]
    manager.session_protection = None  # type: ignore[assignment]  # sessions.py says why
    manager.user_loader(_load)  # type: ignore[no-untyped-call]
    manager.unauthorized_handler(_ask_in)  # type: ignore[no-untyped-call]
    manager.init_app(app)  # type: ignore[no-untyped-call]

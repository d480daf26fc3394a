"""Sessions: rows of the store for people signed in, a signed cookie before that.

Over https the cookie is ``__Host-sid-…`` and Secure; over plain http (a factory's network)
``sid-…``. Its name ends in a mark of this installation: browsers do not keep the cookies of two
ports of a machine apart, and signing in to one installation would sign out of the other. A session
is not bound to an address or a browser's name: both change under people who did nothing (a phone
between two networks, ``localhost`` by IPv4 and IPv6, an updated browser), and the token is the
server's, random and out of reach of scripts. Signing in always begins a new row.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from typing import Any

from flask import Flask, Request, Response, request
from flask import session as current
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

from runtime.commands.admission import keep_visit
from runtime.context import Context
from runtime.web.admission import Admission, KnownPerson

_HOUR = 3_600
_WEEK = 7 * 24 * _HOUR


class KeptSession(SecureCookieSession):
    """What the web keeps of one visit. ``token`` is None before signing in."""

    token: str | None = None
    who: KnownPerson | None = None
    begins_anew = False

    @property
    def person(self) -> str | None:
        """The id of the person signed in."""
        word = self.get("_user_id")
        return word.partition(".")[0] if isinstance(word, str) else None


def _before(app: Flask) -> str:
    """The cookie of somebody not yet signed in."""
    return f"pre-{_mark(str(app.secret_key))}"


@cache
def _mark(secret: str) -> str:
    """What tells the cookies of this installation from those of another one on the machine."""
    return sha256(f"cookie {secret}".encode()).hexdigest()[:8]


class StoredSessions(SecureCookieSessionInterface):
    """Opens and saves sessions for Flask."""

    def __init__(self, admission: Admission) -> None:
        self.admission = admission

    def get_cookie_name(self, app: Flask) -> str:
        """The name of the session's cookie, for the request at hand."""
        return f"{'__Host-' if request.is_secure else ''}sid-{_mark(str(app.secret_key))}"

    def open_session(self, app: Flask, asked: Request) -> KeptSession:
        token = asked.cookies.get(self.get_cookie_name(app))
        if token:
            found = self.admission.find(token)
            if found is not None:
                session = KeptSession(json.loads(found.content))
                session.token, session.who = token, found.who
                return session
        return KeptSession(self._read_before(app, asked))

    def _read_before(self, app: Flask, asked: Request) -> dict[str, Any]:
        word = asked.cookies.get(_before(app))
        signer = self.get_signing_serializer(app) if word else None
        if signer is None or not word:
            return {}
        try:
            found: dict[str, Any] = signer.loads(word, max_age=_HOUR)
        except BadSignature:
            return {}
        return found

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not isinstance(session, KeptSession):
            return
        response.vary.add("Cookie")
        if session.person is None:
            self._save_before(app, session, response)
        elif session.token is None or session.begins_anew:
            self._begin(app, session, response)
        elif session.modified:
            self.admission.keep(session.token, _text(session))

    def _begin(self, app: Flask, session: KeptSession, response: Response) -> None:
        if session.token:
            self.admission.end(session.token)
        token = self.admission.begin(str(session.person), _text(session))
        self._set(response, self.get_cookie_name(app), token, _WEEK)
        response.delete_cookie(_before(app), path="/")

    def _save_before(self, app: Flask, session: KeptSession, response: Response) -> None:
        if session.token:
            self.admission.end(session.token)
            name = self.get_cookie_name(app)
            response.delete_cookie(name, path="/", secure=request.is_secure, httponly=True)
        signer = self.get_signing_serializer(app) if session.modified else None
        if signer is not None:
            if session:
                self._set(response, _before(app), str(signer.dumps(dict(session))), _HOUR)
            else:
                response.delete_cookie(_before(app), path="/")

    def _set(self, response: Response, name: str, value: str, age: int) -> None:
        response.set_cookie(
            name,
            value,
            max_age=age,
            path="/",
            secure=request.is_secure,
            httponly=True,
            samesite="Lax",
        )


def keep_in(ctx: Context) -> None:
    """Store the session as it is now in the transaction of what a page does, not in one of its own."""
    kept = current._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the session behind the proxy
    if isinstance(kept, KeptSession) and kept.token and kept.modified and not kept.begins_anew:
        keep_visit(ctx, kept.token, _text(kept))
        kept.modified = False


def _text(session: KeptSession) -> str:
    return json.dumps(dict(session), ensure_ascii=False, separators=(",", ":"))

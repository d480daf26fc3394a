"""The web application: the installation, its rooms, and what stands at their doors.

``create_app(installation)`` makes it; ``application()`` is what a WSGI server is pointed at.
"""

from __future__ import annotations

import socket
from typing import Any, BinaryIO

from flask import Flask, Response, request
from flask_wtf import CSRFProtect

from runtime.config import Settings, settings
from runtime.discovery import rooms
from runtime.installation import Installation, open_installation
from runtime.keys import secret_key
from runtime.queries.inbox import unread_count
from runtime.queries.tasks import open_count
from runtime.store import engine, passwords, people, sessions
from runtime.store import files as stored_files
from runtime.store.people import Person
from runtime.store.sessions import WebSession
from runtime.web import (
    account,
    assets,
    boards,
    entry,
    exchange,
    faults,
    files,
    finding,
    headers,
    home,
    inbox,
    language,
    limits,
    login,
    record,
    records,
    shell,
    tasks,
    visitors,
)
from runtime.web import people as people_pages
from runtime.web.api import routes as api
from runtime.web.sessions import StoredSessions

MB = 1_000_000
ROOMS = (
    login,
    home,
    records,
    record,
    entry,
    boards,
    inbox,
    tasks,
    people_pages,
    account,
    finding,
    exchange,
    files,
)


class StoreAdmission:
    """Passwords, people and sessions, from the store."""

    def __init__(self, installation: Installation) -> None:
        self._engine = installation.engine
        self._clock = installation.ports.clock

    def sign_in(self, login: str, password: str) -> Person | None:
        """The active person with that password."""
        with engine.reading(self._engine) as connection:
            known = people.credentials(connection, login)
        is_right = passwords.is_password(known.digest if known else None, password)
        if known is None or not is_right or not known.active:
            return None
        if known.digest and passwords.is_outdated(known.digest):
            digest = passwords.password_digest(password)
            with engine.writing(self._engine) as connection:
                people.renew_digest(connection, known.person, digest)
        return self.person(known.person)

    def person(self, person_id: str) -> Person | None:
        """The active person with that id."""
        with engine.reading(self._engine) as connection:
            found = people.person(connection, person_id)
        return found if found is not None and found.active else None

    def begin(self, person_id: str, content: str) -> str:
        """Begin a session."""
        with engine.writing(self._engine) as connection:
            return sessions.begin(connection, person_id, self._clock.now(), content)

    def find(self, token: str) -> WebSession | None:
        """The live session of a token."""
        now = self._clock.now()
        with engine.reading(self._engine) as connection:
            found = sessions.find(connection, token, now)
        if found is not None and found.is_stale(now):
            with engine.writing(self._engine) as connection:
                sessions.touch(connection, found, now)
        return found

    def keep(self, token: str, content: str) -> None:
        """Store what the web keeps in a session."""
        with engine.writing(self._engine) as connection:
            found = sessions.find(connection, token, self._clock.now())
            if found is not None:
                sessions.keep(connection, found, content)

    def end(self, token: str) -> None:
        """End a session."""
        with engine.writing(self._engine) as connection:
            sessions.end(connection, token)

    def waiting(self, person_id: str) -> tuple[int, int]:
        """How many unread notices and open to-dos a person has."""
        with engine.reading(self._engine) as connection:
            return unread_count(connection, person_id), open_count(connection, person_id)


class StoreFiles:
    """Files, from the store."""

    def __init__(self, installation: Installation) -> None:
        self._engine = installation.engine
        self._folder = installation.ports.files
        self._clock = installation.ports.clock

    def keep(self, owner: str, stream: BinaryIO, name: str) -> str:
        """Keep an upload; its id is returned."""
        content = stored_files.take_in(self._folder, stream, name)
        with engine.writing(self._engine) as connection:
            return stored_files.add_file(connection, content, owner, self._clock.now()).id

    def read(self, file_id: str) -> tuple[str, str, BinaryIO] | None:
        """Name, media type and bytes of a file, or None."""
        with engine.reading(self._engine) as connection:
            found = stored_files.get(connection, file_id)
        if found is None:
            return None
        return found.name, found.media_type, stored_files.open_file(self._folder, found.sha256)


def create_app(installation: Installation, config: dict[str, Any] | None = None) -> Flask:
    """The web application of an installation. ``config`` overrides settings of Flask (tests)."""
    app = Flask("runtime.web", static_folder="static", template_folder="templates")
    chosen = installation.settings
    app.config.update(
        SECRET_KEY=secret_key(chosen.data_dir),
        DOUGONG_LANG=chosen.lang,
        MAX_CONTENT_LENGTH=2 * MB,
        MAX_FORM_MEMORY_SIZE=MB // 2,
        MAX_FORM_PARTS=2_000,
        TRUSTED_HOSTS=trusted_hosts(chosen),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.config.update(config or {})
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    admission = StoreAdmission(installation)
    app.extensions["dougong"] = installation
    app.extensions["dougong.admission"] = admission
    app.extensions["dougong.files"] = StoreFiles(installation)
    app.session_interface = StoredSessions(admission)
    _uploads_are_larger(app)
    csrf = CSRFProtect(app)  # type: ignore[no-untyped-call]
    for part in (assets, headers, faults, language, visitors, shell):
        part.bind(app)
    limits.bind(app, chosen.redis_url)
    for each in ROOMS:
        app.register_blueprint(each.room)
    app.register_blueprint(records.views)
    api.register(app, csrf)
    for room in () if app.config.get("WITHOUT_ROOMS") else rooms():
        open_web = getattr(room, "bind", None)
        if open_web is not None:
            open_web(app)
    return app


def trusted_hosts(chosen: Settings) -> list[str]:
    """The host names a request may name: those set, else this machine's own."""
    if chosen.trusted_hosts:
        return list(chosen.trusted_hosts)
    own = {"localhost", "127.0.0.1", "[::1]", chosen.host}
    if chosen.host in ("0.0.0.0", "::"):  # noqa: S104 - only compared with
        own |= {socket.gethostname(), *_own_addresses()}
    return sorted(own)


def _own_addresses() -> set[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return set()
    return {str(each[4][0]) for each in found}


def _uploads_are_larger(app: Flask) -> None:
    """Forms with files may be 25 MB and a little; everything else stays small."""

    @app.before_request
    def _allow() -> Response | None:
        if request.endpoint in {"exchange.check", "entry.create", "entry.change", "record.move"}:
            request.max_content_length = 26 * MB
        return None


def application() -> Flask:
    """The web application the environment describes."""
    return create_app(open_installation(settings()))

"""The web application: the installation, its rooms, and what stands at their doors.

``create_app(installation)`` makes it; ``application()`` is what a WSGI server is pointed at.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any, BinaryIO

from flask import Flask, Response, request
from flask_wtf import CSRFProtect

from runtime.commands.admission import Admission
from runtime.commands.files import keep_file
from runtime.config import Settings, settings
from runtime.discovery import rooms
from runtime.installation import Installation, open_installation
from runtime.keys import secret_key
from runtime.queries.files import read_file
from runtime.queries.waiting import waiting
from runtime.spreadsheet.limits import MAX_BYTES
from runtime.web import (
    account,
    assets,
    boards,
    cells,
    compression,
    entry,
    exchange,
    faults,
    files,
    finding,
    headers,
    home,
    inbox,
    incidents,
    language,
    limits,
    login,
    queues,
    record,
    records,
    reference,
    security,
    shell,
    tasks,
    visitors,
)
from runtime.web import departments as department_pages
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
    queues,
    people_pages,
    department_pages,
    incidents,
    security,
    account,
    finding,
    exchange,
    files,
    reference,
)


class SiteAdmission(Admission):
    """People and sessions, and what waits for a person."""

    def waiting(self, person_id: str) -> tuple[int, int]:
        """How many unread notices and open to-dos a person has."""
        return waiting(self.installation, person_id)


class SiteFiles:
    """The files of an installation."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation

    def keep(self, owner: str, stream: BinaryIO, name: str) -> str:
        """Keep an upload; its id is returned."""
        return keep_file(self._installation, owner, stream, name)

    def read(self, file_id: str) -> tuple[str, str, BinaryIO] | None:
        """Name, media type and bytes of a file, or None."""
        return read_file(self._installation, file_id)


class Site(Flask):
    """The web application. Its functions are plain ones; asking each hook each time costs."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is."""
        return func


def create_app(installation: Installation, config: dict[str, Any] | None = None) -> Flask:
    """The web application of an installation. ``config`` overrides settings of Flask (tests)."""
    app = Site("runtime.web", static_folder="static", template_folder="templates")
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
    admission = SiteAdmission(installation)
    app.extensions["dougong"] = installation
    app.extensions["dougong.admission"] = admission
    app.extensions["dougong.files"] = SiteFiles(installation)
    app.session_interface = StoredSessions(admission)
    _uploads_are_larger(app)
    csrf = CSRFProtect(app)  # type: ignore[no-untyped-call]
    for part in (compression, assets, cells, headers, faults, language, visitors, shell):
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
    """Forms with files may be 25 MB and a little, tables more; everything else stays small."""

    @app.before_request
    def _allow() -> Response | None:
        if request.endpoint in {"entry.create", "entry.change", "record.move"}:
            request.max_content_length = 26 * MB
        elif request.endpoint in {"exchange.check", "api_imports.upload", "builder.read_sheet"}:
            request.max_content_length = MAX_BYTES + MB
        return None


def application() -> Flask:
    """The web application the environment describes."""
    return create_app(open_installation(settings()))

"""The web application with the builder's room, and serving it to a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from werkzeug.serving import make_server

from builder.room import ROOM
from tests.web.site import Site


def with_builder(site: Site) -> Flask:
    """The runtime's application and the builder's room, and no other."""
    app = site.app()
    ROOM.bind(app)
    return app


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application on a port of its own; its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()

"""The builder's room: how the web application finds it. The runtime never names it."""

from __future__ import annotations

from typing import Any


class Room:
    """Announced in the entry-point group ``dougong.rooms``."""

    @staticmethod
    def bind(app: Any) -> None:
        """Mount the builder's pages on the web application."""
        from builder.web.pages import bind  # noqa: PLC0415 - the command line needs no web

        bind(app)


ROOM = Room()

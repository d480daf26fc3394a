"""How much waits for the one signed in: unread notices and open to-dos, counted once a request."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g

from runtime.web.admission import admission
from runtime.web.visitor import me


@dataclass(frozen=True, slots=True)
class Waiting:
    """Two numbers for two badges."""

    unread: int
    todos: int


def waiting() -> Waiting:
    """The numbers, read once a request."""
    if "waiting" not in g:
        g.waiting = Waiting(*admission().waiting(me().id))
    found: Waiting = g.waiting
    return found

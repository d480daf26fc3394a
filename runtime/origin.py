"""Where what is being done comes from: who asked, from which address, at which door.

A door says so once for each thing it takes in; the security log asks. Nobody decides by it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Who asked (a person's id; None: nobody is known), the address, and the door."""

    actor: str | None = None
    address: str = ""
    door: str = "cli"


_found: ContextVar[Callable[[], Origin]] = ContextVar("origin", default=Origin)


def come_from(find: Callable[[], Origin]) -> None:
    """Say how the origin is found from here on, in this thread; it is looked for when asked."""
    _found.set(find)


def origin() -> Origin:
    """Where what is being done comes from; the terminal, where no door said anything."""
    return _found.get()()

"""What the web asks about people and their sessions; `runtime.app` hands it to `runtime.commands`."""

from __future__ import annotations

from typing import Protocol

from flask import current_app


class KnownPerson(Protocol):
    """A person as the web needs to know them."""

    @property
    def id(self) -> str: ...
    @property
    def login(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def stamp(self) -> str: ...
    @property
    def administrator(self) -> bool: ...
    @property
    def active(self) -> bool: ...
    @property
    def lang(self) -> str | None: ...
    @property
    def theme(self) -> str | None: ...
    @property
    def density(self) -> str | None: ...


class LiveSession(Protocol):
    """A session that has not run out."""

    @property
    def content(self) -> str: ...
    @property
    def who(self) -> KnownPerson | None: ...


class Admission(Protocol):
    """Passwords, people and sessions."""

    def sign_in(self, login: str, password: str) -> KnownPerson | None:
        """The active person with that password; a wrong name takes as long as a wrong one."""

    def person(self, person_id: str) -> KnownPerson | None:
        """The active person with that id."""

    def begin(self, person_id: str, content: str) -> str:
        """Begin a session; its token is returned."""

    def find(self, token: str) -> LiveSession | None:
        """The live session of a token and whose it is; that it is in use is noted."""

    def keep(self, token: str, content: str) -> None:
        """Store what the web keeps in a session."""

    def end(self, token: str) -> None:
        """End a session."""

    def waiting(self, person_id: str) -> tuple[int, int]:
        """How many unread notices and open to-dos a person has."""


def admission() -> Admission:
    """The one of this installation."""
    found: Admission = current_app.extensions["dougong.admission"]
    return found

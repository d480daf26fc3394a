"""Coming in and staying in: passwords are checked and sessions begun, kept and ended."""

from __future__ import annotations

from dataclasses import dataclass

from runtime.context import Context
from runtime.installation import Installation
from runtime.store import engine, passwords, people, sessions
from runtime.store.people import Person


@dataclass(frozen=True, slots=True)
class Visit:
    """A live session: what the web keeps in it, and the active person it is of."""

    content: str
    who: Person | None


def keep_visit(ctx: Context, token: str, content: str) -> None:
    """Store what the web keeps in a session, in the transaction of what was done."""
    sessions.keep(ctx.connection, token, content)


class Admission:
    """The people and sessions of an installation."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self._engine = installation.engine
        self._clock = installation.ports.clock

    def sign_in(self, login: str, password: str) -> Person | None:
        """The active person with that password; a wrong name takes as long as a wrong one."""
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
        with engine.glancing(self._engine) as connection:
            found = people.person(connection, person_id)
        return found if found is not None and found.active else None

    def begin(self, person_id: str, content: str) -> str:
        """Begin a session; its token is returned."""
        with engine.writing(self._engine) as connection:
            return sessions.begin(connection, person_id, self._clock.now(), content)

    def find(self, token: str) -> Visit | None:
        """The live session of a token and whose it is; that it is in use is noted."""
        now = self._clock.now()
        with engine.glancing(self._engine) as connection:
            found = sessions.find(connection, token, now)
            at = None if found is None else found.person
            who = None if at is None else people.person(connection, at)
        if found is not None and found.is_stale(now):
            with engine.writing(self._engine) as connection:
                sessions.touch(connection, found, now)
        return None if found is None else Visit(found.content, who)

    def keep(self, token: str, content: str) -> None:
        """Store what the web keeps in a session."""
        with engine.writing(self._engine) as connection:
            sessions.keep(connection, token, content)

    def end(self, token: str) -> None:
        """End a session."""
        with engine.writing(self._engine) as connection:
            sessions.end(connection, token)

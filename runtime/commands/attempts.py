"""Attempts: the clock's work piece by piece, so that one that fails keeps no other.

What fails is an incident of its cause, and is tried again later, longer apart each time. After the
last attempt it is parked: until the app is published anew, its record is changed, or a person
closes the incident. Only a database that is away ends the round.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection

from runtime.cascade.incidents import reasons
from runtime.context import SYSTEM
from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.store import engine, incidents, revisions

LAST_ATTEMPT = 10
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
AWAY = frozenset({"database_away", "storage_full"})
LATER = frozenset({"busy"})

T = TypeVar("T")
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Cause:
    """What an attempt is about: an app, a rule of it, a rule and a record, a job, or a case.

    ``revision`` and ``version`` are the app's and the record's: where they changed, what failed
    is tried again at once.
    """

    app: str
    revision: int
    rule: str | None = None
    form: str | None = None
    record: str | None = None
    version: int | None = None
    job: str | None = None
    case: str | None = None

    @property
    def kind(self) -> str:
        """The kind of its incident."""
        if self.job is not None:
            return "import_failed"
        if self.case is not None:
            return "case_failed"
        return "app_failed" if self.rule is None else "rule_failed"

    @property
    def key(self) -> str:
        """What its incident is called while it is open."""
        if self.job is not None:
            return f"job/{self.job}"
        if self.case is not None:
            return f"case/{self.case}/people"
        return "app/" if self.rule is None else f"rule/{self.rule}/{self.record or ''}"


@dataclass(slots=True)
class Round:
    """One look at everything that is due: the incidents that are open, and the pieces that failed.

    Those of them that were parked are not tried again by themselves.
    """

    installation: Installation
    now: datetime
    apps: tuple[tuple[str, int], ...]
    open: Mapping[tuple[str, str], Mapping[str, Any]]
    failed: list[Cause] = field(default_factory=list)
    parked: list[Cause] = field(default_factory=list)


def begin_round(installation: Installation) -> Round:
    """A round over every app, as of now.

    Raises:
        Refusal: the database is away.
    """
    with engine.reading(installation.engine) as connection:
        return Round(
            installation,
            installation.ports.clock.now(),
            tuple((each.key, each.revision) for each in revisions.apps(connection)),
            incidents.failures(connection),
        )


def rests(round_: Round, cause: Cause) -> bool:
    """Whether what failed before is not to be tried now."""
    held = round_.open.get((cause.app, cause.key))
    if held is None or "next_at" not in held:
        return False
    if held["revision"] != cause.revision or held["version"] != cause.version:
        return False
    return held["next_at"] is None or datetime.fromisoformat(held["next_at"]) > round_.now


def attempt(round_: Round, cause: Cause, do: Callable[[], T]) -> T | None:
    """Do one piece of work; None where it rests or fails, which is written down.

    Raises:
        Refusal: the database is away.
    """
    if rests(round_, cause):
        return None
    try:
        done = do()
    except Exception as problem:  # noqa: BLE001 - whatever it is, it keeps nothing else
        _failed(round_, cause, problem)
        return None
    if (cause.app, cause.key) in round_.open:
        with engine.writing(round_.installation.engine) as connection:
            by = (SYSTEM, round_.now)
            incidents.resolve_cause(connection, cause.app, cause.key, by, "worked")
    return done


def note_failure(connection: Connection, cause: Cause, problem: Exception, now: datetime) -> bool:
    """Open the incident of a cause, or count one more attempt in it; False after the last one."""
    held = incidents.open_detail(connection, cause.app, cause.key)
    attempts = 1 + (held or {}).get("attempts", 0)
    wait = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    next_at = None if attempts >= LAST_ATTEMPT else (now + wait).isoformat()
    detail = {
        "kind": cause.kind,
        "rule": cause.rule,
        "form": cause.form,
        "record": cause.record,
        "job": cause.job,
        "reason": reasons(problem),
        "revision": cause.revision,
        "version": cause.version,
        "attempts": attempts,
        "next_at": next_at,
    }
    if held is None:
        place = (cause.app, cause.case, None)
        incidents.open_incident(connection, place, cause.key, detail, now)
    else:
        incidents.tell_more(connection, cause.app, cause.key, detail)
    return next_at is not None


def _failed(round_: Round, cause: Cause, problem: Exception) -> None:
    code = problem.code if isinstance(problem, Refusal) else type(problem).__name__
    if isinstance(problem, Refusal) and code in AWAY:
        raise problem
    told = {"app": cause.app, "cause": cause.key, "problem": code}
    if isinstance(problem, Refusal):
        log.warning("attempt_failed", **told)
    else:
        log.error("attempt_failed", **told, exc_info=problem)
    round_.failed.append(cause)
    if code in LATER:  # somebody else was writing: it is simply next in the next round
        return
    try:
        with engine.writing(round_.installation.engine) as connection:
            if not note_failure(connection, cause, problem, round_.now):
                round_.parked.append(cause)
    except Refusal as unwritten:
        if unwritten.code in AWAY:
            raise
        log.warning("incident_unwritten", **told, problem_with_it=unwritten.code)

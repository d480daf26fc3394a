"""The security log as an administrator reads it, and whether its chain is whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from runtime.errors import sentence
from runtime.installation import Installation
from runtime.keys import secret_key
from runtime.store import engine, people, security_log
from runtime.store.cases.history import broken_at
from runtime.store.schema.cases import approval_case

KINDS = (
    *("signed_in", "sign_in_failed", "signed_out", "token_wrong", "refused"),
    *("person_added", "person_changed", "roles_changed", "person_disabled", "person_enabled"),
    *("password_changed", "token_made", "exported", "published", "template_installed"),
)


@dataclass(frozen=True, slots=True)
class SecurityEntry:
    """An entry with the name of who did it, where he is known."""

    seq: int
    at: datetime
    kind: str
    actor: str | None
    name: str
    address: str
    door: str
    about: Mapping[str, Any]

    def said(self, lang: str) -> str:
        """What happened, as a sentence."""
        facts = {"login": "–", "app": "–", "form": "–", "path": "–", "roles": "–", **self.about}
        return sentence(f"security_{self.kind}", lang, facts)


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """What was looked at: how many chains, and where the first broken ones break."""

    chains: int
    broken: tuple[str, ...]


def security_entries(
    installation: Installation, *, kind: str = "", before: int | None = None, limit: int = 50
) -> list[SecurityEntry]:
    """Entries of the log, newest first."""
    with engine.reading(installation.engine) as connection:
        found = security_log.latest(connection, kind=kind, before=before, limit=limit)
        names = people.names_of(connection, {each.actor for each in found if each.actor})
    return [
        SecurityEntry(
            seq=each.seq,
            at=each.at,
            kind=each.kind,
            actor=each.actor,
            name=names.get(each.actor or "", ""),
            address=each.address,
            door=each.door,
            about=each.about,
        )
        for each in found
    ]


def verify_audit(installation: Installation) -> AuditFinding:
    """Whether the security log and the history of every approval case are whole."""
    broken: list[str] = []
    with engine.reading(installation.engine) as connection:
        engine.take_time(connection)
        at = security_log.broken_at(connection, secret_key(installation.settings.data_dir))
        if at is not None:
            broken.append(f"security_event {at}")
        cases = connection.execute(sa.select(approval_case.c.id)).scalars().all()
        for case in cases:
            number = broken_at(connection, case)
            if number is not None:
                broken.append(f"approval_case {case} {number}")
    return AuditFinding(1 + len(cases), tuple(broken))

"""Keeping a draft, and throwing it away. A draft changes no app: publishing does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.store import drafts, engine, people
from runtime.store.drafts import StoredDraft

Json = Any


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What an editor keeps: the spec's document, and a history with a position in it."""

    app: str
    spec: Json
    history: Json
    position: int


def keep_draft(installation: Installation, content: DraftContent, seen: int, editor: str) -> int:
    """Write a draft over the version that was seen (0: there was none); its new version.

    Raises:
        Refusal: draft_changed (409), with who changed it and how long ago.
    """
    now = installation.ports.clock.now()
    stored = StoredDraft(
        app=content.app,
        version=seen + 1,
        spec=content.spec,
        history=content.history,
        position=content.position,
        editor=editor,
        edited_at=now,
    )
    with engine.writing(installation.engine) as connection:
        kept = (
            drafts.replace(connection, stored, seen) if seen else drafts.begin(connection, stored)
        )
        if not kept:
            raise _changed(installation, connection, content.app)
    return stored.version


def drop_draft(installation: Installation, app: str, seen: int) -> None:
    """Throw away the version of a draft that was seen.

    Raises:
        Refusal: draft_changed (409).
    """
    with engine.writing(installation.engine) as connection:
        if seen and not drafts.remove(connection, app, seen):
            raise _changed(installation, connection, app)


def _changed(installation: Installation, connection: Connection, app: str) -> Refusal:
    found = drafts.get(connection, app)
    if found is None:
        return Refusal("draft_gone", 409)
    who = people.person(connection, found.editor)
    minutes = int((installation.ports.clock.now() - found.edited_at).total_seconds() // 60)
    code = "draft_changed" if minutes else "draft_changed_now"
    return Refusal(code, 409, name=who.name if who else found.editor, minutes=minutes)

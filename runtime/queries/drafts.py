"""The drafts of apps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from runtime.installation import Installation
from runtime.spec.app import AppSpec
from runtime.store import drafts, engine, people, revisions
from runtime.store.drafts import DraftHead, StoredDraft


@dataclass(frozen=True, slots=True)
class DraftView:
    """An app as an editor finds it: its draft (None: there is none), who edited it last, and the
    published spec with its number (0: it was never published).
    """

    draft: StoredDraft | None
    editor: str
    revision: int
    published: AppSpec | None


def draft_view(installation: Installation, app: str) -> DraftView:
    """The draft of an app and what is published of it, read together."""
    with engine.reading(installation.engine) as connection:
        found = drafts.get(connection, app)
        live = revisions.current(connection, app)
        who = people.person(connection, found.editor) if found else None
    name = who.name if who else (found.editor if found else "")
    return DraftView(found, name, live.number if live else 0, live.spec if live else None)


def draft_heads(installation: Installation) -> Sequence[DraftHead]:
    """Every draft."""
    with engine.reading(installation.engine) as connection:
        return drafts.heads(connection)

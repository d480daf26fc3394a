"""The drafts of apps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from runtime.installation import Installation
from runtime.spec.app import AppSpec, Labels
from runtime.spec.dump import from_json
from runtime.store import drafts, engine, people, revisions
from runtime.store.drafts import StoredDraft


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


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in a list: what its app is called in it, and whether it differs from the published."""

    app: str
    labels: Labels
    is_changed: bool


def draft_lines(installation: Installation) -> Sequence[DraftLine]:
    """Every draft."""
    with engine.reading(installation.engine) as connection:
        found = []
        for head in drafts.heads(connection):
            live, spec = revisions.current(connection, head.app), from_json(head.spec)
            is_changed = live is None or live.spec != spec
            found.append(DraftLine(head.app, spec.labels, is_changed))
        return found

"""Drafts: the app as it is being edited, with the steps that led there.

A draft begins as what is published and is stored with its first edit. Every change names the
version it saw; another editor's change in between is refused by name, never overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from builder.edits.base import Edit
from builder.edits.history import MOST_STEPS, Step, joined, load_step, put, step_between
from builder.edits.perform import perform
from runtime.commands.drafts import DraftContent, drop_draft, keep_draft
from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.queries.drafts import DraftView, draft_view
from runtime.spec.app import AppSpec
from runtime.spec.dump import from_json, to_json


@dataclass(frozen=True, slots=True)
class Draft:
    """An app being edited. ``steps`` up to ``position`` are done, those after it undone.

    ``base`` is the revision it began from and ``live`` the one published now; version 0 means
    that nothing is stored yet. ``is_changed`` says that it differs from what is published.
    ``last`` names the request that made this version, ``published`` is what is live now.
    """

    spec: AppSpec
    version: int = 0
    steps: tuple[Step, ...] = ()
    position: int = 0
    base: int = 0
    live: int = 0
    is_changed: bool = False
    last: str = ""
    editor: str = ""
    published: AppSpec | None = None
    edited_at: datetime | None = None

    @property
    def undo_label(self) -> Mapping[str, str] | None:
        """What undoing would take back, or None."""
        return self.steps[self.position - 1].label if self.position else None

    @property
    def redo_label(self) -> Mapping[str, str] | None:
        """What redoing would do again, or None."""
        return self.steps[self.position].label if self.position < len(self.steps) else None

    @property
    def is_behind(self) -> bool:
        """Whether something was published past this draft since it began."""
        return self.version > 0 and self.live > self.base


@dataclass(frozen=True, slots=True)
class Seen:
    """Who changes a draft, and the version they saw.

    ``request`` is a word the sender made up for this one change, so that sending it again after a
    lost answer does nothing twice; ``typing`` one for a stay in one text box.
    """

    version: int
    editor: str
    request: str = ""
    typing: str = ""


def load_or_start(installation: Installation, app: str) -> Draft:
    """The draft of an app; where there is none, one that begins as what is published.

    Raises:
        Refusal: not_found (404) where there is no such app.
    """
    view = draft_view(installation, app)
    if view.draft is not None:
        return _loaded(view)
    if view.published is None:
        raise Refusal("not_found", 404)
    return Draft(view.published, base=view.revision, live=view.revision, published=view.published)


def _loaded(view: DraftView) -> Draft:
    stored = view.draft
    assert stored is not None  # noqa: S101 - the caller looked
    history = stored.history
    spec = from_json(stored.spec)
    return Draft(
        spec=spec,
        version=stored.version,
        steps=tuple(load_step(each) for each in history["steps"]),
        position=stored.position,
        base=history["base"],
        live=view.revision,
        is_changed=spec != view.published,
        last=history.get("last", ""),
        editor=view.editor,
        edited_at=stored.edited_at,
        published=view.published,
    )


def begin(installation: Installation, spec: AppSpec, editor: str) -> Draft:
    """Keep the first draft of a new app.

    Raises:
        Refusal: draft_changed (409) where there is a draft of that key.
    """
    return _keep(installation, Draft(spec), Seen(0, editor))


def edit(installation: Installation, app: str, change: Edit, seen: Seen) -> Draft:
    """Perform an edit on a draft.

    Raises:
        Refusal: draft_changed (409) with the other editor's name; else as :func:`perform`.
    """
    draft = load_or_start(installation, app)
    if _is_repeated(draft, seen):
        return draft
    check_seen(installation, draft, seen)
    after = perform(change, draft.spec, installation.catalog.blocks)
    if after == draft.spec:
        return draft
    step = step_between(draft.spec, after, change.label(draft.spec), seen.typing)
    done = draft.steps[: draft.position]
    if seen.typing and done and done[-1].typing == seen.typing:
        label = change.label(put(draft.spec, done[-1].before))
        step, done = joined(done[-1], replace(step, label=label)), done[:-1]
    steps = (*done, step)[-MOST_STEPS:]
    fresh = replace(draft, spec=after, steps=steps, position=len(steps))
    return _keep(installation, fresh, seen)


def undo(installation: Installation, app: str, seen: Seen) -> Draft:
    """Take the last step back.

    Raises:
        Refusal: draft_changed (409), no_draft_step (409).
    """
    draft = load_or_start(installation, app)
    if _is_repeated(draft, seen):
        return draft
    check_seen(installation, draft, seen)
    if not draft.position:
        raise Refusal("no_draft_step", 409)
    spec = put(draft.spec, draft.steps[draft.position - 1].before)
    return _keep(installation, replace(draft, spec=spec, position=draft.position - 1), seen)


def redo(installation: Installation, app: str, seen: Seen) -> Draft:
    """Do the step again that was taken back last.

    Raises:
        Refusal: draft_changed (409), no_draft_step (409).
    """
    draft = load_or_start(installation, app)
    if _is_repeated(draft, seen):
        return draft
    check_seen(installation, draft, seen)
    if draft.position >= len(draft.steps):
        raise Refusal("no_draft_step", 409)
    spec = put(draft.spec, draft.steps[draft.position].after)
    return _keep(installation, replace(draft, spec=spec, position=draft.position + 1), seen)


def discard(installation: Installation, app: str, seen: Seen) -> None:
    """Throw a draft away; what is published stays as it is.

    Raises:
        Refusal: draft_changed (409).
    """
    drop_draft(installation, app, seen.version)


def rebased(installation: Installation, app: str, revision: int, seen: Seen) -> Draft:
    """The draft, noted as published in that revision; its steps can still be taken back."""
    draft = load_or_start(installation, app)
    check_seen(installation, draft, seen)
    return _keep(installation, replace(draft, base=revision, live=revision), seen)


def _is_repeated(draft: Draft, seen: Seen) -> bool:
    """Whether this very request made the draft what it is: its answer was lost."""
    return bool(seen.request) and draft.last == seen.request


def check_seen(installation: Installation, draft: Draft, seen: Seen) -> None:
    """Refuse where the draft is no longer the version that was seen.

    Raises:
        Refusal: draft_changed, draft_gone (409).
    """
    if draft.version == seen.version:
        return
    if not draft.version or draft.edited_at is None:
        raise Refusal("draft_gone", 409)
    minutes = int((installation.ports.clock.now() - draft.edited_at).total_seconds() // 60)
    code = "draft_changed" if minutes else "draft_changed_now"
    raise Refusal(code, 409, name=draft.editor, minutes=minutes)


def _keep(installation: Installation, draft: Draft, seen: Seen) -> Draft:
    """Store a draft over the version that was seen."""
    content = DraftContent(
        app=draft.spec.key,
        spec=to_json(draft.spec),
        history={
            "base": draft.base,
            "last": seen.request,
            "steps": [each.dump() for each in draft.steps],
        },
        position=draft.position,
    )
    version = keep_draft(installation, content, seen.version, seen.editor)
    return replace(
        draft, version=version, last=seen.request, edited_at=installation.ports.clock.now()
    )

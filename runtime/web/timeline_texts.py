"""A record's timeline in words: who did what, when, and what it changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from runtime.context import Context
from runtime.fields.parts.spans import span_text
from runtime.queries.timeline import FieldChange, TimelineEntry
from runtime.spec.app import label

_CHANGES = frozenset({"created", "changed", "deleted", "restored"})
# What only the machinery needs to know: another entry beside it tells people the same.
_SILENT = frozenset(
    {
        "step_passed",
        "step_rejected",
        "step_cancelled",
        "task_opened",
        "task_passed_again",
        "people_told",
    }
)


_TELLING = frozenset({"notify", "escalate", "create"})
"""The effects of a rule that leave no other entry on this record."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field's old and new value in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline. ``kind`` is change or flow."""

    at: datetime
    who: str
    what: str
    kind: str
    changes: tuple[Change, ...] = ()
    rule: str = ""
    note: str = ""


def told(ctx: Context, entries: Iterable[TimelineEntry]) -> tuple[Entry, ...]:
    """The entries in words, without those that say nothing new."""
    return tuple(_entry(ctx, each) for each in entries if not _is_silent(each))


def _is_silent(each: TimelineEntry) -> bool:
    """Whether it says nothing that another entry, or nobody, needs to hear.

    What a rule set, started or asked for stands in an entry of its own under the rule's name.
    """
    if each.type == "rule_fired":
        effects = each.facts.get("effects", ())
        return "late" not in each.facts and _TELLING.isdisjoint(effects)
    if each.type == "changed":
        return not any(_differs(change) for change in each.changes)
    return each.type in _SILENT


def _differs(change: FieldChange) -> bool:
    """Whether there is a difference to see; what was empty as nothing may be empty as no lines."""
    return bool(change.old_shown or change.new_shown) and change.old != change.new


def _entry(ctx: Context, each: TimelineEntry) -> Entry:
    note = each.facts.get("note") or each.facts.get("comment") or each.facts.get("text") or ""
    changes = (
        ()
        if each.type == "created"
        else tuple(_change(change) for change in each.changes if _differs(change))
    )
    return Entry(
        at=each.at,
        who=each.actor_name or _("The system"),
        what=_words(ctx, each),
        kind="change" if each.type in _CHANGES else "flow",
        changes=changes,
        rule=each.rule_label or "",
        note=str(note),
    )


def _change(change: FieldChange) -> Change:
    return Change(change.label, change.old_shown, change.new_shown)


def _words(ctx: Context, each: TimelineEntry) -> str:
    facts = each.facts
    match each.type:
        case "moved":
            return _("made the move “%(move)s”", move=facts.get("move_label", ""))
        case "act":
            return _("pressed “%(button)s”", button=label(facts.get("label") or {}, ctx.lang))
        case "changed" if facts.get("computed"):
            return _(
                "worked out %(fields)s", fields=_(", ").join(c.label for c in each.changes[:3])
            )
        case "changed":
            differing = [change.label for change in each.changes if _differs(change)]
            names = _(", ").join(differing[:3])
            return _("changed %(fields)s", fields=names)
        case "rule_fired" if "late" in facts:
            late = span_text(timedelta(seconds=facts["late"]), ctx.lang)
            return _("fired, late by %(late)s", late=late)
        case "case_started":
            return _("started “%(chain)s”", chain=_chain(ctx, str(facts.get("chain", ""))))
        case "step_opened":
            return _("now asked: %(names)s", names=_names(ctx, facts.get("people")))
        case _:
            return _plain().get(each.type, each.type)


def _plain() -> dict[str, str]:
    return {
        "created": _("created it"),
        "scanned": _("scanned its code"),
        "deleted": _("moved it to the trash"),
        "restored": _("took it out of the trash"),
        "rule_fired": _("fired"),
        "task_approved": _("approved"),
        "task_rejected": _("rejected"),
        "task_completed": _("did it"),
        "task_transferred": _("handed it on"),
        "comment_added": _("said"),
        "question_asked": _("asked"),
        "case_approved": _("completed the approval: it passed"),
        "case_rejected": _("ended the approval: it did not pass"),
        "case_withdrawn": _("withdrew the approval"),
        "case_terminated": _("stopped the approval"),
        "case_invalidated": _("ended the approval: the record was changed"),
        "step_blocked": _("found nobody to ask"),
        "step_retried": _("asked again"),
        "step_asked_anew": _("asked again"),
        "step_skipped": _("passed over a step"),
        "record_edited": _("changed the record during the approval"),
        "move_blocked": _("could not make the move after the approval"),
    }


def _chain(ctx: Context, key: str) -> str:
    found = ctx.app.approvals.get(key)
    return label(found.labels, ctx.lang, key) if found else _("a to-do")


def _names(ctx: Context, people: Any) -> str:
    """Who is asked: seats of one person, or of a person and whom it went to."""
    if not isinstance(people, list):
        return ""
    ids = [each[-1] if isinstance(each, list) and each else each for each in people]
    return _(", ").join(ctx.reader.lookup.name("person", str(each)) for each in ids)

"""NoticeTexts people of a record: each reads of it what they may read, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from runtime import gate
from runtime.compiled import CompiledForm
from runtime.context import Context, load_actor
from runtime.installation import Installation
from runtime.lookup import UNSEEN
from runtime.spec.app import Labels
from runtime.store import records
from runtime.store.events import StoredEvent


@dataclass(slots=True)
class NoticeTexts:
    """The texts about one event's record, as its recipients may read them."""

    installation: Installation
    connection: Connection
    event: StoredEvent
    _eyes: dict[str, tuple[Context, frozenset[str]]] = field(default_factory=dict)

    def text(self, person: str, text: Mapping[str, Any]) -> Labels:
        """A text for one person: words stay, parts the person may not read are left out.

        ``text`` holds, by language, words or a list of words and of `Shown` parts as JSON.
        """
        return {
            lang: parts
            if isinstance(parts, str)
            else "".join(p if isinstance(p, str) else self._shown(person, p) for p in parts)
            for lang, parts in text.items()
        }

    def tells_too_much(self, person: str, payload: Mapping[str, Any]) -> bool:
        """Whether a message speaks of the record to somebody who may not see it at all."""
        if not self.event.record or not self.event.rule:
            return False
        parts = [each for key in ("title", "body") for each in _parts(payload[key])]
        speaks = any(part["reads"] or part["thing"] for part in parts)
        return speaks and not self._of(person)[1]

    def _shown(self, person: str, part: Mapping[str, Any]) -> str:
        reads, thing, elsewhere = part["reads"], part["thing"], part["elsewhere"]
        lead = part.get("lead", "")
        if reads or thing or elsewhere:
            ctx, readable = self._of(person)
            if not readable.issuperset(reads) or not all(_knows(ctx, each) for each in elsewhere):
                return "" if lead else UNSEEN
            if thing is not None and ctx.lookup.name(*thing) == UNSEEN:
                return "" if lead else UNSEEN
        return f"{lead}{part['text']}"

    def _of(self, person: str) -> tuple[Context, frozenset[str]]:
        """The person's context, and what they may read of the record."""
        if person not in self._eyes:
            ctx = self._context(person)
            form = ctx.app.forms.get(str(self.event.form))
            readable = frozenset[str]() if form is None else self._readable(ctx, form)
            self._eyes[person] = (ctx, readable)
        return self._eyes[person]

    def _context(self, person: str) -> Context:
        app = self.installation.app(self.connection, str(self.event.app))
        actor = load_actor(self.connection, person, app.key)
        now = self.installation.ports.clock.now()
        lang = actor.lang or self.installation.settings.lang
        return Context(self.installation, self.connection, actor, app, now, lang, "worker")

    def _readable(self, ctx: Context, form: CompiledForm) -> frozenset[str]:
        where = (form.key, str(self.event.record))
        record = records.fetch(self.connection, ctx.app.tables, where)
        sight = None if record is None else gate.sight(ctx, form, record.scope)
        if sight is None or "read" not in sight.may:
            return frozenset()
        return sight.readable | gate.OWN


def _parts(text: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What a text shows of the record, in any language."""
    for parts in text.values():
        if not isinstance(parts, str):
            yield from (part for part in parts if not isinstance(part, str))


def _knows(ctx: Context, form: str) -> bool:
    """Whether the person may read everything of a form."""
    rights, stored = ctx.rights(form), ctx.app.forms[form].stored
    return rights.is_unlimited("read") and rights.readable_everywhere(stored) >= frozenset(stored)

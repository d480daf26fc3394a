"""What a scenario expects: where a record is, what it says, who was told, who has work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from runtime.compiled import CompiledField, CompiledForm
from runtime.context import SYSTEM, Context, reading
from runtime.errors import Refusal
from runtime.fields.base import Unreadable
from runtime.scenarios.sandbox import Sandbox
from runtime.spec.problems import Problem
from runtime.store import cases, engine, notices, records, states
from runtime.store.records import StoredRecord

MOST = 100


@dataclass(frozen=True, slots=True)
class Expectations:
    """Looks at a sandbox. ``saved`` are the records by the names the scenario gave them."""

    sandbox: Sandbox
    saved: Mapping[str, tuple[str, str]]
    person: Callable[[str], str]

    def unmet(self, expected: Mapping[str, Any]) -> Iterator[Problem]:
        """What is not as expected.

        Raises:
            Refusal: the expectation itself makes no sense.
        """
        unknown = expected.keys() - _KEYS
        if unknown:
            raise Refusal("scenario_unknown_key", 422, key=", ".join(sorted(unknown)))
        if "made" in expected:
            yield from self._made(expected)
        elif expected.keys() & _OF_RECORD:
            yield from self._record(expected)
        if "inbox" in expected:
            yield from self._inbox(expected)
        if "tasks" in expected:
            yield from self._tasks(expected)

    def _record(self, expected: Mapping[str, Any]) -> Iterator[Problem]:
        name = str(expected.get("record"))
        if name not in self.saved:
            raise Refusal("scenario_no_record", 404, name=name)
        box, (form_key, record_id) = self.sandbox, self.saved[name]
        with reading(box.installation, SYSTEM, box.app, "scenario") as ctx:
            form = ctx.app.forms[form_key]
            found = records.fetch(ctx.connection, ctx.app.tables, (form_key, record_id))
            if found is None:
                yield Problem("scenario_gone", facts={"record": name})
                return
            if "state" in expected:
                yield from _state(form, found, str(expected["state"]))
            if "status" in expected:
                yield from _status(ctx, form, found, str(expected["status"]))
            if "tags" in expected or "not_tags" in expected:
                yield from _tags(form, found, expected)
            for key, wanted in (expected.get("values") or {}).items():
                yield from self._value(ctx, form, (found, key), wanted)

    def _value(
        self, ctx: Context, form: CompiledForm, where: tuple[StoredRecord, str], wanted: Any
    ) -> Iterator[Problem]:
        record, key = where
        field = _field(form, key)
        got = record.values.get(key)
        if got != self._wanted(ctx, form, where, wanted):
            facts = {"field": field.spec.labels, "wanted": str(wanted)}
            facts["got"] = "—" if got is None else field.type.show(got, field.spec, ctx.reader)
            yield Problem("scenario_other_value", facts=facts)

    def _wanted(
        self, ctx: Context, form: CompiledForm, where: tuple[StoredRecord, str], wanted: Any
    ) -> Any:
        """A value as its field holds it: read, worked out (``=…``), or a record's id by its name."""
        record, key = where
        field = _field(form, key)
        raw = wanted
        if field.storage.points and isinstance(wanted, str) and wanted in self.saved:
            raw = self.saved[wanted][1]
        if isinstance(raw, str) and raw.startswith("="):
            return ctx.app.condition(form.key, raw[1:]).program(ctx.scope(form.key, record.scope))
        try:
            return field.type.parse(raw, field.spec, ctx.reader)
        except Unreadable:
            raise Refusal("scenario_unreadable", 422, key=key, text=str(wanted)) from None

    def _made(self, expected: Mapping[str, Any]) -> Iterator[Problem]:
        """How many records of a form have these values."""
        box, form_key = self.sandbox, str(expected["made"])
        with reading(box.installation, SYSTEM, box.app, "scenario") as ctx:
            form = ctx.app.forms.get(form_key)
            if form is None:
                raise Refusal("scenario_no_form", 422, key=form_key)
            alive = ctx.app.tables.form(form_key).c.deleted_at.is_(None)
            query = records.select(ctx.app.tables, form_key).where(alive)
            every = records.run(ctx.connection, ctx.app.tables, form_key, query)
            asked: Mapping[str, Any] = expected.get("values") or {}
            hits = [
                each
                for each in every
                if all(
                    each.values.get(key) == self._wanted(ctx, form, (each, key), wanted)
                    for key, wanted in asked.items()
                )
            ]
            name = str(form.spec.labels.get("zh") or form_key)
        yield from _counted("scenario_made", (name, ""), len(hits), expected)

    def _inbox(self, expected: Mapping[str, Any]) -> Iterator[Problem]:
        who, wanted = str(expected["inbox"]), str(expected.get("contains", ""))
        with engine.reading(self.sandbox.installation.engine) as connection:
            got = notices.of_person(connection, self.person(who), unread=False, limit=MOST)
        hits = [n for n in got if _says((n.title, n.body), wanted)]
        yield from _counted("scenario_inbox", (who, wanted), len(hits), expected)

    def _tasks(self, expected: Mapping[str, Any]) -> Iterator[Problem]:
        who = str(expected["tasks"])
        with engine.reading(self.sandbox.installation.engine) as connection:
            got = list(cases.inbox(connection, self.person(who), MOST, None))
        name = expected.get("record")
        if name is not None and str(name) in self.saved:
            got = [task for task in got if task.record == self.saved[str(name)][1]]
        yield from _counted("scenario_tasks", (who, ""), len(got), expected)


_OF_RECORD = frozenset({"state", "status", "tags", "not_tags", "values"})
_KEYS = _OF_RECORD | {"record", "inbox", "contains", "count", "tasks", "made"}


def _field(form: CompiledForm, key: str) -> CompiledField:
    field = form.fields.get(key)
    if field is None:
        raise Refusal("scenario_no_field", 422, key=key, form=form.spec.labels)
    return field


def _state(form: CompiledForm, record: StoredRecord, wanted: str) -> Iterator[Problem]:
    field = form.state_field
    got = record.values.get(field.spec.key) if field else None
    if got != wanted:
        labels = _state_labels(form, str(got))
        yield Problem("scenario_other_state", facts={"wanted": wanted, "got": labels})


def _state_labels(form: CompiledForm, state: str) -> Any:
    found = (life.spec.state(state) for life in form.lifecycles)
    return next((each.labels for each in found if each is not None), state)


def _status(
    ctx: Context, form: CompiledForm, record: StoredRecord, wanted: str
) -> Iterator[Problem]:
    """``pending``: a move waits for an approval; ``done``: none does."""
    there = states.load(ctx.connection, (ctx.app.key, form.key, record.id))
    got = "pending" if there is not None and there.pending_move else "done"
    if got != wanted:
        yield Problem("scenario_other_status", facts={"wanted": wanted, "got": got})


def _tags(
    form: CompiledForm, record: StoredRecord, expected: Mapping[str, Any]
) -> Iterator[Problem]:
    key = next((k for k, each in form.fields.items() if each.type.holds_marks), None)
    got = frozenset(record.values.get(key) or ()) if key else frozenset()
    shown = "、".join(sorted(got)) or "—"
    for tag in expected.get("tags") or ():
        if tag not in got:
            yield Problem("scenario_no_tag", facts={"tag": tag, "got": shown})
    for tag in expected.get("not_tags") or ():
        if tag in got:
            yield Problem("scenario_has_tag", facts={"tag": tag, "got": shown})


def _says(texts: tuple[Mapping[str, str], ...], wanted: str) -> bool:
    return any(wanted in text for labels in texts for text in labels.values())


def _counted(
    code: str, about: tuple[str, str], got: int, expected: Mapping[str, Any]
) -> Iterator[Problem]:
    """At least one, or exactly ``count``."""
    who, text = about
    wanted = expected.get("count")
    if (wanted is None and got == 0) or (wanted is not None and got != int(wanted)):
        facts = {"who": who, "text": text, "got": got, "wanted": 1 if wanted is None else wanted}
        yield Problem(code, facts=facts)

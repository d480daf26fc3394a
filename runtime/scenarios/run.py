"""Running scenarios: the acceptance tests an app brings along, played by its people in a sandbox.

A step acts (create, update, move, decide, delete, restore) or moves the clock (``at``, ``after``,
``tick``); ``expect`` says what must be so afterwards. A refusal nobody expected ends a scenario; an
expectation that fails is a sentence with its file and line, and the scenario goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from runtime.changes.cases import content_of
from runtime.commands.change import change_record
from runtime.commands.decide import decide_task
from runtime.commands.move import move_record
from runtime.commands.press import press_button
from runtime.commands.scan import scan_code
from runtime.commands.staff import Member
from runtime.commands.submit import submit_record
from runtime.commands.trash import restore_record, trash_record
from runtime.compiled import CompiledField
from runtime.context import Context, writing
from runtime.due.tick import catch_up, tick
from runtime.errors import LANGUAGES, Refusal
from runtime.fields.base import Unreadable, wire
from runtime.fields.parts.spans import read_span
from runtime.scenarios.expectations import Expectations
from runtime.scenarios.sandbox import Sandbox, play, stage
from runtime.spec.app import AppSpec, Labels, ScenarioSpec
from runtime.spec.places import Place
from runtime.spec.problems import Problem
from runtime.store import cases, engine, people, records

Step = Mapping[str, Any]
Places = Callable[[str, int], Place | None]
"""Where step n (from 0) of a scenario stands."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A scenario that was run: how many steps it has, and everything that was not as expected."""

    key: str
    labels: Labels
    steps: int
    problems: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether all was as expected."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which scenarios to run (none named: all), with whom, where their steps stand, and in which
    database (None: SQLite, a fresh copy for each).
    """

    names: frozenset[str] = frozenset()
    members: Sequence[Member] = ()
    places: Places = lambda _scenario, _step: None
    database_url: str | None = None


def run_scenarios(spec: AppSpec, wanted: Wanted | None = None) -> tuple[Ran, ...]:
    """Run an app's scenarios, each by itself.

    Raises:
        Refusal: no_such_scenario (404), or the app cannot be published.
    """
    want = wanted or Wanted()
    unknown = want.names - {each.key for each in spec.scenarios}
    if unknown:
        raise Refusal("no_such_scenario", 404, name=", ".join(sorted(unknown)))
    chosen = [each for each in spec.scenarios if not want.names or each.key in want.names]
    if not chosen:
        return ()
    with stage(spec, want.members, want.database_url) as folder:
        found = []
        for scenario in chosen:
            with play(folder, spec, want.database_url) as sandbox:
                found.append(_run(sandbox, scenario, want.places))
        return tuple(found)


@dataclass(slots=True)
class _Play:
    """A scenario on its way: what its steps called their records."""

    sandbox: Sandbox
    saved: dict[str, tuple[str, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def person(self, login: str) -> str:
        """The id of somebody by login.

        Raises:
            Refusal: scenario_nobody (404).
        """
        with engine.reading(self.sandbox.installation.engine) as connection:
            found = people.find_person(connection, login)
        if found is None:
            raise Refusal("scenario_nobody", 404, name=login)
        return found

    def record(self, name: str) -> tuple[str, str]:
        """Form and id of a record by the name it was saved as.

        Raises:
            Refusal: scenario_no_record (404).
        """
        if name not in self.saved:
            raise Refusal("scenario_no_record", 404, name=name)
        return self.saved[name]


def _run(sandbox: Sandbox, scenario: ScenarioSpec, places: Places) -> Ran:
    playing = _Play(sandbox)
    for number, step in enumerate(scenario.steps):
        at = places(scenario.key, number)
        try:
            _do(playing, step, at)
        except Refusal as refusal:
            why = {lang: _told(refusal, lang) for lang in LANGUAGES}
            facts = {"step": number + 1, "why": why}
            playing.problems.append(Problem("scenario_stopped", at, facts=facts))
            break
    return Ran(scenario.key, scenario.labels, len(scenario.steps), tuple(playing.problems))


def _told(refusal: Refusal, lang: str) -> str:
    """A refusal with everything that was wrong, as one sentence."""
    return " ".join([refusal.message(lang), *(each.message(lang) for each in refusal.wrongs)])


def _do(playing: _Play, step: Step, at: Place | None) -> None:
    """One step: the clock, the action, the work it leaves, what must be so."""
    expected = dict(step.get("expect") or {})
    _move_clock(playing.sandbox, step)
    action = next((key for key in _ACTIONS if key in step), None)
    if action is not None:
        refused = expected.pop("refused", None)
        try:
            _ACTIONS[action](playing, step)
        except Refusal as refusal:
            if refused is None:
                raise
            if not _is_that(refusal, refused):
                facts = {"wanted": refused, "got": refusal.code}
                playing.problems.append(Problem("scenario_other_refusal", at, facts=facts))
        else:
            if refused is not None:
                facts = {"wanted": refused}
                playing.problems.append(Problem("scenario_not_refused", at, facts=facts))
        catch_up(playing.sandbox.installation)
        if "record" in step or "create" in step or "update" in step:
            name = step.get("save_as") or step.get("record") or step.get("update")
            expected.setdefault("record", name)
    if expected:
        looking = Expectations(playing.sandbox, playing.saved, playing.person)
        for problem in looking.unmet(expected):
            playing.problems.append(Problem(problem.code, at, facts=problem.facts))


def _is_that(refusal: Refusal, wanted: Any) -> bool:
    """Whether a refusal is the expected one: any, that code, or one that says that."""
    if wanted is True:
        return True
    codes = {refusal.code, *(each.code for each in refusal.wrongs)}
    said = " ".join(_told(refusal, lang) for lang in LANGUAGES)
    return str(wanted) in codes or str(wanted) in said


def _move_clock(sandbox: Sandbox, step: Step) -> None:
    """``after: 2 hours``, ``at: 10:00`` (the next one), ``tick: true``: what is due is done."""
    if "after" in step:
        try:
            span = read_span(str(step["after"]))
        except Unreadable:
            span = None
        if span is None or span < timedelta(0):
            raise Refusal("scenario_no_span", 422, text=step["after"])
        sandbox.clock.forward(span)
    if "at" in step:
        sandbox.clock.at = _next(sandbox, str(step["at"]))
    if "after" in step or "at" in step or step.get("tick"):
        tick(sandbox.installation)


def _next(sandbox: Sandbox, text: str) -> datetime:
    """The next time the clock shows that, or that very moment."""
    now = sandbox.clock.at.astimezone(sandbox.zone)
    try:
        if len(text) <= len("10:00:00"):
            found = datetime.combine(now.date(), time.fromisoformat(text), sandbox.zone)
            return found if found > now else found + timedelta(days=1)
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal("scenario_no_moment", 422, text=text) from None
    return found if found.tzinfo else found.replace(tzinfo=sandbox.zone)


def _as(playing: _Play, step: Step) -> str:
    if "as" not in step:
        raise Refusal("scenario_as_missing", 422)
    return playing.person(str(step["as"]))


def _create(playing: _Play, step: Step) -> None:
    box, form = playing.sandbox, str(step["create"])
    with writing(box.installation, _as(playing, step), box.app, "scenario") as ctx:
        made = submit_record(ctx, form, _values(playing, ctx, form, step))
    if "save_as" in step:
        playing.saved[str(step["save_as"])] = (form, made.id)


def _update(playing: _Play, step: Step) -> None:
    box, (form, record) = playing.sandbox, playing.record(str(step["update"]))
    with writing(box.installation, _as(playing, step), box.app, "scenario") as ctx:
        found = records.fetch(ctx.connection, ctx.app.tables, (form, record))
        version = found.version if found else 0
        change_record(ctx, form, record, version, _values(playing, ctx, form, step))


def _move(playing: _Play, step: Step) -> None:
    box, (form, record) = playing.sandbox, playing.record(str(step.get("record", "")))
    with writing(box.installation, _as(playing, step), box.app, "scenario") as ctx:
        given = (_values(playing, ctx, form, step), str(step.get("note", "")))
        move_record(ctx, form, record, str(step["move"]), given)


def _press(playing: _Play, step: Step) -> None:
    box, (form, record) = playing.sandbox, playing.record(str(step.get("record", "")))
    with writing(box.installation, _as(playing, step), box.app, "scenario") as ctx:
        press_button(ctx, form, record, str(step["press"]))


def _scan(playing: _Play, step: Step) -> None:
    box = playing.sandbox
    with writing(box.installation, _as(playing, step), box.app, "scenario") as ctx:
        scan_code(ctx, str(step["scan"]))


def _decide(playing: _Play, step: Step) -> None:
    box, (form, record) = playing.sandbox, playing.record(str(step.get("record", "")))
    person = _as(playing, step)
    with writing(box.installation, person, box.app, "scenario") as ctx:
        tasks = [t for t in cases.inbox(ctx.connection, person, 100, None) if t.record == record]
        found = records.fetch(ctx.connection, ctx.app.tables, (form, record))
        if not tasks or found is None:
            raise Refusal("scenario_no_task", 404, name=step["as"], record=step["record"])
        seen = content_of(ctx, form, found)
        decide_task(ctx, tasks[0].id, str(step["decide"]), str(step.get("comment", "")), seen)


def _delete(playing: _Play, step: Step) -> None:
    box, (form, record) = playing.sandbox, playing.record(str(step["delete"]))
    with writing(box.installation, _as(playing, step), box.app, "scenario") as ctx:
        trash_record(ctx, form, record)


def _restore(playing: _Play, step: Step) -> None:
    box, (form, record) = playing.sandbox, playing.record(str(step["restore"]))
    with writing(box.installation, _as(playing, step), box.app, "scenario") as ctx:
        restore_record(ctx, form, record)


_ACTIONS: Mapping[str, Callable[[_Play, Step], None]] = {
    "create": _create,
    "update": _update,
    "move": _move,
    "press": _press,
    "scan": _scan,
    "decide": _decide,
    "delete": _delete,
    "restore": _restore,
}


def _values(playing: _Play, ctx: Context, form: str, step: Step) -> dict[str, Any]:
    """What a step writes: expressions computed, saved records as links."""
    fields = ctx.app.forms[form].fields if form in ctx.app.forms else {}
    return {
        key: _value(playing, ctx, (form, fields.get(key)), value)
        for key, value in (step.get("values") or {}).items()
    }


def _value(
    playing: _Play, ctx: Context, where: tuple[str, CompiledField | None], value: Any
) -> Any:
    form, spec = where
    if isinstance(value, list) and spec is not None and spec.inner is not None:
        inner = spec.inner
        return [
            {k: _value(playing, ctx, (form, inner.get(k)), v) for k, v in row.items()}
            for row in value
        ]
    if isinstance(value, str) and value.startswith("="):
        try:
            return wire(ctx.app.condition(form, value[1:]).program(ctx.scope(form, {})))
        except ValueError:
            raise Refusal("seed_expression", 422, text=value) from None
    if spec is not None and spec.storage.points and value in playing.saved:
        return playing.saved[value][1]
    return value

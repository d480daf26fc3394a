"""Storing the rows of a confirmed import, batch by batch.

A batch is prepared and checked before its write transaction begins, so that others hardly wait for
it; inside, what others may have changed is asked again. Each batch and the progress it makes are
one transaction, so an import that was cut off goes on where it stopped. A row that cannot be stored
any more is a problem at its row; the others are stored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from runtime import gate
from runtime.cascade.moments import note_touched
from runtime.cascade.rules import is_quiet, run_rules
from runtime.changes import checks, storing
from runtime.changes.deed import Deed
from runtime.changes.prepare import Prepared
from runtime.changes.recompute import recompute
from runtime.compiled import CompiledForm
from runtime.context import Context, reading, writing
from runtime.errors import Refusal, Wrong
from runtime.failpoints import failpoint
from runtime.imports.failing import RowFailed, is_passing
from runtime.imports.preparing import Gateway, WireReader, gateway, prepared
from runtime.imports.problems import problem_at, wrongs_of
from runtime.installation import Installation
from runtime.store import import_batches, jobs
from runtime.store.jobs import Job

BATCH = 500

Problem = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row ready to be stored; or, without ``ready``, what keeps it out."""

    number: int
    ready: Prepared | None
    is_quiet: bool
    problems: Sequence[Problem] = ()


@dataclass(slots=True)
class _Batch:
    """The rows that come next, prepared on a revision of the app."""

    done: int
    revision: int
    rows: list[_Row]


@dataclass(slots=True)
class _Storing:
    """One job on its way; what it remembers of its columns."""

    installation: Installation
    job: Job
    readers: dict[int, WireReader] = field(default_factory=dict)


def store(installation: Installation, job: Job) -> int:
    """Store what is left of a job; how many rows were gone through.

    Raises:
        Refusal: the database is away or busy, or the owner may not do it any more.
        RowFailed: something else went wrong at a row; those before it are stored.
    """
    run, gone_through, size = _Storing(installation, job), 0, BATCH
    while True:
        try:
            count, is_over = _step(run, size)
        except Refusal:
            raise
        except Exception:
            if size == 1:
                raise
            size = 1  # find the row it is about: the good ones before it are stored
            continue
        gone_through += count
        if is_over:
            return gone_through


def _step(run: _Storing, size: int) -> tuple[int, bool]:
    """Store the next rows; how many they were, and whether they were the last."""
    batch = _next(run, size)
    job = run.job
    with writing(run.installation, job.owner, job.app, "import", job.content["lang"]) as ctx:
        now = jobs.get(ctx.connection, job.id, lock=True)
        if now is None or now.status not in ("waiting", "running"):
            return 0, True
        if now.done != batch.done or ctx.app.revision != batch.revision:
            return 0, False
        problems = _stored(ctx, ctx.form(job.form), batch.rows, is_alone=size == 1)
        failpoint("import.chunk")
        done = now.done + len(batch.rows)
        is_over = done >= now.total or not batch.rows
        changes: dict[str, Any] = {"done": done, "status": "done" if is_over else "running"}
        if problems:
            changes["problems"] = [*now.problems, *problems]
        if is_over:
            changes["ended_at"] = ctx.now
            import_batches.drop(ctx.connection, job.id)
        jobs.update(ctx.connection, job.id, changes)
        return len(batch.rows), is_over


def _next(run: _Storing, size: int) -> _Batch:
    """The next rows of a job, prepared outside of any write."""
    job = run.job
    with reading(run.installation, job.owner, job.app, "import", job.content["lang"]) as ctx:
        now = jobs.get(ctx.connection, job.id)
        done = 0 if now is None else now.done
        rows = import_batches.at(ctx.connection, job.id, done)[:size]
        form = ctx.form(job.form)
        reader = run.readers.setdefault(ctx.app.revision, WireReader(form))
        way, wire_reader = gateway(ctx, form), ctx.wire_reader
        ready = []
        for number, wire in rows:
            try:
                row = prepared(way, reader.row(wire_reader, number, wire))
                ready.append(_Row(number, row, _is_quiet(way, row)))
            except Refusal as refusal:
                if is_passing(refusal):
                    raise
                ready.append(_Row(number, None, True, _told(number, refusal)))
            except Exception as problem:
                if size == 1:
                    raise RowFailed(number) from problem
                raise
        return _Batch(done, ctx.app.revision, ready)


def _is_quiet(way: Gateway, row: Prepared) -> bool:
    """Whether no rule has anything to do with a record of these values."""
    rules = way.form.rules
    if not rules:
        return True
    new = storing.new_record(way.ctx, way.form, row.values, {})
    return is_quiet(
        way.ctx, rules, storing.as_deed(way.ctx, way.form, storing.created(new.record), "")
    )


def _stored(
    ctx: Context, form: CompiledForm, rows: Sequence[_Row], *, is_alone: bool
) -> list[Problem]:
    """Store rows in their order: those no rule listens to together, the others one by one."""
    problems: list[Problem] = []
    for quiet, some in groupby(rows, key=lambda each: each.is_quiet):
        together = list(some)
        problems += [problem for each in together for problem in each.problems]
        ready = [each for each in together if each.ready is not None]
        if quiet and not is_alone:
            problems += _together(ctx, form, ready)
        else:
            for each in ready:
                problems += _one(ctx, form, each, is_alone=is_alone)
    return problems


def _together(ctx: Context, form: CompiledForm, rows: Sequence[_Row]) -> list[Problem]:
    """Store rows that no rule listens to; those that cannot be any more are told."""
    problems: list[Problem] = []
    good: list[Mapping[str, Any]] = []
    taken: dict[str, set[Any]] = {key: set() for key in form.unique_fields}
    for each in rows:
        try:
            values = _still(ctx, form, each, taken)
        except Refusal as refusal:
            if is_passing(refusal):
                raise
            problems += _told(each.number, refusal)
        else:
            good.append(values)
    if good:
        made = storing.insert_all(ctx, form, good)
        note_touched(ctx, made)
        run_rules(ctx, recompute(ctx, made))
    return problems


def _one(ctx: Context, form: CompiledForm, row: _Row, *, is_alone: bool) -> Sequence[Problem]:
    """Store one row, and do what rules want of it."""
    try:
        with ctx.connection.begin_nested():
            deeds: list[Deed] = [storing.insert(ctx, form, _still(ctx, form, row, {}))]
            run_rules(ctx, deeds)
    except Refusal as refusal:
        if is_passing(refusal):
            raise
        return _told(row.number, refusal)
    except Exception as problem:
        if is_alone:
            raise RowFailed(row.number) from problem
        raise
    return []


def _still(
    ctx: Context, form: CompiledForm, row: _Row, taken: Mapping[str, set[Any]]
) -> Mapping[str, Any]:
    """The values of a row, once nothing that others changed meanwhile speaks against them.

    ``taken`` are the unique values of rows that are about to be stored with it.

    Raises:
        Refusal: invalid (422).
    """
    ready = row.ready
    if ready is None:
        raise Refusal("invalid", 422, count=1)
    if form.unique_fields or form.pointing_fields:
        gate.refuse_wrong(
            checks.wrong_values(ctx, form, ready.scope, ready.values), frozenset(form.stored)
        )
    for key, held in taken.items():
        value = ready.values.get(key)
        if value is not None:
            if value in held:
                facts = {"field": form.fields[key].spec.labels, "value": str(value)}
                raise Refusal("invalid", 422, [Wrong("not_unique", key, facts)], count=1)
            held.add(value)
    return ready.values


def _told(number: int, refusal: Refusal) -> list[Problem]:
    return [problem_at(number, each) for each in wrongs_of(refusal)]

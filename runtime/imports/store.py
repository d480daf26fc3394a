"""Storing the rows of a confirmed import, batch by batch.

Each batch and the progress it makes are one transaction, so an import that was cut off goes on
where it stopped. A row that cannot be stored any more is a problem at its row; the others are
stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from runtime.cascade.rules import run_rules
from runtime.changes import storing
from runtime.commands.submit import checked_values
from runtime.context import Context, writing
from runtime.errors import Refusal
from runtime.failpoints import failpoint
from runtime.imports.failing import RowFailed, is_passing
from runtime.imports.preparing import as_read
from runtime.imports.problems import problem_at, wrongs_of
from runtime.installation import Installation
from runtime.store import import_batches, jobs
from runtime.store.jobs import Job

BATCH = 200


def store(installation: Installation, job: Job) -> int:
    """Store what is left of a job; how many rows were gone through.

    Raises:
        Refusal: the database is away or busy, or the owner may not do it any more.
        RowFailed: something else went wrong at a row; those before it are stored.
    """
    gone_through = 0
    size = BATCH
    while True:
        try:
            count, is_over = _step(installation, job, size)
        except Exception as problem:
            if is_passing(problem) or isinstance(problem, RowFailed) or size == 1:
                raise
            if isinstance(problem, Refusal):
                raise
            size = 1  # find the row it is about: the good ones before it are stored
            continue
        gone_through += count
        if is_over:
            return gone_through


def _step(installation: Installation, job: Job, size: int) -> tuple[int, bool]:
    """Store the next rows; how many they were, and whether they were the last."""
    with writing(installation, job.owner, job.app, "import", job.content["lang"]) as ctx:
        now = jobs.get(ctx.connection, job.id, lock=True)
        if now is None or now.status not in ("waiting", "running"):
            return 0, True
        rows = import_batches.at(ctx.connection, job.id, now.done)[:size]
        problems: list[dict[str, Any]] = []
        for number, wire in rows:
            problems += _stored(ctx, now, (number, wire), is_alone=size == 1)
        failpoint("import.chunk")
        done = now.done + len(rows)
        is_over = done >= now.total or not rows
        jobs.update(
            ctx.connection,
            job.id,
            {
                "done": done,
                "status": "done" if is_over else "running",
                "problems": [*now.problems, *problems],
                "ended_at": ctx.now if is_over else None,
            },
        )
        if is_over:
            import_batches.drop(ctx.connection, job.id)
        return len(rows), is_over


def _stored(
    ctx: Context, job: Job, row: tuple[int, Any], *, is_alone: bool
) -> Sequence[dict[str, Any]]:
    """Store one row; what keeps it out is a problem of the job."""
    number, wire = row
    form = ctx.form(job.form)
    try:
        with ctx.connection.begin_nested():
            values = checked_values(as_read(ctx), form, wire)
            run_rules(ctx, [storing.insert(ctx, form, values)])
    except Refusal as refusal:
        if is_passing(refusal):
            raise
        return [problem_at(number, each) for each in wrongs_of(refusal)]
    except Exception as problem:
        if is_alone:
            raise RowFailed(number) from problem
        raise
    return []

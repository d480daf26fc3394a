"""Importing a table of records: checked whole first, stored only when it is confirmed.

Rows go through the same gate as a form. A confirmed import runs in chunks; each chunk and the
progress it makes are one transaction, so an import that was cut off goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Any

import structlog

from runtime.cascade.incidents import own_fault
from runtime.cascade.rules import run_rules
from runtime.changes import storing
from runtime.commands.attempts import Cause, attempt, begin_round
from runtime.commands.submit import checked_values
from runtime.compiled import CompiledForm
from runtime.context import Context, writing
from runtime.errors import LANGUAGES, Refusal, Wrong
from runtime.failpoints import failpoint
from runtime.installation import Installation
from runtime.spreadsheet import Row, read_table
from runtime.store import engine, jobs
from runtime.store.jobs import Job, WaitingJob

CHUNK = 200
MOST_PROBLEMS = 500

log = structlog.get_logger(__name__)


def check_import(ctx: Context, form_key: str, name: str, content: bytes) -> Job:
    """Read a file and say everything that is wrong with it; nothing is stored but the job.

    Raises:
        Refusal: forbidden (403), or what is wrong with the file as a whole (422).
    """
    form = ctx.form(form_key)
    if not ctx.rights(form_key).may("import"):
        raise Refusal("forbidden", 403)
    header, *rows = read_table(name, content)
    columns, unknown = _columns(ctx, form, header)
    if not columns:
        raise Refusal("no_known_column", 422, columns="、".join(header[:10]))
    digest = sha256(content).hexdigest()
    problems = [_problem(1, Wrong("unknown_heading", facts={"name": each})) for each in unknown]
    nameless = _nameless(header, rows)
    problems += [_problem(1, Wrong("heading_missing", facts={"number": at})) for at in nameless]
    if jobs.is_repeated(ctx.connection, (ctx.app.key, form_key), digest):
        problems.append(_problem(0, Wrong("imported_before"), severity="warning"))
    first: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, start=2):
        if len(problems) >= MOST_PROBLEMS:
            break
        try:
            values = checked_values(ctx, form, _raw(columns, row))
        except Refusal as refusal:
            problems.extend(_problem(number, each) for each in _wrongs(refusal))
        else:
            wrongs = _repeated(form, values, first, number)
            problems.extend(_problem(number, each) for each in wrongs)
    key = jobs.create(
        ctx.connection,
        {
            "app": ctx.app.key,
            "form": form_key,
            "kind": "import",
            "owner": ctx.actor.id,
            "status": "checked",
            "total": len(rows),
            "content": {"file": name, "sha256": digest, "columns": columns, "rows": rows},
            "problems": problems,
            "created_at": ctx.now,
        },
    )
    return _known(jobs.get(ctx.connection, key))


def confirm_import(ctx: Context, job_id: str, *, skip: bool = False) -> Job:
    """Have a checked import stored; with ``skip``, without the rows that have problems.

    Raises:
        Refusal: not_found (404), import_has_problems (409), import_started (409).
    """
    job = jobs.get(ctx.connection, job_id, lock=True)
    if job is None or job.owner != ctx.actor.id or job.app != ctx.app.key:
        raise Refusal("not_found", 404)
    if job.status != "checked":
        raise Refusal("import_started", 409)
    bad = {each["row"] for each in job.problems if each["severity"] == "error"}
    if bad and not skip:
        raise Refusal("import_has_problems", 409, count=len(bad))
    rows = job.content["rows"]
    kept = [number for number in range(2, len(rows) + 2) if number not in bad]
    content = {**job.content, "rows": [rows[number - 2] for number in kept], "numbers": kept}
    jobs.update(
        ctx.connection, job_id, {"status": "waiting", "total": len(kept), "content": content}
    )
    ctx.outbox.append(job_id)
    return replace(job, status="waiting", total=len(kept))


def run_imports(installation: Installation) -> int:
    """Store the rows of every confirmed import; how many rows were stored is returned.

    One that fails keeps no other: it is tried again later, and given up after the last attempt.
    """
    with engine.reading(installation.engine) as connection:
        waiting = jobs.waiting(connection)
    if not waiting:
        return 0
    round_, stored = begin_round(installation), 0
    revisions = dict(round_.apps)
    for each in waiting:
        cause = Cause(each.app, revisions.get(each.app, 0), job=each.id)
        stored += attempt(round_, cause, partial(_run, installation, each)) or 0
        if cause in round_.parked:
            _give_up(installation, each)
    return stored


def _give_up(installation: Installation, about: WaitingJob) -> None:
    """Say in the job that it failed; its incident says why."""
    with engine.writing(installation.engine) as connection:
        now = _known(jobs.get(connection, about.id, lock=True))
        problems = [*now.problems, _problem(0, Wrong("import_given_up"))]
        over = {"status": "failed", "ended_at": installation.ports.clock.now()}
        jobs.update(connection, about.id, {**over, "problems": problems})


def _run(installation: Installation, job: WaitingJob) -> int:
    stored = 0
    while True:
        with writing(installation, job.owner, job.app, "import") as ctx:
            now = _known(jobs.get(ctx.connection, job.id, lock=True))
            if now.status not in ("waiting", "running"):
                return stored
            chunk = slice(now.done, now.done + CHUNK)
            rows, numbers = now.content["rows"][chunk], now.content["numbers"][chunk]
            problems = list(now.problems)
            for number, row in zip(numbers, rows, strict=True):
                problems.extend(_store(ctx, now, row, number))
            failpoint("import.chunk")
            done = now.done + len(rows)
            over = done >= now.total
            jobs.update(
                ctx.connection,
                job.id,
                {
                    "done": done,
                    "status": "done" if over else "running",
                    "problems": problems,
                    "ended_at": ctx.now if over else None,
                },
            )
            stored += len(rows)
        if over:
            return stored


def _store(ctx: Context, job: Job, row: Row, number: int) -> list[dict[str, Any]]:
    """Store one row; what keeps it out is a problem of the job."""
    form = ctx.form(job.form)
    try:
        with ctx.connection.begin_nested():
            values = checked_values(ctx, form, _raw(job.content["columns"], row))
            run_rules(ctx, [storing.insert(ctx, form, values)])
    except Exception as problem:
        if isinstance(problem, Refusal) and problem.status >= 500:
            raise  # the database itself: the chunk is tried again
        if not isinstance(problem, Refusal):
            log.exception("import_row_failed", job=job.id, row=number)
        refusal = problem if isinstance(problem, Refusal) else own_fault(problem)
        return [_problem(number, each) for each in _wrongs(refusal)]
    return []


def _wrongs(refusal: Refusal) -> Sequence[Wrong]:
    return refusal.wrongs or (Wrong(refusal.code, facts=refusal.facts),)


def _repeated(
    form: CompiledForm, values: Mapping[str, Any], first: dict[tuple[str, str], int], number: int
) -> list[Wrong]:
    """Unique values that an earlier row of the file has; those of this row are noted in ``first``."""
    found: list[Wrong] = []
    for key, field in form.fields.items():
        value = values.get(key)
        if not field.spec.unique or value is None:
            continue
        written = repr(field.type.dump(value, field.spec))
        row = first.setdefault((key, written), number)
        if row != number:
            found.append(Wrong("same_as_row", key, {"field": field.spec.labels, "row": row}))
    return found


def _nameless(header: Row, rows: Sequence[Row]) -> list[int]:
    """The columns, counted from 1, that hold something under no name."""
    named = {at for at, text in enumerate(header) if text.strip()}
    filled = {at for row in rows for at, text in enumerate(row) if text}
    return [at + 1 for at in sorted(filled - named)]


def _columns(ctx: Context, form: CompiledForm, header: Row) -> tuple[dict[str, int], list[str]]:
    """Which column holds which field, by label or key; and the columns that are none."""
    rights = ctx.rights(form.key)
    known: dict[str, str] = {}
    for key, field in form.fields.items():
        if key in rights.readable_somewhere(form.stored) and field.is_written_by_people:
            known.setdefault(key.casefold(), key)
            for text in field.spec.labels.values():
                known.setdefault(text.casefold(), key)
            for texts in field.spec.also.values():
                for text in texts:
                    known.setdefault(text.casefold(), key)
    ignored = _ignored(form, rights.readable_somewhere(form.stored))
    columns: dict[str, int] = {}
    unknown: list[str] = []
    for number, text in enumerate(header):
        found = known.get(text.strip().casefold())
        if found is not None and found not in columns:
            columns[found] = number
        elif text.strip() and text.strip().casefold() not in ignored:
            unknown.append(text)
    return columns, unknown


def _ignored(form: CompiledForm, readable: frozenset[str]) -> frozenset[str]:
    """Columns an export has and an import passes over: numbers the store gives, the state."""
    own = [form.fields[k] for k in readable if not form.fields[k].is_written_by_people]
    texts = {text for each in own for text in (each.spec.key, *each.spec.labels.values())}
    return frozenset(text.casefold() for text in texts | {"id", "version"})


def _raw(columns: Mapping[str, int], row: Row) -> dict[str, str]:
    """What a row says of each field; an empty cell says nothing, so that defaults hold."""
    return {
        key: row[number]
        for key, number in columns.items()
        if number < len(row) and row[number] != ""
    }


def _problem(row: int, wrong: Wrong, severity: str = "error") -> dict[str, Any]:
    return {
        "row": row,
        "field": wrong.field,
        "code": wrong.code,
        "severity": severity,
        "message": {lang: wrong.message(lang) for lang in LANGUAGES},
    }


def _known(job: Job | None) -> Job:
    if job is None:
        raise Refusal("not_found", 404)
    return job

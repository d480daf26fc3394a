"""The job of an import: begun with a file, checked, confirmed, and carried out by the worker."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from runtime.context import Context, writing
from runtime.errors import Refusal
from runtime.failpoints import failpoint
from runtime.imports.check import Checked, Progress, Staged, check, form_to_fill
from runtime.imports.failing import failed, is_passing
from runtime.imports.store import store
from runtime.imports.upload import Upload, folder, held
from runtime.installation import Installation
from runtime.store import engine, import_batches, jobs
from runtime.store.jobs import Job

AT_ONCE = 1024 * 1024
"""Files up to so many bytes are checked while somebody waits, larger ones by the worker."""


@dataclass(frozen=True, slots=True)
class Looked:
    """An upload, and what was found in it; nothing yet where it is too large to be waited for."""

    upload: Upload
    checked: Checked | None
    staged: tuple[Staged, ...] = ()


def look_at(installation: Installation, upload: Upload) -> Looked:
    """Check a file before any write transaction begins, or leave it to the worker if it is large.

    Raises:
        Refusal: forbidden (403), or what is wrong with the file as a whole (413, 422).
    """
    if upload.size > AT_ONCE:
        return Looked(upload, None)
    staged: list[Staged] = []

    def keep(progress: Progress) -> None:
        staged.extend(progress.staged)

    return Looked(upload, check(installation, upload, keep), tuple(staged))


def begin_import(ctx: Context, looked: Looked) -> Job:
    """Write down an import: checked, or on its way to be. Nothing else is stored.

    Raises:
        Refusal: not_found, forbidden (403), import_has_problems (409) where it was to be confirmed.
    """
    upload, checked = looked.upload, looked.checked
    form_to_fill(ctx, upload.form)
    content: dict[str, Any] = {
        "file": upload.name,
        "stage": "check",
        "progress": 0.0,
        "columns": [],
        **{name: getattr(upload, name) for name in _KEPT},
    }
    new = {
        "app": ctx.app.key,
        "form": upload.form,
        "kind": "import",
        "owner": ctx.actor.id,
        "status": "waiting",
        "total": 0,
        "content": content,
        "problems": [],
        "created_at": ctx.now,
    }
    if checked is None:
        key = jobs.create(ctx.connection, new)
        upload.path.rename(folder(ctx.installation.settings) / key)
        ctx.outbox.append(key)
        return _known(jobs.get(ctx.connection, key))
    facts = _facts(content, checked)
    key = jobs.create(ctx.connection, {**new, **facts, "status": "checked"})
    import_batches.add(ctx.connection, key, 0, _cut(looked.staged))
    job = _known(jobs.get(ctx.connection, key))
    if upload.confirm and not (checked.repeats and not upload.again):
        return confirm_import(ctx, key, skip=upload.skip)
    return job


_KEPT = ("lang", "sheet", "confirm", "skip", "again")
_BATCH = 500


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
    bad = job.content["bad"]
    if job.content["blocked"] or (bad and not skip):
        raise Refusal("import_has_problems", 409, count=bad or job.total)
    content = {**job.content, "stage": "store", "progress": 0.0}
    left = job.total - bad
    jobs.update(
        ctx.connection,
        job_id,
        {"status": "waiting", "total": left, "done": 0, "content": content},
    )
    ctx.outbox.append(job_id)
    return replace(job, status="waiting", total=left, done=0, content=content)


def run_imports(installation: Installation, only: str | None = None) -> int:
    """Go on with every import that waits (or the one asked for); how many rows were stored.

    Whatever one of them runs into, the others are done.
    """
    with engine.reading(installation.engine) as connection:
        every = [each.id for each in jobs.waiting(connection)]
    waiting = [each for each in every if only in (None, each)]
    stored = 0
    for each in waiting:
        with held(installation.settings, each, wait=only is not None) as is_mine:
            if is_mine:
                stored += _carried_out(installation, each)
    return stored


def _carried_out(installation: Installation, key: str) -> int:
    with engine.reading(installation.engine) as connection:
        job = _known(jobs.get(connection, key))
    if job.status not in ("waiting", "running"):
        return 0
    stored = 0
    try:
        if job.content["stage"] == "check":
            _check(installation, job)
            with engine.reading(installation.engine) as connection:
                job = _known(jobs.get(connection, key))
        if job.status in ("waiting", "running"):
            stored = store(installation, job)
    except Exception as problem:  # noqa: BLE001 - a job must not keep the next from being done
        if not is_passing(problem):
            failed(installation, job, problem)
    return stored


def _check(installation: Installation, job: Job) -> None:
    """Check the file of a job; its rows are kept as they come."""
    path = folder(installation.settings) / job.id
    if not path.exists():
        raise Refusal("import_file_gone", 422)
    upload = _upload(job, path)
    with engine.writing(installation.engine) as connection:
        import_batches.drop(connection, job.id)
        jobs.update(connection, job.id, {"status": "running", "done": 0, "total": 0})
    kept = 0

    def keep(progress: Progress) -> None:
        nonlocal kept
        with engine.writing(installation.engine) as connection:
            kept = import_batches.add(connection, job.id, kept, _cut(progress.staged))
            content = {**job.content, "progress": progress.part}
            jobs.update(connection, job.id, {"done": progress.read, "content": content})
        failpoint("import.checked")

    checked = check(installation, upload, keep)
    facts = _facts(job.content, checked)
    with engine.writing(installation.engine) as connection:
        jobs.update(connection, job.id, {**facts, "status": "checked", "done": 0})
    path.unlink(missing_ok=True)
    if upload.confirm and not (checked.repeats and not upload.again):
        with (
            contextlib.suppress(Refusal),  # it has problems: they are told, and somebody decides
            writing(installation, job.owner, job.app, "import", upload.lang) as ctx,
        ):
            confirm_import(ctx, job.id, skip=upload.skip)


def _upload(job: Job, path: Path) -> Upload:
    facts = {name: job.content[name] for name in _KEPT}
    return Upload(
        app=job.app, form=job.form, owner=job.owner, name=job.content["file"], path=path, **facts
    )


def _facts(content: Mapping[str, Any], checked: Checked) -> dict[str, Any]:
    """What a job says of a file that was checked."""
    return {
        "total": checked.total,
        "problems": list(checked.problems),
        "content": {
            **content,
            "progress": 1.0,
            "sha256": checked.digest,
            "columns": list(checked.columns),
            "sheet": checked.sheet,
            "bad": checked.bad,
            "blocked": checked.blocked,
            "repeats": checked.repeats,
        },
    }


def _cut(rows: Any) -> list[Any]:
    """Rows in batches of the size they are stored in."""
    return [rows[at : at + _BATCH] for at in range(0, len(rows), _BATCH)]


def _known(job: Job | None) -> Job:
    if job is None:
        raise Refusal("not_found", 404)
    return job

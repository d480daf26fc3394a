"""What a job ran into: it ends there, an administrator is told, and the next job is done."""

from __future__ import annotations

from typing import Any

import structlog

from runtime.errors import LANGUAGES, Refusal, Wrong
from runtime.imports.problems import problem_at, wrongs_of
from runtime.installation import Installation
from runtime.store import engine, import_batches, incidents, jobs
from runtime.store.jobs import Job

log = structlog.get_logger(__name__)


class RowFailed(Exception):
    """Something that nobody foresaw, at a row of a file."""

    def __init__(self, row: int) -> None:
        super().__init__(f"row {row}")
        self.row = row


def is_passing(problem: BaseException) -> bool:
    """Whether the database cannot do it just now: the same is tried again later."""
    return isinstance(problem, Refusal) and problem.status >= 500


def failed(installation: Installation, job: Job, problem: Exception) -> None:
    """End a job that cannot go on, with a problem at its row, and open an incident."""
    row = problem.row if isinstance(problem, RowFailed) else 0
    known = isinstance(problem, Refusal)
    if not known:
        log.error("import_failed", job=job.id, row=row, exc_info=problem)
    wrongs = wrongs_of(problem) if isinstance(problem, Refusal) else (Wrong("import_row_failed"),)
    now = installation.ports.clock.now()
    with engine.writing(installation.engine) as connection:
        latest = jobs.get(connection, job.id, lock=True) or job
        told = [problem_at(row, each) for each in wrongs]
        changes = {"status": "failed", "problems": [*latest.problems, *told], "ended_at": now}
        jobs.update(connection, job.id, changes)
        import_batches.drop(connection, job.id)
        detail: dict[str, Any] = {
            "kind": "import_failed",
            "form": None,
            "record": None,
            "file": job.content.get("file", ""),
            "row": row,
            "reason": {lang: " ".join(each.message(lang) for each in wrongs) for lang in LANGUAGES},
        }
        if not known or job.content.get("stage") == "store":
            place = (job.app, None, None)
            incidents.open_incident(connection, place, f"import/{job.id}", detail, now)

"""Imports over the API: a file is checked first, and stored when it is confirmed."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from runtime.commands.import_records import check_import, confirm_import
from runtime.context import Context
from runtime.errors import Refusal
from runtime.queries.jobs import Job, job_of
from runtime.web.api.answers import answer, lang
from runtime.web.api.doors import Reply, body, installation, part, person, write
from runtime.web.api.room import room

bp = room("api_imports", "/api/v1")


@bp.post("/apps/<app>/forms/<form>/records:import")
def upload(app: str, form: str) -> Response:
    """Check a file; nothing is stored yet."""
    name, content = _file()

    def do(ctx: Context) -> Reply:
        job = check_import(ctx, form, name, content)
        if request.args.get("confirm") == "true":
            job = confirm_import(ctx, job.id, skip=request.args.get("skip") == "true")
        return 202, job_body(job)

    return write(app, do)


@bp.get("/jobs/<job>")
def show(job: str) -> Response:
    """How a job is getting on."""
    return answer(job_body(job_of(installation(), job, person())))


@bp.post("/jobs/<job>/confirm")
def confirm(job: str) -> Response:
    """Have a checked import stored."""
    skip = part(body(), ("skip",)).get("skip", False) is True
    app = job_of(installation(), job, person()).app
    return write(app, lambda ctx: (202, job_body(confirm_import(ctx, job, skip=skip))))


def job_body(job: Job) -> dict[str, Any]:
    """A job as JSON."""
    spoken = lang()
    return {
        "id": job.id,
        "kind": job.kind,
        "app": job.app,
        "form": job.form,
        "status": job.status,
        "total": job.total,
        "done": job.done,
        "problems": [
            {**each, "path": each["field"] or "", "message": each["message"][spoken]}
            for each in job.problems
        ],
    }


def _file() -> tuple[str, bytes]:
    """The uploaded file: a form's part called ``file``, or the body itself.

    Raises:
        Refusal: file_missing (422).
    """
    sent = request.files.get("file")
    if sent is not None:
        return sent.filename or "import.csv", sent.read()
    content = request.get_data()
    if not content:
        raise Refusal("file_missing", 422)
    is_sheet = "spreadsheet" in (request.mimetype or "")
    return "import.xlsx" if is_sheet else "import.csv", content

"""Imports over the API: a file is checked first, and stored when it is confirmed."""

from __future__ import annotations

from typing import IO, Any

from flask import Response, request

from runtime.errors import Refusal
from runtime.imports.check import form_to_fill
from runtime.imports.job import begin_import, confirm_import, look_at
from runtime.imports.upload import Upload, take_in
from runtime.queries.jobs import Job, job_of
from runtime.web.api.answers import answer, lang
from runtime.web.api.doors import asked, body, installation, part, person, reading, write
from runtime.web.api.room import room

bp = room("api_imports", "/api/v1")


@bp.post("/apps/<app>/forms/<form>/records:import")
def upload(app: str, form: str) -> Response:
    """Check a file; nothing is stored yet. A large one is checked by the worker."""
    asked("sheet", "confirm", "skip", "again")
    with reading(app) as ctx:
        form_to_fill(ctx, form)
    who = person()
    name, stream = _file()
    path = take_in(installation().settings, stream)
    try:
        sent = Upload(
            app=app,
            form=form,
            owner=who,
            lang=lang(),
            name=name,
            path=path,
            sheet=request.args.get("sheet", ""),
            confirm=_asked("confirm"),
            skip=_asked("skip"),
            again=_asked("again"),
        )
        looked = look_at(installation(), sent)
        return write(app, lambda ctx: (202, job_body(begin_import(ctx, looked))), sent.digest)
    finally:
        path.unlink(missing_ok=True)


@bp.get("/jobs/<job>")
def show(job: str) -> Response:
    """How a job is getting on."""
    asked()
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
        "stage": job.content.get("stage", ""),
        "progress": job.content.get("progress", 0.0),
        "sheet": job.content.get("sheet", ""),
        "problems": [
            {**each, "path": each["field"] or "", "message": each["message"][spoken]}
            for each in job.problems
        ],
    }


def _asked(name: str) -> bool:
    return request.args.get(name) == "true"


def _file() -> tuple[str, IO[bytes]]:
    """The uploaded file: a form's part called ``file``, or the body itself.

    Raises:
        Refusal: file_missing (422).
    """
    sent = request.files.get("file")
    if sent is not None:
        return sent.filename or "import.csv", sent.stream
    if not request.content_length:
        raise Refusal("file_missing", 422)
    is_sheet = "spreadsheet" in (request.mimetype or "")
    return "import.xlsx" if is_sheet else "import.csv", request.stream

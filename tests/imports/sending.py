"""Sending a file to a house: checked as any door checks it, stored when it is confirmed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from runtime.imports.job import begin_import, confirm_import, look_at, run_imports
from runtime.imports.upload import Upload, take_in
from runtime.queries.jobs import Job, job_of
from tests.house import House


def sent(
    house: House, login: str, form: str, file: Path | tuple[str, bytes], **options: Any
) -> Job:
    """The job of a file, checked."""
    name, content = (file.name, file.read_bytes()) if isinstance(file, Path) else file
    path = take_in(house.installation.settings, io.BytesIO(content))
    who = house.people.get(login, login)
    upload = Upload(house.app, form, who, "zh", name, path, **options)
    try:
        looked = look_at(house.installation, upload)
        with house.write(login) as ctx:
            return begin_import(ctx, looked)
    finally:
        path.unlink(missing_ok=True)


def stored(house: House, login: str, job: Job, *, skip: bool = False) -> Job:
    """The job after its rows were stored."""
    with house.write(login) as ctx:
        confirm_import(ctx, job.id, skip=skip)
    run_imports(house.installation)
    return job_of(house.installation, job.id)

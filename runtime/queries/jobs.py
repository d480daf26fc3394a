"""Jobs, for those who started them."""

from __future__ import annotations

from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.store import engine, jobs
from runtime.store.jobs import Job

__all__ = ["Job", "job_of"]


def job_of(installation: Installation, job_id: str, owner: str | None = None) -> Job:
    """One job; with ``owner``, only where it is that person's.

    Raises:
        Refusal: not_found (404).
    """
    with engine.reading(installation.engine) as connection:
        found = jobs.get(connection, job_id)
    if found is None or (owner is not None and found.owner != owner):
        raise Refusal("not_found", 404)
    return found

"""Numbers for a monitor; none of them grows with the records."""

from __future__ import annotations

from collections.abc import Mapping

from runtime.installation import Installation
from runtime.store import deliveries, engine, jobs, revisions


def numbers(installation: Installation) -> Mapping[str, int]:
    """What waits and what was given up, by name."""
    with engine.reading(installation.engine) as connection:
        return {
            "apps": len(revisions.apps(connection)),
            "deliveries_waiting": deliveries.waiting(connection),
            "deliveries_dead": len(deliveries.dead(connection)),
            "jobs_waiting": len(jobs.waiting(connection)),
        }

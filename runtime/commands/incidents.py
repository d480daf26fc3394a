"""What an administrator does about an incident: close it, or have a message tried again."""

from __future__ import annotations

from runtime.errors import Refusal
from runtime.installation import Installation
from runtime.store import deliveries, engine, incidents


def close_incident(installation: Installation, person: str, incident: str) -> None:
    """A person says that an incident needs nobody any more.

    Raises:
        Refusal: not_found (404) where it is not open.
    """
    with engine.writing(installation.engine) as connection:
        by = (person, installation.ports.clock.now())
        if not incidents.resolve(connection, incident, by):
            raise Refusal("not_found", 404)


def retry_delivery(installation: Installation, event: str, action: int) -> None:
    """Try a message that was given up once more, from the start.

    Raises:
        Refusal: not_found (404) where it was not given up.
    """
    with engine.writing(installation.engine) as connection:
        if not deliveries.retry(connection, event, action, installation.ports.clock.now()):
            raise Refusal("not_found", 404)
    installation.ports.doorbell.ring()

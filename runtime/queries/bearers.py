"""Who a bearer token belongs to."""

from __future__ import annotations

from runtime.installation import Installation
from runtime.store import engine, tokens

MAX_LENGTH = 200


def bearer(installation: Installation, token: str) -> str | None:
    """The id of the active person a token belongs to, or None."""
    if len(token) > MAX_LENGTH:
        return None
    with engine.reading(installation.engine) as connection:
        return tokens.owner(connection, token)

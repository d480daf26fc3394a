"""Who a bearer token belongs to."""

from __future__ import annotations

from runtime.installation import Installation
from runtime.store import engine, tokens
from runtime.store.tokens import Bearer

MAX_LENGTH = 200


def shown(token: str) -> Bearer | None:
    """The bearer of a token that was shown; None for a text that can be none."""
    return Bearer.of(token) if 0 < len(token) <= MAX_LENGTH else None


def bearer(installation: Installation, token: str | Bearer) -> str | None:
    """The id of the active person a token belongs to, or None."""
    who = shown(token) if isinstance(token, str) else token
    if who is None:
        return None
    with engine.glancing(installation.engine) as connection:
        return tokens.owner(connection, who)

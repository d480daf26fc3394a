"""Once: the same command sent again does nothing again and gets the same answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from runtime.context import Context
from runtime.store import idempotency

Reply = tuple[int, Any]


def once(ctx: Context, key: str, fingerprint: str, do: Callable[[], Reply]) -> Reply:
    """The reply of a command: remembered where the actor sent this key before, else new.

    The memory is written in the command's own transaction, so a command is remembered exactly
    when it happened.

    Raises:
        Refusal: idem_key_reused (409) when the key came with another request.
    """
    known = idempotency.remembered(ctx.connection, ctx.actor.id, key, fingerprint)
    if known is not None:
        return known.status, known.response
    status, response = do()
    request = idempotency.Request(ctx.actor.id, key, fingerprint)
    answer = idempotency.Answer(status, response)
    idempotency.remember(ctx.connection, request, answer, ctx.now)
    return status, response

"""Working a queue: taking a record, giving it back, being done with it."""

from __future__ import annotations

from runtime import gate
from runtime.context import Context
from runtime.errors import Refusal
from runtime.store import queues


def take_entry(ctx: Context, queue: str, record: str) -> None:
    """Take a record out of the others' hands.

    Raises:
        Refusal: not_found (404), queue_taken (409) where somebody else has it.
    """
    place = _place(ctx, queue, record)
    if not queues.take(ctx.connection, place, ctx.actor.id, ctx.now):
        raise Refusal("queue_taken", 409)


def give_back_entry(ctx: Context, queue: str, record: str) -> None:
    """Let others take a record again.

    Raises:
        Refusal: not_found (404).
    """
    queues.give_back(ctx.connection, _place(ctx, queue, record))


def finish_entry(ctx: Context, queue: str, record: str) -> None:
    """A record needs to wait no longer.

    Raises:
        Refusal: not_found (404).
    """
    queues.remove(ctx.connection, _place(ctx, queue, record))


def _place(ctx: Context, queue: str, record: str) -> queues.Place:
    """The entry, where the queue is for the actor and the record is one to be seen.

    Raises:
        Refusal: not_found (404), the same for what is not there.
    """
    gate.queue(ctx, queue)
    place = (ctx.app.key, queue, record)
    form = queues.form_of(ctx.connection, place)
    if form is None or form not in ctx.app.forms:
        raise Refusal("not_found", 404)
    gate.load(ctx, ctx.form(form), record)
    return place

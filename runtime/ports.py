"""What the product needs from outside itself, as protocols: a clock, a doorbell, the post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Where "now" comes from; scenarios and tests set it."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""


class Doorbell(Protocol):
    """Rings the worker after a commit. Losing a ring loses nothing: a sweep finds the work."""

    def ring(self) -> None:
        """Say that deliveries may be waiting. Never raises."""


class Post(Protocol):
    """Sends e-mail."""

    def send(self, letter: Letter) -> None:
        """Send it. Raises OSError or smtplib.SMTPException when it could not be handed over."""


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail. ``message_id`` is the same on every try, so that a receiver can drop repeats."""

    message_id: str
    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Ports:
    """The outside world of one installation."""

    clock: Clock
    doorbell: Doorbell
    post: Post | None
    files: Path


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The current instant, in UTC."""
        return datetime.now(UTC)

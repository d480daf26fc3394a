"""The clock an installation reads: the machine's, or a file that says what time it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from runtime.config import Settings
from runtime.ports import Clock, SystemClock


@dataclass(frozen=True, slots=True)
class SetClock:
    """A clock that stands at one instant."""

    at: datetime

    def now(self) -> datetime:
        """The instant it stands at."""
        return self.at


@dataclass(frozen=True, slots=True)
class FileClock:
    """A clock whose time is an ISO 8601 instant in a file, read at every look."""

    path: Path

    def now(self) -> datetime:
        """The instant in the file; the machine's time while there is no file."""
        try:
            text = self.path.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return datetime.now(UTC)
        return read_instant(text)


def read_instant(text: str) -> datetime:
    """An aware UTC instant from ISO 8601; without an offset it is taken as UTC.

    Raises ValueError for any other text.
    """
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def clock_of(settings: Settings) -> Clock:
    """The clock the settings name."""
    return FileClock(settings.clock) if settings.clock else SystemClock()

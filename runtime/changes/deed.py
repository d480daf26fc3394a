"""A deed: one thing that was done to one record, as rules hear of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from runtime.store.records import StoredRecord

Kind = Literal[
    "created", "changed", "moved", "act", "scanned", "deleted", "restored", "approved", "refused"
]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done to one record, with its values before and after.

    ``act`` is the key of the move made, of the button pressed, of the field whose code was
    scanned, or of the approval chain that ended; ``roles`` are those of who did it.
    """

    kind: Kind
    form: str
    record: StoredRecord
    event: str
    before: Mapping[str, Any] | None = None
    changed: frozenset[str] = frozenset()
    act: str | None = None
    by: str | None = None
    roles: frozenset[str] = frozenset()

"""What a vote is bound to: the content of a record."""

from __future__ import annotations

from runtime.approvals.content import content_hash
from runtime.fields.base import wire
from runtime.store.records import StoredRecord


def record_hash(record: StoredRecord, state: str | None, secret: str) -> str:
    """The hash of a record's values, but for the field that holds its lifecycle's state."""
    values = {key: wire(value) for key, value in record.values.items() if key != state}
    return content_hash(values, secret)

"""Reading a file that was kept. Who may have it is decided by the record it belongs to."""

from __future__ import annotations

from typing import BinaryIO

from runtime.installation import Installation
from runtime.store import engine, files


def read_file(installation: Installation, file_id: str) -> tuple[str, str, BinaryIO] | None:
    """Name, media type and bytes of a file, or None."""
    with engine.reading(installation.engine) as connection:
        found = files.get(connection, file_id)
    if found is None:
        return None
    return found.name, found.media_type, files.open_file(installation.ports.files, found.sha256)

"""Keeping an upload: its bytes first, then the row that names them."""

from __future__ import annotations

from typing import BinaryIO

from runtime.installation import Installation
from runtime.store import engine, files


def keep_file(installation: Installation, owner: str, stream: BinaryIO, name: str) -> str:
    """Keep an upload; its id is returned.

    Raises:
        Refusal: too large, empty, of a kind that is not taken, or not what its name says.
    """
    content = files.take_in(installation.ports.files, stream, name)
    with engine.writing(installation.engine) as connection:
        return files.add_file(connection, content, owner, installation.ports.clock.now()).id

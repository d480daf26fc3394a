"""The installation's secret key: made on first use, in a file only its owner can read."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

from runtime.errors import Refusal

LEAST, LEAST_DIFFERENT = 32, 12


@cache
def secret_key(data_dir: Path) -> str:
    """The secret that signs sessions, tokens and rings; the same in every process.

    Raises:
        Refusal: key_weak (500) where somebody put one there that can be guessed.
    """
    path = data_dir / "keys" / "secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f"secret.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first: its key counts
            os.link(fresh, path)
        fresh.unlink()
    found = path.read_text(encoding="ascii")
    if is_weak(found):
        raise Refusal("key_weak", 500, path=str(path))
    return found


def is_weak(key: str) -> bool:
    """Whether a key is too short or too plain to keep anybody out."""
    return len(key.strip()) < LEAST or len(set(key)) < LEAST_DIFFERENT

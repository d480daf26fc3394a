"""Passwords: kept as argon2id digests that nothing turns back.

A digest takes some 50 ms and 64 MiB on purpose: compute it outside any write transaction.
"""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from runtime.errors import Refusal

SHORTEST = 12
LONGEST = 128

_hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
_turns = threading.BoundedSemaphore(4)
# Of a password nobody knows: unknown logins take as long as known ones.
_DUMMY = (
    "$argon2id$v=19$m=65536,t=3,p=1$nOuNWHAnw+wr3QVDDTTo0A"
    "$6+NOBpPSsc4ksTIlUSPwgt7S28W4Lv7xc3cnuwI5oCE"
)


def password_digest(password: str) -> str:
    """The digest of a new password.

    Raises:
        Refusal: ``password_too_short`` or ``password_too_long``.
    """
    if len(password) < SHORTEST:
        raise Refusal("password_too_short", shortest=SHORTEST)
    if len(password) > LONGEST:
        raise Refusal("password_too_long", longest=LONGEST)
    with _turns:
        return _hasher.hash(password)


def is_password(digest: str | None, password: str) -> bool:
    """Whether it is the password of that digest. None (nobody) is False and takes as long."""
    if len(password) > LONGEST:
        password = ""
    with _turns:
        try:
            _hasher.verify(digest or _DUMMY, password)
        except (VerificationError, InvalidHashError):
            return False
    return digest is not None


def is_outdated(digest: str) -> bool:
    """Whether the digest was made with weaker settings than today's: make it anew at login."""
    return _hasher.check_needs_rehash(digest)

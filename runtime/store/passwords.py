"""Passwords: kept as argon2id digests that nothing turns back.

A digest takes some 50 ms and 64 MiB on purpose: compute it outside any write transaction.
A password that is drawn here by lot is no guess of anybody's, so its first digest is a quick one;
the first sign-in makes the full one of it (see docs/decisions, "Drawn passwords").
"""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from runtime.errors import Refusal

SHORTEST = 12
LONGEST = 128

DRAWN_BYTES = 16

_hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
_quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_QUICK = "$argon2id$v=19$m=8,t=1,p=1$"
_turns = threading.BoundedSemaphore(4)
# Of a password nobody knows: unknown logins take as long as known ones.
_DUMMY = (
    "$argon2id$v=19$m=65536,t=3,p=1$nOuNWHAnw+wr3QVDDTTo0A"
    "$6+NOBpPSsc4ksTIlUSPwgt7S28W4Lv7xc3cnuwI5oCE"
)


@dataclass(frozen=True, slots=True)
class DrawnPassword:
    """A password drawn by lot: ``word`` is shown once, ``digest`` is kept."""

    word: str
    digest: str


def drawn_password() -> DrawnPassword:
    """A new password of 128 random bits, with a digest that costs next to nothing.

    Only what is drawn here may have such a digest: no list of likely passwords holds it.
    """
    word = secrets.token_urlsafe(DRAWN_BYTES)
    return DrawnPassword(word, _quick.hash(word))


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
    """Whether it is the password of that digest. None (nobody) is False and takes as long.

    So does a quick digest: how long it takes tells nobody which logins there are.
    """
    if len(password) > LONGEST:
        password = ""
    with _turns:
        is_right = _verify(digest or _DUMMY, password)
        if digest is not None and digest.startswith(_QUICK):
            _verify(_DUMMY, password)
    return is_right and digest is not None


def _verify(digest: str, password: str) -> bool:
    try:
        return _hasher.verify(digest, password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(digest: str) -> bool:
    """Whether the digest was made with weaker settings than today's: make it anew at login."""
    return _hasher.check_needs_rehash(digest)

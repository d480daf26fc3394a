"""A sealed backup: AES-256-GCM in pieces, the key made from a passphrase by scrypt.

Each piece carries its number and whether it is the last, so that pieces can be neither exchanged
nor cut off unseen. (The construction is STREAM of Hoang, Reyhanitabar, Rogaway and Vizár, 2015.)
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from runtime.errors import Refusal

MAGIC = b"DGBACKUP1"
PIECE = 1024 * 1024
LEAST_PASSPHRASE = 12
_SALT, _TAG, _COST = 16, 16, 2**15


class SealedWriter:
    """Takes bytes and writes them sealed; `close` must be called, or the backup counts as cut off."""

    def __init__(self, into: BinaryIO, passphrase: str) -> None:
        if len(passphrase) < LEAST_PASSPHRASE:
            raise Refusal("passphrase_short", 422, least=LEAST_PASSPHRASE)
        salt = os.urandom(_SALT)
        self._into, self._cipher = into, AESGCM(_key(passphrase, salt))
        self._held, self._number, self._size = bytearray(), 0, 0
        into.write(MAGIC + salt)

    def write(self, content: bytes) -> int:
        self._held += content
        self._size += len(content)
        while len(self._held) > PIECE:
            self._put(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(content)

    def tell(self) -> int:
        """How many bytes were taken."""
        return self._size

    def flush(self) -> None:
        """Nothing: a piece is written when it is full."""

    def close(self) -> None:
        """Write the last piece."""
        self._put(bytes(self._held), last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        nonce, about = _place(self._number, last=last)
        self._into.write(self._cipher.encrypt(nonce, piece, about))
        self._number += 1


def is_sealed(stream: BinaryIO) -> bool:
    """Whether a file is a sealed backup; the stream stands at its beginning again."""
    found = stream.read(len(MAGIC)) == MAGIC
    stream.seek(0)
    return found


def unsealed(stream: BinaryIO, passphrase: str) -> Iterator[bytes]:
    """What was sealed, piece by piece.

    Raises:
        Refusal: backup_passphrase (422) where the passphrase is another or a byte was changed,
            backup_cut_off (422).
    """
    stream.seek(len(MAGIC))
    cipher = AESGCM(_key(passphrase, stream.read(_SALT)))
    number, piece = 0, stream.read(PIECE + _TAG)
    while piece:
        following = stream.read(PIECE + _TAG)
        nonce, about = _place(number, last=not following)
        try:
            yield cipher.decrypt(nonce, piece, about)
        except InvalidTag as problem:
            cut = number and not following
            raise Refusal("backup_cut_off" if cut else "backup_passphrase", 422) from problem
        number, piece = number + 1, following
    if not number:
        raise Refusal("backup_cut_off", 422)


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode())


def _place(number: int, *, last: bool) -> tuple[bytes, bytes]:
    return number.to_bytes(12, "big"), b"last" if last else b"more"

"""Our own ids: opaque texts that sort by creation."""

from __future__ import annotations

import secrets
import threading
import time

LENGTH = 26
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = tuple(high + low for high in _ALPHABET for low in _ALPHABET)
_RANDOM_BITS = 80
_STEP_BITS = 40


class _Ids:
    """Milliseconds since 1970, then chance; inside one millisecond each id is a step further."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> str:
        fresh = (time.time_ns() // 1_000_000) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
        with self._lock:
            if fresh <= self._last or fresh >> _RANDOM_BITS == self._last >> _RANDOM_BITS:
                fresh = self._last + 1 + secrets.randbits(_STEP_BITS)
            self._last = fresh
        return "".join(_PAIRS[fresh >> shift & 1023] for shift in range(120, -1, -10))


_ids = _Ids()


def new_id() -> str:
    """A new id: 26 lower-case letters and digits.

    Ids of one process are strictly ascending, also when its clock is set back; ids of different
    processes sort by the millisecond in which they were made.
    """
    return _ids.next()

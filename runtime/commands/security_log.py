"""Writing to the security log: with what is being done, or by itself for what was refused."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from runtime.installation import Installation
from runtime.keys import secret_key
from runtime.origin import origin
from runtime.store import engine, security_log
from runtime.store.security_log import NewSecurityEvent

MOST_TEXT = 200
_REPEAT = timedelta(minutes=1)
_REMEMBERED = 1_000
_recent: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
_lock = threading.Lock()


def log_security(
    installation: Installation, connection: Connection, kind: str, **about: Any
) -> None:
    """Note something in the transaction that does it. ``about`` is JSON; no secrets, no values."""
    facts = {key: _short(value) for key, value in about.items()}
    new = NewSecurityEvent(kind, origin(), installation.ports.clock.now(), facts)
    security_log.append(connection, new, secret_key(installation.settings.data_dir))


def log_security_now(installation: Installation, kind: str, **about: Any) -> None:
    """Note something in a transaction of its own, such as a refusal.

    The same from the same place is noted once a minute, so that nobody fills the log by trying.
    """
    where = origin()
    said = (
        str(installation.settings.data_dir),
        kind,
        where.actor,
        where.address,
        *sorted(about.items()),
    )
    now = installation.ports.clock.now()
    with _lock:
        last = _recent.get(said)
        if last is not None and now - last < _REPEAT:
            return
        _recent[said] = now
        _recent.move_to_end(said)
        if len(_recent) > _REMEMBERED:
            _recent.popitem(last=False)
    with engine.writing(installation.engine) as connection:
        log_security(installation, connection, kind, **about)


def forget_old_entries(installation: Installation) -> int:
    """Remove the entries whose declared time is over; how many there were."""
    oldest = installation.ports.clock.now() - timedelta(
        days=installation.settings.security_log_days
    )
    with engine.writing(installation.engine) as connection:
        return security_log.forget(connection, oldest)


def _short(value: Any) -> Any:
    return value[:MOST_TEXT] if isinstance(value, str) else value

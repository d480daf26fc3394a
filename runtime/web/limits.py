"""How often: tries are counted in Redis, in this process where Redis is away."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, headers_enabled=False)


def bind(app: Flask, redis_url: str) -> None:
    """Count in that Redis, or in memory while it cannot be reached."""
    where = redis_url
    if where.startswith("unix://"):
        where = f"redis+{where}"
    app.config.update(
        RATELIMIT_STORAGE_URI=where if app.config.get("RATELIMIT_SHARED", True) else "memory://",
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_STORAGE_OPTIONS={"socket_connect_timeout": 0.3, "socket_timeout": 0.3},
    )
    limiter.init_app(app)

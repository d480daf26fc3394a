"""How often: tries are counted in Redis, in this process where Redis is away."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address


class RouteLimiter(Limiter):
    """Counts where a route declares a limit, and does nothing at all on every other route."""

    def _check_request_limit(
        self, callable_name: str | None = None, in_middleware: bool = True
    ) -> None:
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


limiter = RouteLimiter(get_remote_address, headers_enabled=False)


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

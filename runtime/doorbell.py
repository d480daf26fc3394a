"""The doorbell: after a commit, one signed job in Redis wakes the worker.

Redis is an untrusted doorbell: the job carries no meaning, only "look at the outbox", signed, and
a worker runs nothing else (`runtime.worker`). Losing it loses nothing; the sweep finds the work.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import structlog
from itsdangerous import BadSignature, URLSafeSerializer
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer

from runtime.config import Settings
from runtime.keys import secret_key
from runtime.ports import Doorbell

QUEUE = "dougong"
ENTRY = "runtime.worker.answer"
QUIET_SECONDS = 5.0
TIMEOUT_SECONDS = 0.2

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class RedisDoorbell:
    """Rings through RQ. After a failed ring it keeps quiet for a while, so that saves stay fast."""

    url: str
    key: str
    _redis: Redis | None = None
    _quiet_until: float = field(default=0.0)

    def ring(self) -> None:
        """Put one signed job in the queue; a broken Redis is logged and otherwise ignored."""
        if time.monotonic() < self._quiet_until:
            return
        try:
            if self._redis is None:
                self._redis = connect(self.url)
            queue = Queue(QUEUE, connection=self._redis, serializer=JSONSerializer)
            queue.enqueue(ENTRY, sign(self.key), result_ttl=0, failure_ttl=3600)
        except (RedisError, OSError) as problem:
            self._quiet_until = time.monotonic() + QUIET_SECONDS
            log.warning("doorbell_silent", problem=str(problem))


def connect(url: str, *, wait: float | None = TIMEOUT_SECONDS) -> Redis:
    """A Redis client that waits at most ``wait`` seconds for an answer (None: for ever)."""
    return Redis.from_url(url, socket_timeout=wait, socket_connect_timeout=wait or 5)


def sign(key: str) -> str:
    """The payload of a ring."""
    return str(URLSafeSerializer(key, salt="doorbell").dumps("outbox"))


def is_ours(key: str, payload: object) -> bool:
    """Whether a payload was signed by this installation."""
    try:
        return bool(URLSafeSerializer(key, salt="doorbell").loads(str(payload)) == "outbox")
    except BadSignature:
        return False


def doorbell_of(settings: Settings) -> Doorbell:
    """The doorbell the settings name."""
    return RedisDoorbell(settings.redis_url, secret_key(settings.data_dir))

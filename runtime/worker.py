"""The worker process: answers the doorbell, and looks by itself for what the bell lost.

RQ imports whatever a job names, so whoever can write to Redis could run anything. This worker's
jobs can only ever be :func:`answer`, with a payload this installation signed; what is to be done
is read from the database.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from redis.exceptions import RedisError
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer

from runtime.config import settings
from runtime.doorbell import ENTRY, QUEUE, connect, is_ours
from runtime.due.backups import back_up_when_due
from runtime.due.leftovers import remove_leftovers
from runtime.due.tick import catch_up, tick
from runtime.errors import Refusal
from runtime.installation import Installation, open_installation
from runtime.keys import secret_key
from runtime.privacy import make_private

POLL_SECONDS = 2.0
TICK_SECONDS = 20.0
RETRY_SECONDS = 3.0
BACKUP_SECONDS = 60.0
BACKUP_RETRY_SECONDS = 3_600.0
TIDY_SECONDS = 3_600.0

log = structlog.get_logger(__name__)


class ForeignJob(RuntimeError):
    """A job in the queue that is not ours; it is refused, whatever it asks for."""


class BellJob(Job):
    """A job whose function can only be :func:`answer`."""

    @property
    def func(self) -> Callable[..., Any]:
        """The one function; any other name is refused.

        Raises:
            ForeignJob: the job names something else.
        """
        if self.func_name != ENTRY:
            raise ForeignJob("a job in the queue is not ours; it was not run")
        return answer


class BellWorker(SimpleWorker):
    """An RQ worker that runs our jobs, in its own process."""

    job_class = BellJob


_opened: list[Installation] = []


def answer(payload: str) -> int:
    """Deliver what waits in the outbox.

    Raises:
        ForeignJob: the payload was not signed by this installation.
    """
    if not is_ours(secret_key(settings().data_dir), payload):
        raise ForeignJob("a ring was not signed by this installation; it was not answered")
    if not _opened:
        _opened.append(open_installation(settings()))
    return catch_up(_opened[0])


def look(installation: Installation, stop: threading.Event) -> None:
    """Until told to stop: deliver what waits every two seconds, tick every twenty."""
    ticked = float("-inf")
    while not stop.is_set():
        try:
            if time.monotonic() - ticked >= TICK_SECONDS:
                tick(installation)
                ticked = time.monotonic()
            else:
                catch_up(installation)
        except Refusal as problem:
            log.warning("worker_waits", problem=problem.code)
        except Exception:
            log.exception("worker_failed")
        stop.wait(POLL_SECONDS)


def keep_backups(installation: Installation, stop: threading.Event) -> None:
    """Until told to stop: make the backup of the day; a failed one is tried again after an hour."""
    pause = BACKUP_SECONDS
    while not stop.wait(pause):
        pause = BACKUP_SECONDS
        try:
            back_up_when_due(installation)
        except Refusal as problem:
            log.warning("backup_failed", problem=problem.code)
            pause = BACKUP_RETRY_SECONDS
        except Exception:
            log.exception("backup_failed")
            pause = BACKUP_RETRY_SECONDS


def tidy_up(installation: Installation, stop: threading.Event, pause: float = TIDY_SECONDS) -> None:
    """Until told to stop, remove what is left over, every ``pause`` seconds."""
    while not stop.wait(pause):
        try:
            remove_leftovers(installation)
        except Refusal as problem:
            log.warning("leftovers_stay", problem=problem.code)
        except Exception:
            log.exception("leftovers_stay")


def work() -> None:
    """Run until the process is told to end. Without Redis the looking alone goes on."""
    make_private(settings().data_dir)
    installation = open_installation(settings())
    _opened.append(installation)
    stop = threading.Event()
    looking = threading.Thread(target=look, args=(installation, stop), name="look")
    looking.start()
    tidying = threading.Thread(target=tidy_up, args=(installation, stop), name="tidy")
    tidying.start()
    keeping = threading.Thread(target=keep_backups, args=(installation, stop), name="backups")
    if installation.settings.backups is not None:
        keeping.start()
    try:
        while not _listen(installation.settings.redis_url):
            time.sleep(RETRY_SECONDS)
    finally:
        stop.set()
        looking.join()
        tidying.join()
        if keeping.ident is not None:
            keeping.join()


def _listen(url: str) -> bool:
    """Answer rings until told to end (True), or until Redis is gone (False)."""
    try:
        connection = connect(url, wait=None)
        connection.ping()
        queue = Queue(QUEUE, connection=connection, serializer=JSONSerializer, job_class=BellJob)
        worker = BellWorker([queue], connection=connection, serializer=JSONSerializer)
        worker.work(logging_level="WARNING")
    except (RedisError, OSError) as problem:
        log.warning("redis_away", problem=str(problem))
        return False
    return True


if __name__ == "__main__":
    work()

"""Keeping the processes of a run going: each is forked from this one, which then only waits.

What is imported here is shared by all of them, and one that ends is there again in a moment. A
process that ends is started anew, after a pause that grows while it keeps ending; one that ends
three times in a row soon after its start will not come up by itself, and the run ends.
"""

from __future__ import annotations

import ctypes
import gc
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn

QUICK_SECONDS = 10.0
MOST_QUICK = 3
PAUSES = (0.1, 1.0, 3.0)
GRACE_SECONDS = 25.0
LOOK_SECONDS = 0.05
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(slots=True)
class Kept:
    """One process that is kept going: what it does, and how it has been doing."""

    name: str
    perform: Callable[[], object]
    pid: int = 0
    started: float = 0.0
    quick: int = 0
    due: float = 0.0


@dataclass(slots=True)
class Watch:
    """What is told while the processes run.

    ``is_up`` is asked, until it says yes, whether pages answer; ``greet`` says so.
    ``ended`` tells that a process (name, how it ended) is started anew, ``given_up`` that it is not.
    """

    is_up: Callable[[], bool]
    greet: Callable[[], None]
    ended: Callable[[str, str], None]
    given_up: Callable[[str, str], None]


def keep(all_of_them: Sequence[Kept], watch: Watch) -> int:
    """Keep processes going until we are told to stop (128 and the signal) or one gives up (1)."""
    told: list[int] = []
    bell, ringer = os.pipe()
    os.set_blocking(ringer, False)
    os.set_blocking(bell, False)
    signal.set_wakeup_fd(ringer, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    for number in STOPPING:
        signal.signal(number, lambda got, _: told.append(got))
    gc.collect()
    gc.freeze()
    greeted = False
    try:
        while not told:
            _start_due(all_of_them)
            greeted = greeted or _greeted(watch)
            select.select([bell], [], [], _pause(all_of_them, greeted=greeted))
            with suppress(BlockingIOError):
                os.read(bell, 4096)
            for each, how in _ended(all_of_them):
                if told:
                    break
                if each.quick >= MOST_QUICK:
                    watch.given_up(each.name, how)
                    return 1
                watch.ended(each.name, how)
        return 128 + told[0]
    finally:
        _end(all_of_them)
        signal.set_wakeup_fd(-1)
        os.close(bell)
        os.close(ringer)


def _greeted(watch: Watch) -> bool:
    if not watch.is_up():
        return False
    watch.greet()
    return True


def _pause(all_of_them: Sequence[Kept], *, greeted: bool) -> float | None:
    """How long nothing needs to be looked at; None until something happens."""
    times = [max(0.0, each.due - time.monotonic()) for each in all_of_them if not each.pid]
    return min([*times, *([] if greeted else [LOOK_SECONDS])], default=None)


def _start_due(all_of_them: Sequence[Kept]) -> None:
    for each in all_of_them:
        if not each.pid and each.due <= time.monotonic():
            each.started = time.monotonic()
            each.pid = start(each.perform)


def _ended(all_of_them: Sequence[Kept]) -> list[tuple[Kept, str]]:
    """Those that ended, with how; each is due again after a pause."""
    found = []
    for each in all_of_them:
        if not each.pid:
            continue
        pid, status = os.waitpid(each.pid, os.WNOHANG)
        if pid:
            lived = time.monotonic() - each.started
            each.pid, each.quick = 0, each.quick + 1 if lived < QUICK_SECONDS else 0
            each.due = time.monotonic() + PAUSES[min(each.quick, len(PAUSES) - 1)]
            found.append((each, _how(status)))
    return found


def _how(status: int) -> str:
    """How a process ended, as its shell would say it: SIGKILL, or exit 1."""
    if os.WIFSIGNALED(status):
        return signal.Signals(os.WTERMSIG(status)).name
    return f"exit {os.WEXITSTATUS(status)}"


def _end(all_of_them: Sequence[Kept]) -> None:
    """Ask all to end, and end those that do not."""
    running = [each for each in all_of_them if each.pid]
    for number, seconds in ((signal.SIGTERM, GRACE_SECONDS), (signal.SIGKILL, 5.0)):
        for each in running:
            with suppress(ProcessLookupError):
                os.kill(each.pid, number)
        until = time.monotonic() + seconds
        while running and time.monotonic() < until:
            running = [each for each in running if not os.waitpid(each.pid, os.WNOHANG)[0]]
            time.sleep(LOOK_SECONDS if running else 0)


def start(perform: Callable[[], object]) -> int:
    """Do something in a process of its own, forked from this one; its id is returned."""
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _perform(perform, parent)
    return pid


def _perform(perform: Callable[[], object], parent: int) -> NoReturn:
    """In the new process: do what it is for, then leave, never back into what forked it."""
    code: Any = 0
    try:
        signal.set_wakeup_fd(-1)
        for number in (*STOPPING, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _end_with(parent)
        perform()
    except SystemExit as left:
        code = left.code
    except KeyboardInterrupt:
        code = 130
    except BaseException:  # noqa: BLE001 - the last door of the process
        traceback.print_exc()
        code = 1
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code if isinstance(code, int) else int(bool(code)))


def _end_with(parent: int) -> None:
    """Have the system end this process when the one that keeps it is killed, where it can."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, int(signal.SIGTERM))
    if os.getppid() != parent:
        os._exit(1)

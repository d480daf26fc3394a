"""Reading untrusted files in a process of their own, with limits on memory and time.

What a stranger made may ask a reader for any amount of either. The process that reads it has nothing
to lose: no secret in its environment, no database, no file to write; its answer is lines of JSON.
"""

from __future__ import annotations

import importlib
import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, cast

import orjson

from runtime.errors import Refusal

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a reader may use: megabytes of memory, seconds of processor time."""

    memory: int = 640
    seconds: int = 20


@contextmanager
def confined(module: str, arguments: Mapping[str, Any], bounds: Bounds) -> Iterator[Iterator[Any]]:
    """What ``module.read(**arguments)`` yields in a confined process, one JSON value after another.

    The process ends with the block, whether all was read or not.

    Raises:
        Refusal: what the reader refuses, or too_much_to_read (413) where it met a limit.
    """
    limits = [str(bounds.memory), str(bounds.seconds)]
    child = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
        [sys.executable, "-I", "-m", "runtime.confined", module, *limits],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        close_fds=True,
    )
    try:
        yield _answers(child, arguments)
    finally:
        child.kill()
        child.communicate()


def _answers(child: subprocess.Popen[bytes], arguments: Mapping[str, Any]) -> Iterator[Any]:
    to, from_ = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
    to.write(orjson.dumps(arguments) + b"\n")
    to.flush()
    for line in from_:
        if not line.endswith(b"\n"):
            break
        said = orjson.loads(line)
        if "refused" in said:
            raise Refusal(said["refused"], said["status"], **said["facts"])
        if "over" in said:
            return
        yield said["read"]
    raise Refusal("too_much_to_read", 413)


def _main(module: str, memory: str, seconds: str) -> None:
    _bound(int(memory) * MB, int(seconds))
    reader = importlib.import_module(module)
    arguments = orjson.loads(sys.stdin.buffer.readline())
    say = sys.stdout.buffer
    try:
        for each in reader.read(**arguments):
            say.write(orjson.dumps({"read": each}) + b"\n")
            say.flush()
        say.write(b'{"over":true}\n')
    except MemoryError:
        say.write(_refused(Refusal("too_much_to_read", 413)))
    except Refusal as refusal:
        say.write(_refused(refusal))
    except BrokenPipeError:  # whoever asked has heard enough
        os._exit(0)
    say.flush()


def _refused(why: Refusal) -> bytes:
    return orjson.dumps({"refused": why.code, "status": why.status, "facts": why.facts}) + b"\n"


def _bound(memory: int, seconds: int) -> None:
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        top = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (top, top))


if __name__ == "__main__":
    _main(*sys.argv[1:])

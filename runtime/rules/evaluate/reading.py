"""Reading a question's JSON: every value by its field's type, as it would lie in the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rule_dsl.types import TEXT, Type
from runtime.catalog import NoLookup
from runtime.compiled import states_of
from runtime.errors import sentence
from runtime.fields.base import Reader, Unreadable
from runtime.rules.evaluate.ground import Ground
from runtime.rules.evaluate.problem import Unfit, problem
from runtime.rules.evaluate.question import Question
from runtime.spec.app import FieldSpec
from runtime.spec.vocabulary import ACTOR_FACTS, param_field
from runtime.store.columns import checked_text

Json = Any
Row = Mapping[str, Any]
SELF = "self"
NOBODY = "system"
FILE = Type("file")
MOMENTS = ("created_at", "updated_at", "state_since", "deleted_at")
OWN = ("id", "created_by", "updated_by", *MOMENTS)
LOOSE = frozenset({"min", "max"})
"""Bounds of what people may enter; a formula has a value beyond them, too."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question read: rows hold the fields' values and the system's own.

    ``rows`` are all records by form, the record itself among them; ``made`` are the ids of lines
    that came without one.
    """

    form: str
    record: Row
    rows: Mapping[str, Sequence[Row]]
    now: datetime
    zone: ZoneInfo
    params: Mapping[str, Any]
    made: frozenset[str] = frozenset()


def read_case(ground: Ground, question: Question, form: str, now: datetime, lang: str) -> Case:
    """The case of a question about a record of a form; ``now`` holds where it does not say.

    Raises:
        Unfit: values that are none of their field, fields and forms that are not there.
    """
    reading = _Reading(ground, lang, ZoneInfo(ground.spec.timezone))
    reading.zone = reading.read_zone(question.tz)
    reading.now = reading.read_moment(question.now, "now") or now.astimezone(UTC)
    given = {"id": SELF, **question.record}
    reading.self_id = str(given["id"] or SELF)
    reading.self_form = form
    record = reading.read_row(form, given, ("record", 0))
    rows: dict[str, list[Row]] = {form: [record]}
    for other, several in question.related.items():
        if ground.spec.form(other) is None:
            reading.wrong.append(
                problem("eval_no_form", lang, {"form": other[:60]}, path=f"related.{other[:60]}")
            )
            continue
        found = [
            reading.read_row(other, row, (f"related.{other}.{at}", at))
            for at, row in enumerate(several)
        ]
        rows.setdefault(other, []).extend(found)
    params = reading.read_params(question.params)
    reading.check_ids(rows)
    if reading.wrong:
        raise Unfit(reading.wrong)
    return Case(form, record, rows, reading.now, reading.zone, params, frozenset(reading.made))


class _Reading:
    """One question being read; what is wrong is gathered."""

    def __init__(self, ground: Ground, lang: str, zone: ZoneInfo) -> None:
        self.ground = ground
        self.lang = lang
        self.zone = zone
        self.now = datetime.now(UTC)
        self.self_id = SELF
        self.self_form = ""
        self.wrong: list[dict[str, Json]] = []
        self.made: list[str] = []

    def say(self, code: str, path: str, /, **facts: Any) -> None:
        self.wrong.append(problem(code, self.lang, facts, path=path[:120]))

    def read_zone(self, name: str | None) -> ZoneInfo:
        try:
            return self.zone if name is None else ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            self.say("eval_no_zone", "tz", tz=str(name)[:60])
            return self.zone

    def read_moment(self, raw: Json, path: str) -> datetime | None:
        """A moment in ISO 8601; without an offset it is in the question's zone."""
        if raw is None:
            return None
        try:
            found = datetime.fromisoformat(raw)
            if found.tzinfo is None:
                found = found.replace(tzinfo=self.zone)
            return found.astimezone(UTC)
        except (TypeError, ValueError, OverflowError):
            self.say("eval_no_moment", path, written=str(raw)[:60])
            return None

    def read_row(self, form: str, raw: Mapping[str, Json], place: tuple[str, int]) -> Row:
        """A record: its fields and the system's own, with plausible ones where none are given."""
        path, at = place
        spec = self.ground.spec.form(form)
        fields = {each.key: each for each in spec.fields} if spec is not None else {}
        values = self._values(form, fields, raw, path)
        row_id = str(raw.get("id") or f"{form}-{at + 1:06}")
        own: dict[str, Any] = {
            key: self.read_moment(raw.get(key), f"{path}.{key}") for key in MOMENTS
        }
        own["created_at"] = own["created_at"] or self.now
        own["updated_at"] = own["updated_at"] or own["created_at"]
        if any(life.form == form for life in self.ground.spec.lifecycles):
            own["state_since"] = own["state_since"] or own["created_at"]
        for key in ("created_by", "updated_by"):
            own[key] = str(raw.get(key) or NOBODY)
        for key, value in values.items():
            if isinstance(value, tuple):
                values[key] = self._lines(row_id, key, value)
        return {**values, **own, "id": row_id}

    def read_params(self, given: Mapping[str, Json]) -> Mapping[str, Any]:
        """The app's parameters, those of the question instead of their declared values."""
        found: dict[str, Any] = {key: given.get(key) for key in ACTOR_FACTS}
        for param in self.ground.spec.named("param"):
            raw = given[param.key] if param.key in given else param.facts.get("value")
            found[param.key] = self._value(param_field(param), raw, f"params.{param.key}")
        for key in given:
            if key not in found:
                self.say("eval_unknown_param", f"params.{key}", key=key[:60])
        return found

    def check_ids(self, rows: Mapping[str, Sequence[Row]]) -> None:
        """Ids are unique in a form."""
        for form, several in rows.items():
            ids = [row["id"] for row in several]
            if len(set(ids)) != len(ids):
                self.say("eval_same_id", f"related.{form}", form=form)

    def _values(
        self, form: str, fields: Mapping[str, FieldSpec], raw: Mapping[str, Json], path: str
    ) -> dict[str, Any]:
        states = states_of(self.ground.spec, form)
        stored = {key: each for key, each in fields.items() if self._kind(each) != "none"}
        for key in raw:
            if key not in stored and key not in OWN:
                self.say("eval_unknown_field", f"{path}.{key}", key=str(key)[:60])
        values = {}
        for key, each in stored.items():
            field = each
            if self.ground.catalog.fields[each.type].holds_state:
                field = replace(each, options={**each.options, "options": states})
            values[key] = self._value(field, raw.get(key), f"{path}.{key}")
        return values

    def _kind(self, field: FieldSpec) -> str:
        return self.ground.catalog.fields[field.type].storage(field).kind

    def _value(self, field: FieldSpec, raw: Json, path: str) -> Any:
        kind = self.ground.catalog.fields[field.type]
        storage = kind.storage(field)
        if storage.kind == "rows":
            return self._rows(field, raw, path)
        if storage.kind == "id" and raw == SELF and storage.points == self.self_form:
            return self.self_id
        known = kind.rule_type(field, "")
        if known == FILE and isinstance(raw, list):
            return frozenset(map(str, raw)) or None
        try:
            if isinstance(raw, str) and known == TEXT:
                return checked_text(raw)
            loose = {key: each for key, each in field.options.items() if key not in LOOSE}
            reader = Reader(self.lang, str(self.zone), NoLookup(), wire=True)
            return kind.parse(raw, replace(field, options=loose), reader)
        except Unreadable as unreadable:
            reason = sentence(unreadable.code, self.lang, unreadable.facts, missing="")
            self.say("eval_bad_value", path, path=path, reason=reason)
        except ValueError:
            self.say("eval_bad_value", path, path=path, reason="")
        return None

    def _rows(self, field: FieldSpec, raw: Json, path: str) -> tuple[Row, ...]:
        if raw is None:
            return ()
        if not isinstance(raw, list) or not all(isinstance(row, Mapping) for row in raw):
            self.say("eval_wrong_shape", path, key=path)
            return ()
        inner = {each.key: each for each in field.fields}
        return tuple(self._line(inner, row, f"{path}.{at}") for at, row in enumerate(raw))

    def _line(self, fields: Mapping[str, FieldSpec], raw: Mapping[str, Json], path: str) -> Row:
        for key in raw:
            if key not in fields and key != "id":
                self.say("eval_unknown_field", f"{path}.{key}", key=str(key)[:60])
        values = {
            key: self._value(each, raw.get(key), f"{path}.{key}") for key, each in fields.items()
        }
        return {"id": raw.get("id"), **values}

    def _lines(self, record: str, key: str, lines: Iterable[Row]) -> tuple[Row, ...]:
        """Lines with an id each."""
        found = []
        for at, line in enumerate(lines):
            line_id = line["id"]
            if not line_id:
                line_id = f"{record}.{key}.{at + 1:06}"
                self.made.append(line_id)
            found.append({**line, "id": str(line_id)})
        return tuple(found)

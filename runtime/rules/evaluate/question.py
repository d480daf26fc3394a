"""A question: an expression, the record it is about, and what surrounds them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from runtime.rules.evaluate.problem import Unfit, problem

Json = Any
Target = Literal["python", "sqlite", "postgres", "js"]
TARGETS: tuple[Target, ...] = ("python", "sqlite", "postgres", "js")
LONGEST = 4_000_000
_SHAPES: Mapping[str, tuple[type, ...]] = {
    "text": (str,),
    "form": (str,),
    "record": (dict,),
    "now": (str,),
    "tz": (str,),
    "params": (dict,),
    "related": (dict,),
}


@dataclass(frozen=True, slots=True)
class Question:
    """Values are as on the wire. What is None is the app's own: its form, now, zone, parameters.

    ``related`` are records of other forms; they point at the record with the link value ``self``.
    """

    text: str
    form: str | None = None
    record: Mapping[str, Json] = field(default_factory=dict)
    now: str | None = None
    tz: str | None = None
    params: Mapping[str, Json] = field(default_factory=dict)
    related: Mapping[str, Sequence[Mapping[str, Json]]] = field(default_factory=dict)


def read_json(text: str, lang: str) -> Json:
    """JSON from outside, its numbers exact.

    Raises:
        Unfit: it is none, or too much of it.
    """
    if len(text) > LONGEST:
        raise Unfit([problem("eval_too_long", lang, {"most": LONGEST})])
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unfit([problem("eval_not_json", lang)]) from None


def question_of(given: Json, lang: str) -> Question:
    """The question in a JSON object.

    Raises:
        Unfit: it is no object, has no text, or a key of another shape.
    """
    if not isinstance(given, dict):
        raise Unfit([problem("eval_not_object", lang)])
    facts = {key: value for key, value in given.items() if value is not None}
    wrong = [
        problem("eval_unknown_key", lang, {"key": key[:60]}, path=key[:60])
        for key in facts
        if key not in _SHAPES
    ]
    wrong += [
        problem("eval_wrong_shape", lang, {"key": key}, path=key)
        for key, shape in _SHAPES.items()
        if (key in facts or key == "text") and not isinstance(facts.get(key), shape)
    ]
    for form, rows in facts.get("related", {}).items() if not wrong else ():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            key = f"related.{form}"[:60]
            wrong.append(problem("eval_wrong_shape", lang, {"key": key}, path=key))
    if wrong:
        raise Unfit(wrong)
    return Question(**facts)


def _no_number(word: str) -> None:
    raise ValueError(word)

"""How values, types and the words of the language are spelled on a page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from rule_dsl.check.typing import TYPE_WORDS
from rule_dsl.functions.base import ANY_KINDS, BOOL_KINDS, NUMERIC_KINDS
from rule_dsl.lexer.quotes import quote_text
from rule_dsl.printing.words import Words
from rule_dsl.reference.base import Lang, said
from rule_dsl.reference.sample import ZONE
from rule_dsl.reference.workshop import WORKSHOP
from rule_dsl.synonyms import TABLES, chinese, english
from rule_dsl.synonyms.kinds import KIND_WORDS
from rule_dsl.synonyms.units import COUNTERS, UNITS, WEEKDAYS
from rule_dsl.types import Type
from rule_dsl.values import number_text

EMPTY = ("（空）", "(empty)")
LISTS = frozenset(
    {"UNIT", "WEEKDAY", "COUNTER", "KIND", "OUTER", "RECORDS", "POSSESSIVE", "DENIALS"}
)
"""Rows that list several words instead of several spellings of one."""
_UNITS = (("d", timedelta(days=1)), ("h", timedelta(hours=1)), ("min", timedelta(minutes=1)))


def value_text(value: Any, kind: Type, lang: Lang) -> str:
    """A value of the language as a reader sees it."""
    if value in (None, "", frozenset()):
        return said(EMPTY, lang)
    if isinstance(value, bool):
        return Words(lang).spelling("TRUE" if value else "FALSE")
    if isinstance(value, Decimal):
        is_percent = kind.kind == "percent"
        return f"{number_text(value * 100)}%" if is_percent else number_text(value)
    if isinstance(value, timedelta):
        amount, unit = duration_parts(value)
        return Words(lang).duration(amount, unit)
    if isinstance(value, datetime):
        local = value.astimezone(ZONE).replace(tzinfo=None)
        return local.isoformat(" ", "seconds" if local.second else "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return "、".join(_named(key, kind, lang) for key in sorted(value))
    if kind.kind == "text":
        return quote_text(value, lang)
    return _named(str(value), kind, lang)


def duration_parts(length: timedelta) -> tuple[str, str]:
    """The amount and the largest unit that measures a duration without a remainder."""
    for unit, one in _UNITS:
        if length % one == timedelta(0):
            return str(length // one), unit
    return number_text(Decimal(length // timedelta(microseconds=1)) / 1_000_000), "s"


def _named(key: str, kind: Type, lang: Lang) -> str:
    """An option, state, person or linked record by its label."""
    form, _, field = (kind.of or "").partition(".")
    declared = WORKSHOP.forms.get(form)
    found = declared.fields.get(field) if declared else None
    for option in found.options if found else ():
        if option.key == key:
            return option.labels[lang][0]
    for name in WORKSHOP.names:
        if name.kind == "person" and name.key == key:
            return name.labels[lang][0]
    return "CNC-07" if kind.kind == "link" else key


def kinds_text(kinds: frozenset[str], lang: Lang) -> str:
    """What a parameter takes, in words."""
    if kinds >= ANY_KINDS:
        return said(("任意值", "any value"), lang)
    if kinds >= ANY_KINDS - BOOL_KINDS:
        return said(("任意值（是/否除外）", "any value but a yes/no"), lang)
    listed = ["number"] if kinds >= NUMERIC_KINDS else []
    listed += [kind for kind in TYPE_WORDS if kind in kinds and kind not in NUMERIC_KINDS]
    return said(("或", " or "), lang).join(said(TYPE_WORDS[kind], lang) for kind in listed)


def spellings(row: str, lang: Lang) -> tuple[str, ...]:
    """The spellings of a row of the word tables, the printed one first; none in that language: ()."""
    extra = {"UNIT": UNITS, "WEEKDAY": WEEKDAYS}.get(row)
    if extra is not None:
        return tuple(_of(lang, words)[0] for words in extra.values())
    if row == "COUNTER":
        return _of(lang, COUNTERS)
    if row == "KIND":
        return tuple(words[lang][0] for words in KIND_WORDS.values())
    if row in ("OUTER", "RECORDS", "POSSESSIVE", "DENIALS"):
        return tuple(getattr(chinese if lang == "zh" else english, row))
    return TABLES[lang].get(row, ())


def _of(lang: Lang, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a table that holds both languages."""
    return tuple(word for word in words if word.isascii() == (lang == "en"))

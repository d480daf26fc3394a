"""What may come next at a place in a text: names of the app and words of the language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rule_dsl.functions import FUNCTIONS
from rule_dsl.grammar.table import load_table
from rule_dsl.lexer.candidates import Text
from rule_dsl.lexer.lexicon import lexicon_of
from rule_dsl.lexer.width import fold
from rule_dsl.lexer.words import Word
from rule_dsl.search import Place, Search
from rule_dsl.synonyms import TABLES
from rule_dsl.synonyms.units import UNITS
from rule_dsl.vocabulary import Field, Labels, Vocabulary

LONGEST_TYPED = 24
MAX_SHOWN = 60
PEOPLE = ("role", "dept", "person")
_AFTER: dict[str, tuple[str, ...]] = {
    "TO": (*PEOPLE, "people_field"),
    "NOTIFY": (*PEOPLE, "people_field", "channel"),
    "CC": (*PEOPLE, "people_field"),
    "ESCALATE": (*PEOPLE, "people_field"),
    "ASSIGN": (*PEOPLE, "people_field"),
    "GIVE": (*PEOPLE, "people_field", "conn"),
    "FOR": (*PEOPLE, "people_field"),
    "BYWHO": PEOPLE,
    "SEND": ("msg", "doc"),
    "WITH": ("doc", "msg", "field"),
    "VIA": ("channel",),
    "CALL": ("conn",),
    "START": ("flow", "msg", "queue"),
    "SUGGEST": ("flow", "msg"),
    "GENERATE": ("doc", "field"),
    "CREATE": ("form",),
    "LINK": ("form", "field"),
    "ADD_TO": ("queue", "list"),
    "EV": ("form", "act", "field"),
    "IN": ("option", "list", "field"),
    "OP": ("option", "field", "param"),
    "CHANGES_TO": ("option",),
    "CHANGE_TO": ("option", "field", "param"),
    "_UNDONE": ("act", "field"),
    "EXISTS": ("form",),
    "GROUP": ("form",),
    "ANYOF": ("rows_field", "form"),
    "ALLOF": ("rows_field", "form"),
    "UNTIL": ("date_field",),
}
_DEFAULT = ("field", "act", "form", "param")
_DATES, _ROWS = ("date", "moment"), ("rows",)
_PEOPLE_TYPES = ("person", "department", "link")


@dataclass(frozen=True, slots=True)
class Completion:
    """One thing that may come next: its text, what it replaces, and its kind (a name's or word)."""

    text: str
    start: int
    kind: str


def complete(
    text: str, position: int, vocabulary: Vocabulary, subject: str, lang: str
) -> tuple[Completion, ...]:
    """What may stand at a position, names first, narrowed by what is already typed there."""
    typed_text = text[:position]
    search = Search(Text(typed_text, lexicon_of(vocabulary)))
    steps = search.places()
    came_from = {
        following: (word, place) for place, found in steps.items() for _, word, following in found
    }
    offered: dict[str, Completion] = {}
    for place in sorted(steps, key=lambda place: place.position):
        start = search.text.skip_space(place.position)
        typed = fold(typed_text[start:])
        if len(typed) > LONGEST_TYPED:
            continue
        before = _words_before(place, came_from)
        for spelled, kind in _offers(vocabulary, subject, lang, place, before):
            folded = fold(spelled)
            if folded.startswith(typed) and folded != typed:
                offered.setdefault(spelled, Completion(spelled, start, kind))
    ordered = sorted(offered.values(), key=lambda one: -one.start)
    names = [one for one in ordered if one.kind != "word"]
    words = [one for one in ordered if one.kind == "word"]
    return (*names[:MAX_SHOWN], *words[:MAX_SHOWN])


def _words_before(place: Place, came_from: dict[Place, tuple[Word, Place]]) -> tuple[Word, ...]:
    words: list[Word] = []
    while place in came_from and len(words) < 3:
        word, place = came_from[place]
        if word.kind != "SKIP":
            words.append(word)
    return tuple(words)


def _offers(
    vocabulary: Vocabulary, subject: str, lang: str, place: Place, before: tuple[Word, ...]
) -> Iterator[tuple[str, str]]:
    kinds = load_table().kinds(place.states)
    if "NAME" in kinds:
        last = before[0].kind if before else ""
        for wanted in _AFTER.get(last, _DEFAULT):
            yield from _names(vocabulary, subject, lang, wanted, before)
    for row, spellings in TABLES[lang].items():
        if row.partition(":")[0] in kinds:
            yield spellings[0], "word"
    if "FUNC" in kinds:
        for function in FUNCTIONS.values():
            yield f"{function.name}(", "function"
    if "DUR" in kinds and before and before[0].kind in ("NUMBER", "DUR"):
        for spellings in UNITS.values():
            yield next(s for s in spellings if s.isascii() == (lang == "en")), "unit"


def _names(
    vocabulary: Vocabulary, subject: str, lang: str, wanted: str, before: tuple[Word, ...]
) -> Iterator[tuple[str, str]]:
    form = vocabulary.forms[subject]
    fields = list(form.fields.values())
    if wanted == "option":
        for item in _left_fields(form.fields, before):
            yield from ((_label(o.labels, lang, o.key), "opt") for o in item.options)
    elif wanted == "field":
        yield from ((_label(f.labels, lang, f.key), "field") for f in fields)
    elif wanted.endswith("_field"):
        types = {"date_field": _DATES, "rows_field": _ROWS, "people_field": _PEOPLE_TYPES}[wanted]
        yield from (
            (_label(f.labels, lang, f.key), "field") for f in fields if f.type.kind in types
        )
    elif wanted == "form":
        yield from ((_label(f.labels, lang, f.key), "form") for f in vocabulary.forms.values())
    else:
        if wanted == "act":
            yield from ((_label(m.labels, lang, m.key), "act") for m in form.moves)
        for name in vocabulary.names:
            if name.kind == wanted and name.form in (None, subject):
                yield _label(name.labels, lang, name.key), name.kind


def _left_fields(fields: Mapping[str, Field], before: tuple[Word, ...]) -> Iterator[Field]:
    """The field whose options may stand after a comparison."""
    for word in before[1:2]:
        if word.kind == "NAME":
            for entity in word.value[-1].entities:
                if entity.kind == "field" and entity.key in fields:
                    yield fields[entity.key]


def _label(labels: Labels, lang: str, key: str) -> str:
    for code in (lang, "en", "zh"):
        if labels.get(code):
            return labels[code][0]
    return key

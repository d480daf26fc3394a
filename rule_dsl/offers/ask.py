"""Questions: what a text leaves open, with the choices there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from rule_dsl.check.context import first_label
from rule_dsl.offers.chart import Reader
from rule_dsl.offers.item import Json
from rule_dsl.printing.words import Words
from rule_dsl.suggest import similar
from rule_dsl.tree import Span

MOST_CHOICES = 6
_LENGTHS = (("30", "min"), ("1", "h"), ("4", "h"), ("1", "d"), ("3", "d"), ("7", "d"))
_UNITS = ("min", "h", "d", "wd")
SLOTS = ("who", "how_long", "how_much", "unit", "which", "what_value", "do_what", "unknown")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: what it is called, and the sentence it makes (empty where more is open)."""

    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: which slot, the stretch it is about, and the answers there are."""

    slot: str
    span: Span
    choices: tuple[Choice, ...] = ()


def ask(
    reader: Reader, tree: Json, open_one: Json, lang: str, say: Callable[[Json], str]
) -> Question:
    """The question that a hole asks; ``say`` prints a tree with nothing open."""
    slot, facts = open_one[1], open_one[2:]
    size = len(reader.letters.source)
    start, end = (facts[0], facts[1]) if len(facts) > 1 and isinstance(facts[0], int) else (0, size)
    choices = []
    for label, node in _answers(reader, open_one, lang):
        choices.append(Choice(label, say(_filled(tree, open_one, node))))
        if len(choices) == MOST_CHOICES:
            break
    return Question(slot, Span(start, end), tuple(choices))


def _filled(tree: Json, open_one: Json, node: Json) -> Json:
    if tree is open_one or tree == open_one:
        return node
    if isinstance(tree, list):
        return [_filled(part, open_one, node) for part in tree]
    return tree


def _answers(reader: Reader, open_one: Json, lang: str) -> Iterator[tuple[str, Json]]:
    match open_one[1]:
        case "who":
            yield from _people(reader, lang)
        case "which":
            for node in open_one[4:]:
                yield _label(reader, node, lang), node
        case "how_long":
            for amount, unit in _LENGTHS:
                yield _length(amount, unit, lang), ["dur", amount, unit]
        case "unit":
            for unit in _UNITS:
                yield _length("", unit, lang).strip(), unit
        case "what_value":
            yield from _values(reader, str(open_one[4]), lang)


def _values(reader: Reader, key: str, lang: str) -> Iterator[tuple[str, Json]]:
    """What a field may be set to."""
    field = reader.field_of(reader.subject, key)
    if field is None:
        return
    for option in field.options:
        yield first_label(option.labels, lang), ["state" if field.is_state else "opt", option.key]
    if field.type.kind == "bool":
        words = ("是", "否") if lang == "zh" else ("yes", "no")
        yield from zip(words, (True, False), strict=True)


def _length(amount: str, unit: str, lang: str) -> str:
    return Words(lang).duration(amount, unit)


def _people(reader: Reader, lang: str) -> Iterator[tuple[str, Json]]:
    for field in reader.form.fields.values():
        if field.type.kind == "person":
            yield first_label(field.labels, lang), field.key
    for name in reader.vocabulary.names:
        if name.kind in ("role", "dept"):
            yield first_label(name.labels, lang), [name.kind, name.key]


def _label(reader: Reader, node: Json, lang: str) -> str:
    for name in reader.vocabulary.names:
        if [name.kind, name.key] == node:
            return first_label(name.labels, lang)
    field = reader.field_of(reader.subject, str(node))
    return first_label(field.labels, lang) if field else str(node)


def ask_at_large(reader: Reader, lang: str) -> Question | None:
    """A text that makes no rule: what is vague in it, or the first word that nothing is called by."""
    for item in sorted(reader.letters.items, key=lambda each: (each.start, -each.end)):
        if item.kind in ("vaguelong", "vaguesoon"):
            return Question("how_long", Span(item.start, item.end))
        if item.kind.startswith("vague:"):
            return Question("how_much", Span(item.start, item.end))
    return _unknown(reader, lang)


def _unknown(reader: Reader, lang: str) -> Question | None:
    text = reader.letters.source
    covered = bytearray(len(text))
    for item in reader.letters.items:
        covered[item.start : item.end] = b"\x01" * (item.end - item.start)
    for start, ends in reader.letters.skips.items():
        for end in ends:
            covered[start:end] = b"\x01" * (end - start)
    start = covered.find(0)
    if start < 0:
        return None
    end = start
    while end < len(text) and not covered[end]:
        end += 1
    names: list[Any] = [each.labels for each in reader.vocabulary.names]
    names += [each.labels for each in reader.form.fields.values()]
    labels = [label for some in names for label in some.get(lang, ())]
    near = similar(text[start:end], labels, reader.vocabulary.pinyin)
    return Question("unknown", Span(start, end), tuple(Choice(each) for each in near))

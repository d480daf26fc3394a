"""What the rule language makes of a rule's text: its problems with columns, or its canonical texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rule_dsl import Node, Problem, parse, print_text, rule_of
from rule_dsl.vocabulary import Labels, Vocabulary
from runtime.errors import Refusal, sentence
from runtime.spec.app import AppSpec
from runtime.spec.blocks import Blocks
from runtime.spec.expressions import expression_of
from runtime.spec.texts import TextKey, Texts
from runtime.spec.together import told_about
from runtime.spec.vocabulary import vocabulary

Json = Any
MOST = 20


def read_rule(
    spec: AppSpec, blocks: Blocks, rule: tuple[str, str], lang: str, key: str = ""
) -> dict[str, Json]:
    """The reading of a rule (form, text): ``ok``, ``told`` (one sentence), ``problems``, ``zh``
    and ``en``, and counts.

    ``key`` names the rule of the app whose text it is to be: then what it and the other rules do
    to each other is among the problems.
    """
    form, text = rule
    words = vocabulary(spec, blocks.fields)
    if form not in words.forms:
        return _told({"ok": False, "problems": []}, lang)
    texts = Texts(words)
    parsed = texts.read(TextKey(form, text, "rule"))
    own = next((each for each in spec.rules if each.key == key), None)
    beside: tuple[Problem, ...] = ()
    if own is not None and parsed.tree is not None:
        beside = told_about(spec, texts, replace(own, form=form, text=text))
    problems = [
        {
            **each.as_dict(lang, text),
            "start": each.span.start,
            "end": each.span.end,
        }
        for each in (*parsed.problems, *beside)[:MOST]
    ]
    if parsed.tree is None:
        return _told({"ok": False, "problems": problems}, lang)
    parts = rule_of(parsed.tree)
    found = {
        "ok": not parsed.errors,
        "problems": problems,
        "zh": print_text(parsed.tree, words, form, "zh"),
        "en": print_text(parsed.tree, words, form, "en"),
        "conditions": _count(parts.condition),
        "actions": len(parts.actions) + len(parts.otherwise),
    }
    return _told(found, lang)


def _told(found: dict[str, Json], lang: str) -> dict[str, Json]:
    """A reading with one sentence about it, and where each of its problems stands in words."""
    whole = {"zh": "", "en": "", "conditions": 0, "actions": 0, **found}
    errors = sum(each["severity"] == "error" for each in whole["problems"])
    code = "understood" if whole["ok"] else "not_understood"
    counts = {"conditions": whole["conditions"], "actions": whole["actions"]}
    whole["told"] = sentence(f"build.{code}", lang, {**counts, "count": max(errors, 1)})
    for each in whole["problems"]:
        place = {"line": each["line"], "column": each["column"]}
        each["place"] = sentence("build.line_column", lang, place)
    return whole


def _count(condition: Node | None) -> int:
    """How many conditions a sentence lists."""
    if condition is None:
        return 0
    if condition.head not in {"and", "or"}:
        return 1
    return sum(_count(each) for each in condition.args if isinstance(each, Node))


def check_condition(
    spec: AppSpec, blocks: Blocks, place: tuple[str, str], text: str, lang: str
) -> None:
    """See that a text is a condition over the records of a form (``place``: form, what it is for).

    Raises:
        Refusal: condition_wrong (422), with what is wrong in it and what to write.
    """
    form, what = place
    words = vocabulary(spec, blocks.fields)
    if form not in words.forms:
        return
    parsed = Texts(words).read(TextKey(form, text, "condition"))
    said = [
        f"{told['message']} {told['hint']}".strip()
        for told in (each.as_dict(lang, text) for each in parsed.errors)
    ]
    if parsed.tree is not None and expression_of(parsed.tree).type.kind != "bool":
        said.append(sentence("build.no_condition", lang))
    if said:
        raise Refusal("condition_wrong", 422, what=what, why=" ".join(said[:3]))


def broken_rules(spec: AppSpec, published: AppSpec | None, blocks: Blocks) -> frozenset[str]:
    """The keys of the rules of a draft that cannot be read.

    What a sentence means hangs on the names that stand in it. One that was published, and whose
    names are declared today as they were then, needs no reading again.
    """
    if published is spec:
        return frozenset()
    words = vocabulary(spec, blocks.fields)
    before = vocabulary(published, blocks.fields) if published else None
    sound = {(each.form, each.text) for each in published.rules} if published else set()
    changed = _changed_names(words, before) if before else ()
    found = set()
    for rule in spec.rules:
        said = rule.text.casefold()
        if (rule.form, rule.text) in sound and not any(name in said for name in changed):
            continue
        readable = rule.form in words.forms
        if not readable or parse(rule.text, words, subject=rule.form, expect="rule").errors:
            found.add(rule.key)
    return frozenset(found)


def _changed_names(words: Vocabulary, before: Vocabulary) -> frozenset[str]:
    """Everything that one of two vocabularies calls something and the other one does not so."""
    now, then = dict(_declared(words)), dict(_declared(before))
    places = [place for place in now.keys() | then.keys() if now.get(place) != then.get(place)]
    names = {
        name.casefold()
        for place in places
        for declared in (now.get(place), then.get(place))
        if declared is not None
        for name in _called(declared)
    }
    return frozenset(names)


def _declared(words: Vocabulary) -> Iterator[tuple[tuple[str, ...], Json]]:
    """Everything that has a name, by where it is declared."""
    for key, form in words.forms.items():
        yield ("form", key), replace(form, fields={})
        for field in form.fields.values():
            yield ("field", key, field.key), field
    for name in words.names:
        yield ("name", name.kind, name.key), name


def _called(declared: Json) -> Iterator[str]:
    """The words for something declared, its options and its moves."""
    parts = (declared, *getattr(declared, "options", ()), *getattr(declared, "moves", ()))
    for part in parts:
        labels: Labels = part.labels
        for said in labels.values():
            yield from said
    yield from getattr(declared, "unit", ())

"""A rename never breaks a rule: what was written with the old names is printed with the new ones.

Every text of the rule language that meant something before must mean the same afterwards. One that
still does keeps its author's words; another is printed anew from its tree, in its own language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rule_dsl import Node, Vocabulary, parse, print_text
from runtime.errors import Refusal
from runtime.spec.app import AppSpec
from runtime.spec.blocks import Blocks
from runtime.spec.documents import Document, element_steps
from runtime.spec.dump import from_json, to_json
from runtime.spec.expressions import Expression, expressions
from runtime.spec.findings import Findings
from runtime.spec.schema import KINDS
from runtime.spec.vocabulary import vocabulary

_HAN = re.compile(r"[\u3400-\u9fff]")
_HEAD = re.compile(r"^(?:公式|formula)\s*")


@dataclass(frozen=True, slots=True)
class Words:
    """The names of the app before and after a rename; ``moved`` are those that came or went."""

    old: Vocabulary
    new: Vocabulary
    moved: tuple[str, ...]

    def touch(self, text: str) -> bool:
        """Whether a text may read otherwise: it holds one of the names that came or went."""
        plain = _plain(text)
        return any(name in plain for name in self.moved)


def reprint(before: AppSpec, after: AppSpec, blocks: Blocks) -> AppSpec:
    """``after`` with every text that its new names would break printed anew.

    Raises:
        Refusal: rename_breaks (422) where a text cannot be written with them: with a field called
            ``50%`` nobody could tell the number from the field.
    """
    if not blocks.fields:
        return after
    words = _words(before, after, blocks)
    old = {_place(each): each for each in expressions(Findings(before, blocks, {}))}
    fresh: list[tuple[Expression, str]] = []
    broken: list[str] = []
    for each in expressions(Findings(after, blocks, {})):
        known = old.get(_place(each))
        tree = None if known is None or known.text != each.text else _old_tree(each, words)
        if tree is not None:
            text = _printed(each, tree, words.new)
            if text is None:
                broken.append(each.text)
            else:
                fresh.append((each, text))
    if broken:
        raise Refusal("rename_breaks", 422, count=len(broken), text=broken[0][:80])
    return _with_texts(after, fresh) if fresh else after


def _words(before: AppSpec, after: AppSpec, blocks: Blocks) -> Words:
    old, new = vocabulary(before, blocks.fields), vocabulary(after, blocks.fields)
    moved = {*_names(old)} ^ {*_names(new)}
    return Words(old, new, tuple({_plain(name) for _, name in moved}))


def _names(words: Vocabulary) -> Iterator[tuple[str, str]]:
    """Every label of a vocabulary, each with what it is called so: two things may share a name."""
    for form in words.forms.values():
        yield from _said(form.key, form.labels.values())
        for move in form.moves:
            yield from _said(f"{form.key} {move.key} {move.target}", move.labels.values())
        for field in form.fields.values():
            of = f"{form.key}.{field.key}"
            yield from _said(of, (*field.labels.values(), field.unit))
            for option in field.options:
                yield from _said(f"{of}.{option.key}", option.labels.values())
    for name in words.names:
        yield from _said(f"{name.kind} {name.form} {name.key}", name.labels.values())


def _said(of: str, labels: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    for each in labels:
        for text in each:
            yield of, text


def _plain(text: str) -> str:
    """A text without the differences that the rule language overlooks: width, case, blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _place(expression: Expression) -> tuple[str, int]:
    return expression.element, expression.offset


def _old_tree(expression: Expression, words: Words) -> Node | None:
    """What a text meant that the new names would break; None where it needs nothing."""
    if not words.touch(expression.text):
        return None
    tree = _tree(expression, expression.text, words.old)
    same = tree is None or _tree(expression, expression.text, words.new) == tree
    return None if same else tree


def _printed(expression: Expression, tree: Node, words: Vocabulary) -> str | None:
    """The text of a tree with the new names, in its own language if that can be read back."""
    first = "zh" if _HAN.search(expression.text) else "en"
    for lang in (first, "en" if first == "zh" else "zh"):
        for text in _ways(tree, words, expression, lang):
            if _tree(expression, text, words) == tree:
                return text
    return None


def _ways(tree: Node, words: Vocabulary, expression: Expression, lang: str) -> Iterator[str]:
    whole = print_text(tree, words, expression.form, lang)
    if tree.head == "formula":
        yield _HEAD.sub("", whole, count=1)
    yield whole


def _tree(expression: Expression, text: str, words: Vocabulary) -> Node | None:
    if expression.form not in words.forms:
        return None
    return parse(text, words, subject=expression.form, expect=expression.expect).tree


def _with_texts(spec: AppSpec, fresh: list[tuple[Expression, str]]) -> AppSpec:
    """The app with those texts put where they stand. Later ones of one text come first."""
    whole = to_json(spec)
    for expression, text in sorted(fresh, key=lambda each: -each[0].offset):
        holder, step = _holder(whole, expression.element)
        old: str = holder[step]
        start = expression.offset
        holder[step] = old[:start] + text + old[start + len(expression.text) :]
    return from_json(whole)


def _holder(whole: dict[str, Any], element: str) -> tuple[Any, Any]:
    """The mapping or list that holds an element of the app's document, and the step into it."""
    name, _, pointer = element.partition("#")
    folder, _, key = name.partition("/")
    document = whole["app"]
    if folder in KINDS:
        document = next(each for each in whole[folder] if each["key"] == key)
    steps = element_steps(Document(name, document), pointer)
    for step in steps[:-1]:
        document = document[step]
    return document, steps[-1]

"""The front door's ``parse``: text in; a tree, or problems a clerk can act on, out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rule_dsl.check.context import localized
from rule_dsl.errors import Problem
from rule_dsl.explain import explain
from rule_dsl.lexer.candidates import Text
from rule_dsl.lexer.lexicon import lexicon_of
from rule_dsl.limits import check_text
from rule_dsl.rewrite import Asked
from rule_dsl.rule import rule_of, walk
from rule_dsl.search import Search
from rule_dsl.settle import Settled, settle
from rule_dsl.tree import Node, Span
from rule_dsl.vocabulary import Vocabulary

Expect = Literal["rule", "formula", "condition", "any"]

_HEADS: Mapping[Expect, frozenset[str]] = {
    "rule": frozenset({"rule"}),
    "formula": frozenset({"formula"}),
    "condition": frozenset({"formula"}),
    "any": frozenset({"rule", "formula", "group"}),
}
"""What a text may be, by what its place wants."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text means: its tree (None when refused), whose record it reads, and what to say."""

    tree: Node | None
    subject: str | None
    problems: tuple[Problem, ...] = ()

    @property
    def hints(self) -> tuple[Problem, ...]:
        """What is only worth knowing."""
        return tuple(problem for problem in self.problems if problem.severity != "error")

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What must be mended."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def parse(
    text: str,
    vocabulary: Vocabulary,
    *,
    subject: str | None = None,
    expect: Expect = "any",
) -> Parsed:
    """Read one sentence. Bad text never raises: it comes back as problems.

    Without a subject it is the only form in which the text makes sense.
    """
    refused = check_text(text)
    if refused is not None:
        return Parsed(None, subject, (refused,))
    subjects = (subject,) if subject is not None else tuple(vocabulary.forms)
    search = Search(Text(text, lexicon_of(vocabulary)))
    heads = _HEADS[expect]
    settled = [settle(vocabulary, one, search.readings(), heads) for one in subjects]
    sound = [found for found in settled if found.best is not None]
    if len(sound) == 1:
        return Parsed(sound[0].outcome()[0], sound[0].subject, sound[0].outcome()[1])
    if sound:
        return _subjectless(sound) or _several(vocabulary, text, sound)
    if any(found.misfit is not None for found in settled):
        span = Span(0, len(text))
        return Parsed(None, subject, (Problem(f"expected_{expect}", "error", span),))
    asked = Asked(
        text, vocabulary, subjects, lambda other: _is_read(other, vocabulary, subjects, heads)
    )
    return Parsed(None, subject, explain(asked, settled, search))


def read_back(
    text: str, vocabulary: Vocabulary, subject: str
) -> tuple[Node | None, tuple[Problem, ...]]:
    """What a printed text means, without telling what is wrong with one that means nothing."""
    if check_text(text) is not None:
        return None, ()
    search = Search(Text(text, lexicon_of(vocabulary)))
    return settle(vocabulary, subject, search.readings(), _HEADS["any"]).outcome()


def _is_read(
    text: str, vocabulary: Vocabulary, subjects: tuple[str, ...], heads: frozenset[str]
) -> bool:
    """Whether a text would be understood."""
    if check_text(text) is not None:
        return False
    search = Search(Text(text, lexicon_of(vocabulary)))
    found = [settle(vocabulary, one, search.readings(), heads) for one in subjects]
    return any(each.best is not None and each.outcome()[0] is not None for each in found)


def _subjectless(sound: list[Settled]) -> Parsed | None:
    """A text that reads no record of its own (a schedule, a sum of numbers, a list) needs no form."""
    trees = [found.best.tree for found in sound if found.best is not None]
    if any(tree != trees[0] for tree in trees) or not _is_free(trees[0]):
        return None
    tree, problems = sound[0].outcome()
    return Parsed(tree, None, problems)


def _is_free(tree: Node) -> bool:
    if tree.head == "group":
        return True
    if tree.head == "formula":
        return not any(node.head in ("field", "path", "roll") for node in walk(tree))
    return tree.head == "rule" and rule_of(tree).schedule is not None


def _several(vocabulary: Vocabulary, text: str, sound: list[Settled]) -> Parsed:
    forms = [localized(vocabulary.forms[found.subject].labels) for found in sound]
    listed = {
        "zh": "、".join(f"「{form['zh']}」" for form in forms),
        "en": ", ".join(f"“{form['en']}”" for form in forms),
    }
    span = Span(0, len(text))
    return Parsed(None, None, (Problem("ambiguous_subject", "error", span, {"forms": listed}),))

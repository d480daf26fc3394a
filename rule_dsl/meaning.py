"""One reading of a text with one subject: its typed tree and what the checker said."""

from __future__ import annotations

from dataclasses import dataclass

from rule_dsl.check.context import Context, localized, unknown
from rule_dsl.check.rules import RULES, check
from rule_dsl.errors import Problem
from rule_dsl.limits import check_syntax, check_tree
from rule_dsl.search import Reading
from rule_dsl.sense.look import look
from rule_dsl.tree import Node, Span
from rule_dsl.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Meaning:
    """One reading with one subject: its tree and what the checker said."""

    reading: Reading
    subject: str
    tree: Node
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether the checker refused nothing."""
        return not any(problem.severity == "error" for problem in self.problems)


def mean(vocabulary: Vocabulary, subject: str, reading: Reading) -> Meaning:
    """What a reading means for one subject."""
    context = Context(vocabulary, subject, RULES, reading.text)
    too_deep = check_syntax(reading.syntax)
    if too_deep is not None:
        return Meaning(reading, subject, unknown(Span(0, 0)), (too_deep,))
    tree = check(context, reading.syntax)
    for word in reading.words:
        if word.kind == "_END" and word.value and subject not in word.value:
            form = localized(vocabulary.forms[subject].labels)
            context.refuse("other_subject", Span(word.start, word.end), name=word.text, form=form)
    if not context.has_errors:
        look(context, tree)
    refused = check_tree(tree)
    if refused is not None:
        context.problems.append(refused)
    return Meaning(reading, subject, tree, tuple(context.problems))

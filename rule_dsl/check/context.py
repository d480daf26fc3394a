"""What a check knows while it walks: the vocabulary, whose record it stands at, and its problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from lark import Tree

from rule_dsl.check.syntax import Part, span_of
from rule_dsl.errors import Fact, Problem, Severity
from rule_dsl.lexer.lexicon import Lexicon, lexicon_of
from rule_dsl.lexer.words import Word
from rule_dsl.tree import Node, Span
from rule_dsl.types import Type
from rule_dsl.vocabulary import Field, Form, Labels, Vocabulary

UNKNOWN_TYPE = Type("empty", "unknown")


@dataclass(slots=True)
class Context:
    """One check of one reading with one subject.

    ``rules`` say how each kind of value or condition is checked; they call each other through
    :func:`value`, so that no two of their modules import each other.
    """

    vocabulary: Vocabulary
    subject: str
    rules: Mapping[str, ValueRule]
    text: str = ""
    takes_many: bool = False
    forms: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lexicon: Lexicon = field(init=False)

    def __post_init__(self) -> None:
        self.lexicon = lexicon_of(self.vocabulary)
        self.forms.append(self.subject)

    @property
    def form(self) -> Form:
        """The form whose fields are meant here."""
        return self.vocabulary.forms[self.forms[-1]]

    @contextmanager
    def taking_many(self, allowed: bool) -> Iterator[None]:
        """Whether a path through lines may stand here: only as what a function gathers."""
        before, self.takes_many = self.takes_many, allowed
        try:
            yield
        finally:
            self.takes_many = before

    @contextmanager
    def inside(self, form: str) -> Iterator[None]:
        """Names inside are fields of that form."""
        self.forms.append(form)
        try:
            with self.taking_many(allowed=False):
                yield
        finally:
            self.forms.pop()

    def say(
        self,
        severity: Severity,
        code: str,
        span: Span,
        suggestions: tuple[str, ...] = (),
        **facts: Fact,
    ) -> Node:
        """Note a problem; the node stands where a meaning should have been."""
        self.problems.append(Problem(code, severity, span, facts, suggestions))
        return unknown(span)

    def refuse(
        self, code: str, span: Span, suggestions: tuple[str, ...] = (), **facts: Fact
    ) -> Node:
        """Note an error."""
        return self.say("error", code, span, suggestions, **facts)

    def suggest(self, code: str, span: Span, **facts: Fact) -> None:
        """Note a hint."""
        self.say("hint", code, span, (), **facts)

    def field_of(self, owner: str | None, key: str) -> Field | None:
        """A declared field."""
        form = self.vocabulary.forms.get(owner or "")
        return form.fields.get(key) if form else None

    @property
    def has_errors(self) -> bool:
        """Whether anything was refused."""
        return any(problem.severity == "error" for problem in self.problems)


ValueRule = Callable[[Context, Tree[Word], Type | None], Node]
"""How one kind of syntax is checked; the type is what it will be compared with, if known."""


def value(c: Context, part: Part, expect: Type | None = None) -> Node:
    """The typed value or condition of a piece of syntax."""
    if isinstance(part, Word):
        raise TypeError(f"a word alone has no value: {part.kind}")
    return c.rules[str(part.data)](c, part, expect)


def source_of(c: Context, part: Part) -> str:
    """The author's own words for a piece of syntax."""
    return source_at(c, span_of(part))


def source_at(c: Context, span: Span) -> str:
    """The author's own words at a place."""
    return c.text[span.start : span.end]


def unknown(span: Span) -> Node:
    """A node with no meaning; nothing more is said about it."""
    return Node("unknown", (), UNKNOWN_TYPE, span)


def is_unknown(node: Node) -> bool:
    """Whether a node has no meaning (its problem is already noted)."""
    return node.type == UNKNOWN_TYPE


def first_label(labels: Labels, lang: str) -> str:
    """The label that is printed in a language."""
    for code in (lang, "en", "zh"):
        if labels.get(code):
            return labels[code][0]
    return next((some[0] for some in labels.values() if some), "")


def localized(labels: Labels) -> dict[str, str]:
    """A name as a fact: what it is called in each language."""
    return {lang: first_label(labels, lang) for lang in ("zh", "en")}

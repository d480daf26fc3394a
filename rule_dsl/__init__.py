"""The rule language of Dougong: text in, a typed tree out, and back.

    >>> parsed = parse("如果数量>10，则通知主管", vocabulary, subject="order")
    >>> parsed.tree.dump()
    ["rule", [">", "quantity", "10"], ["do", ["notify", …]], ["else"]]

``parse``       text → :class:`Parsed` (tree, subject, problems); bad text never raises.
``print_text``  tree → canonical text in Chinese or English; the inverse of ``parse``.
``load``        the JSON form of a tree (``Node.dump``) → the typed tree.
``rule_of``     a tree taken apart: trigger, condition, actions, what it reads.
``complete``    what may come next at a place; ``highlight`` which stretch is what.
``Problem``     one thing to tell the author, in his language, with its place.

The caller describes its app as a :class:`Vocabulary`; nothing else of the app is known here.
"""

from rule_dsl.complete import Completion, complete
from rule_dsl.errors import Problem
from rule_dsl.highlight import Stretch, highlight
from rule_dsl.load import BadTree, load
from rule_dsl.parse import Expect, Parsed, parse
from rule_dsl.printing import print_text
from rule_dsl.rule import Rule, rule_of
from rule_dsl.tree import Node, Span
from rule_dsl.types import Type
from rule_dsl.vocabulary import Field, Form, Labels, Move, Name, Option, Vocabulary

__all__ = [
    "BadTree",
    "Completion",
    "Expect",
    "Field",
    "Form",
    "Labels",
    "Move",
    "Name",
    "Node",
    "Option",
    "Parsed",
    "Problem",
    "Rule",
    "Span",
    "Stretch",
    "Type",
    "Vocabulary",
    "complete",
    "highlight",
    "load",
    "parse",
    "print_text",
    "rule_of",
]

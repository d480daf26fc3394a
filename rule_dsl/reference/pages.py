"""Every page of the reference by its name: ``index``, ``constructs/between``, ``functions/sum``."""

from __future__ import annotations

from collections.abc import Iterator

from rule_dsl.functions import FUNCTIONS
from rule_dsl.reference.base import Lang
from rule_dsl.reference.construct_page import construct_page
from rule_dsl.reference.constructs import CONSTRUCTS
from rule_dsl.reference.function_page import function_page
from rule_dsl.reference.index_page import index_page
from rule_dsl.reference.phrases import phrase


class NoSuchPage(LookupError):
    """The reference has no page of this name."""


def names() -> Iterator[str]:
    """The names of all pages, the first page first."""
    yield "index"
    yield from (f"constructs/{key}" for key in CONSTRUCTS)
    yield from (f"functions/{name.lower()}" for name in FUNCTIONS)


def contents(lang: Lang) -> str:
    """What the first page is called where another page leads back to it."""
    return phrase("contents", lang)


def page(name: str, lang: Lang) -> str:
    """A page as Markdown; links between pages are relative and end in ``.md``.

    Raises:
        NoSuchPage: there is none of this name.
    """
    folder, _, key = name.partition("/")
    if name == "index":
        return index_page(lang)
    if folder == "constructs" and key in CONSTRUCTS:
        return construct_page(CONSTRUCTS[key], lang)
    if folder == "functions" and key.upper() in FUNCTIONS and key.islower():
        return function_page(FUNCTIONS[key.upper()], lang)
    raise NoSuchPage(name)

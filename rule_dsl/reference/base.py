"""What a page of the reference is about: a construct of the language, with sentences that show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["zh", "en"]
Both = tuple[str, str]
"""The same in Chinese and in English."""
Group = Literal["sentences", "values", "conditions", "records", "events", "actions"]


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence in both languages, about a record of ``subject`` in the sample workshop."""

    zh: str
    en: str
    subject: str = "repair"


@dataclass(frozen=True, slots=True)
class Construct:
    """One construct: what it means, and where its surface comes from.

    ``heads`` are the tree heads it makes (``event:created`` and ``schedule:daily`` with their
    kind); ``rows`` the rows of ``rule_dsl/synonyms`` whose spellings its page lists; ``see`` the
    keys of pages beside it; ``awaits`` says that it is read and checked but not carried out yet.
    """

    key: str
    group: Group
    name: Both
    meaning: Both
    heads: tuple[str, ...]
    rows: tuple[str, ...]
    examples: tuple[Example, ...]
    notes: tuple[Both, ...] = ()
    see: tuple[str, ...] = ()
    awaits: bool = False


def said(both: Both, lang: Lang) -> str:
    """One language of the two."""
    return both[0] if lang == "zh" else both[1]

"""The words of the language: one table per natural language, from terminal to its spellings.

``TERMINAL`` or ``TERMINAL:value``; the first spelling is the one that is printed. A new synonym is
one more word in a row: the grammar does not change.
"""

from rule_dsl.synonyms.chinese import CHINESE
from rule_dsl.synonyms.english import ENGLISH

TABLES = {"zh": CHINESE, "en": ENGLISH}

__all__ = ["CHINESE", "ENGLISH", "TABLES"]

"""From the tree to canonical text, in Chinese and in English: the inverse of parsing."""

from rule_dsl.printing.text import print_text

__all__ = ["print_text"]

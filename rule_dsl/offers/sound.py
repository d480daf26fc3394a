"""How words are told apart from their forms: stems of English words, syllables of Chinese characters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")
_ENDINGS = re.compile(
    r"(?:isation|ization|ational|ations?|ances?|ences?|ments?|tions?|sions?|ings?|ied|ies|ers?|ors?|ed|es|als?|ys?|s|e)$"
)
_SHORTEST = 3
_IRREGULAR = {
    "sent": "send", "left": "leave", "paid": "pay", "done": "do", "made": "make", "held": "hold",
    "given": "give", "gave": "give", "taken": "take", "took": "take", "begun": "begin",
    "began": "begin", "bought": "buy", "sold": "sell", "shut": "shut", "sought": "seek",
    "written": "write", "wrote": "write", "built": "build", "lent": "lend", "spent": "spend",
    "kept": "keep", "lost": "lose", "met": "meet", "ran": "run", "drawn": "draw", "chosen": "choose",
    "broken": "break", "broke": "break", "brought": "bring", "caught": "catch", "withdrawn": "withdraw",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending: acceptance, accepts, accepted → accept; completion, completed → complet."""
    found = _IRREGULAR.get(word, word)
    if found.endswith(("'s", "’s")):
        found = found[:-2]
    for _ in range(2):
        cut = _ENDINGS.sub("", found, count=1)
        if len(cut) < _SHORTEST:
            break
        kept = found[len(cut) :].startswith(("ation", "tion", "sion"))
        found = cut + ("t" if kept and found[len(cut) :].startswith("tion") else "")
    if len(found) > _SHORTEST and found[-1] == found[-2] and found[-1] not in "aeiouls":
        found = found[:-1]
    return found


def is_chinese(char: str) -> bool:
    """Whether a character is a Chinese one."""
    return "一" <= char <= "鿿"


def syllables(text: str, pinyin: Mapping[str, str]) -> list[str]:
    """How each character sounds; characters that make no sound of their own as they are."""
    if not any(is_chinese(char) for char in text):
        return list(text)
    return [_sound(char, pinyin) if is_chinese(char) else char for char in text]


def _sound(char: str, pinyin: Mapping[str, str]) -> str:
    return pinyin.get(char) or char

"""Keys made of names: pinyin or plain letters, numbered where they are taken. A key stays for ever."""

from __future__ import annotations

import re
from collections.abc import Collection

from runtime.pinyin import syllables

LONGEST = 40
_OTHER = re.compile(r"[^a-z0-9]+")


def key_of(name: str, otherwise: str, taken: Collection[str]) -> str:
    """A free key that can be read as the name; ``otherwise`` begins one for a name without letters."""
    plain = _plain(name) or otherwise
    if plain not in taken:
        return plain
    return numbered(plain, taken)


def numbered(begin: str, taken: Collection[str]) -> str:
    """The first free key of ``begin_1``, ``begin_2`` …"""
    number = 1
    while f"{begin}_{number}" in taken:
        number += 1
    return f"{begin}_{number}"


def _plain(name: str) -> str:
    spelled = "".join(syllables(name)).lower()
    words = [word for word in _OTHER.split(spelled) if word]
    key = "_".join(words)[:LONGEST].rstrip("_")
    return f"k_{key}"[:LONGEST] if key[:1].isdigit() else key


def pinyin(name: str) -> tuple[str, str]:
    """A name in pinyin, whole and by its initials, for searching."""
    parts = syllables(name)
    return "".join(parts).lower(), "".join(part[:1] for part in parts).lower()
